"""Open forums and discussions, and keep what a discussion knows of its owner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from perspectives.discussion.actions.tag import get_or_make_tags
from perspectives.discussion.models import Discussion, Forum, ForumTag
from perspectives.text.slugs import slug_for, with_suffix

SLUG_LENGTH = 80
# A discussion could not be told from these pages of ours.
RESERVED = frozenset({"mine"})


def suggested_tags() -> list[str]:
    """Return the names of the tags a new forum suggests."""
    return [_("question"), _("evidence"), _("counter-argument"), _("experience"), _("correction")]


def make_forum(*, slug: str, name: str) -> Forum:
    """Make a forum with the suggested vocabulary and return it; a slug that is taken gets a suffix."""
    with transaction.atomic():
        base = slug_for(slug or name, fallback="forum", max_length=SLUG_LENGTH)
        forum = Forum.objects.create(slug=free_slug(Forum, base), name=name)
        tags = get_or_make_tags(suggested_tags())
        ForumTag.objects.bulk_create(ForumTag(forum=forum, tag=tag, position=place) for place, tag in enumerate(tags))
    return forum


def open_discussion(
    *,
    forum: Forum,
    title: str,
    slug: str,
    url_name: str = "",
    url_kwargs: dict[str, Any] | None = None,
    visible_from: datetime | None = None,
    visible_until: datetime | None = None,
) -> Discussion:
    """Open a discussion in `forum` and return it; a slug that is taken gets a suffix.

    `url_name` and `url_kwargs` name the owner's page and are reversed per request; `visible_from` None is "not yet".
    """
    base = slug_for(slug or title, fallback="discussion", max_length=SLUG_LENGTH)
    for _try in range(5):
        try:
            with transaction.atomic():
                return Discussion.objects.create(
                    forum=forum,
                    title=title,
                    slug=free_slug(Discussion, base, RESERVED),
                    url_name=url_name,
                    url_kwargs=url_kwargs or {},
                    visible_from=visible_from,
                    visible_until=visible_until,
                )
        except IntegrityError:
            # Somebody took the slug between looking and writing: look again.
            continue
    raise RuntimeError(f"No free slug for the discussion {slug!r}")


def update_discussion(*, discussion: Discussion, **fields: Any) -> bool:
    """Bring what a discussion knows of its owner (the fields of `open_discussion` but slug) up to date.

    Returns whether anything changed; a change moves the version.
    """
    changed = {name: value for name, value in fields.items() if getattr(discussion, name) != value}
    if not changed:
        return False
    Discussion.objects.filter(pk=discussion.pk).update(version=F("version") + 1, **changed)
    discussion.refresh_from_db()
    return True


def set_state(*, discussion_id: int, state: str) -> bool:
    """Lock or reopen a discussion inside the caller's transaction; return whether its state changed."""
    rows = Discussion.objects.filter(pk=discussion_id).exclude(state=state)
    return rows.update(state=state, version=F("version") + 1) == 1


def free_slug(model: Any, base: str, reserved: frozenset[str] = frozenset()) -> str:
    """Return `base`, or `base` with the first suffix that no row of `model` and no reserved word has."""
    slug, count = base, 1
    while slug in reserved or model.objects.filter(slug=slug).exists():
        count += 1
        slug = with_suffix(base, count, SLUG_LENGTH)
    return slug
