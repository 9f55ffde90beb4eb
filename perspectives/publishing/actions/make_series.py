"""Make a series with a forum of its own, and change what it is called."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from perspectives.discussion.actions import make_forum, update_discussion
from perspectives.publishing.errors import PostRefused
from perspectives.publishing.models import Series
from perspectives.publishing.naming import series_slug
from perspectives.publishing.rules import SERIES_LENGTH
from perspectives.publishing.windows import address_of
from perspectives.text.clean import clean_line, clean_text, is_blank
from perspectives.text.markdown import render_note


def make_series(
    *, title: str, subtitle: str = "", publisher: str = "", slug: str | None = None, introduction: str = ""
) -> Series:
    """Make a series with a forum of its own and return it; a slug that is taken or reserved gets a suffix.

    Raises PostRefused for a title that is blank or any line that is too long.
    """
    fields = series_fields(title=title, subtitle=subtitle, publisher=publisher, introduction=introduction)
    series = Series(**fields)
    with transaction.atomic():
        series.slug = series_slug(slug or series.title)
        series.forum = make_forum(slug=series.slug, name=series.full_title[:SERIES_LENGTH])
        series.save()
    return series


def change_series(*, series: Series, slug: str | None = None, **fields: Any) -> Series:
    """Change title, subtitle, publisher, introduction, position or slug; essays' discussions learn the new address.

    Raises PostRefused as `make_series` does.
    """
    lines = {name: getattr(series, name) for name in ("title", "subtitle", "publisher", "introduction")}
    position = fields.pop("position", series.position)
    changed = series_fields(**(lines | fields))
    with transaction.atomic():
        for name, value in changed.items():
            setattr(series, name, value)
        series.position = position
        if slug and slug != series.slug:
            series.slug = series_slug(slug, beside=series.pk)
        series.save()
        for post in series.posts.select_related("discussion", "series"):
            update_discussion(discussion=post.discussion, url_kwargs=address_of(post))
    return series


def series_fields(*, title: str, subtitle: str, publisher: str, introduction: str) -> dict[str, str]:
    """Return the fields of a series, cleaned and rendered; PostRefused for a title that is blank or too long a line."""
    title, subtitle, publisher = clean_line(title), clean_line(subtitle), clean_line(publisher)
    if is_blank(title):
        raise PostRefused("series_empty", _("The series has no title. Please give it one."))
    if max(len(title), len(subtitle), len(publisher)) > SERIES_LENGTH:
        raise PostRefused(
            "series_long",
            _("Title, subtitle and publisher of a series can have at most %(limit)d characters each.")
            % {"limit": SERIES_LENGTH},
        )
    text = clean_text(introduction)
    return {
        "title": title,
        "subtitle": subtitle,
        "publisher": publisher,
        "introduction": text,
        "introduction_html": render_note(text) if text else "",
    }
