"""Names and slugs: when two spellings are the same person or series, and which slug is still free."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from perspectives.publishing.models import Contributor, Series
from perspectives.publishing.rules import RESERVED, SLUG_LENGTH
from perspectives.text.slugs import slug_for, with_suffix
from perspectives.text.tags import tag_key


def folded(name: str) -> str:
    """Return what two spellings of one name have in common: case, width and spaces do not count."""
    return tag_key(name)


def free_slug(rows: QuerySet[Any], base: str, taken: Collection[str] = ()) -> str:
    """Return `base`, or `base` with the first suffix that no row of `rows` and no word of `taken` has."""
    slug, count = base, 1
    while slug in taken or rows.filter(slug=slug).exists():
        count += 1
        slug = with_suffix(base, count, SLUG_LENGTH)
    return slug


def series_slug(words: str, *, beside: int = 0) -> str:
    """Return a free slug for a series called `words`, never a reserved word; `beside` is its own key, if it has one."""
    base = slug_for(words, fallback="series", max_length=SLUG_LENGTH)
    return free_slug(Series.objects.exclude(pk=beside), base, RESERVED)


def find_series(words: str) -> Series | None:
    """Return the series with the slug, full title or title `words`, looked for in this order, or None."""
    found = Series.objects.filter(slug=words).first()
    if found is not None:
        return found
    wanted, alike = folded(words), list(Series.objects.order_by("pk"))
    by_full_title = (series for series in alike if folded(series.full_title) == wanted)
    by_title = (series for series in alike if folded(series.title) == wanted)
    return next(by_full_title, None) or next(by_title, None)


def find_contributor(name: str) -> Contributor | None:
    """Return the contributor of that name in any case and spacing, or None."""
    base, wanted = contributor_base(name), folded(name)
    near = Q(name__iexact=name) | Q(slug=base) | Q(slug__startswith=f"{base}-")
    rows = Contributor.objects.filter(near).order_by("pk")
    return next((person for person in rows if folded(person.name) == wanted), None)


def contributor_base(name: str) -> str:
    """Return the slug a contributor called `name` would have if it were free."""
    return slug_for(folded(name), fallback="author", max_length=SLUG_LENGTH)
