"""What stands above a thread: its tags, to filter by, and what is featured in it; one question for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import CharField, DateTimeField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Left
from django.utils.formats import localize
from django.utils.translation import gettext as _

from perspectives.discussion.models import Comment, Discussion, DiscussionTag, Status, Tag
from perspectives.discussion.params import FEATURED, ThreadParams
from perspectives.discussion.prepared import AsStored, Prepared
from perspectives.text.excerpts import excerpt

# Tags in the filter bar.
TAGS_SHOWN = 30
# Featured comments that are named above the thread: a glance, not a second list.
FEATURED_SHOWN = 3
# Characters of a featured comment's first words, and of the HTML that they are made of.
WORDS, OPENING = 90, 1_000
TAG, MARK = "tag", "featured"


class TagCount(NamedTuple):
    """A tag and how many public comments of the discussion carry it."""

    key: int
    name: str
    slug: str
    # In digits of the active language.
    uses: str
    query: str
    chosen: bool

    @property
    def tag(self) -> Tag:
        """The tag itself."""
        return Tag(pk=self.key, name=self.name, slug=self.slug)


class Featured(NamedTuple):
    """A featured comment: its number, its writer's name and its first words, as text."""

    number: int
    name: str
    words: str


@dataclass(frozen=True)
class Above:
    """What stands above a page of a thread."""

    # The most used first.
    tags: list[TagCount]
    # The last featured first, as many as are named.
    featured: list[Featured]
    # The query of the page of all that are featured; "" where those that are named are all.
    all_featured: str = ""


def above(discussion: Discussion, params: ThreadParams) -> Above:
    """Return what stands above a page of the discussion; one query.

    It names the comments that are featured on the first page of each order alone: pages within the thread go on.
    """
    found = ABOVE.rows(discussion.pk)
    tags = sorted((-uses, key, slug, name) for kind, key, uses, slug, name, *_rest in found if kind == TAG)
    query = params.tagged()
    counts = [
        TagCount(key, name, slug, localize(-less), query(slug), slug == params.tag) for less, key, slug, name in tags
    ]
    if not params.is_beginning:
        return Above(counts, [])
    marks = sorted((at, number, name, html) for kind, number, _uses, name, html, at in found if kind == MARK)[::-1]
    named = [
        Featured(number, name or _("Former member"), excerpt(html, WORDS, whole=len(html) < OPENING))
        for _at, number, name, html in marks[:FEATURED_SHOWN]
    ]
    more = ThreadParams(params.order, only=FEATURED).query() if len(marks) > FEATURED_SHOWN else ""
    return Above(counts, named, more)


def _above(discussion_id: int) -> QuerySet[Any, Any]:
    """Return tags and featured comments of a discussion as one union of (kind, key, uses, text, text, moment)."""
    tags = DiscussionTag.objects.filter(discussion=discussion_id, uses__gt=0).order_by("-uses", "tag_id")
    marks = Comment.objects.filter(discussion=discussion_id, status=Status.PUBLIC, featured_at__isnull=False)
    never, none = Value(None, output_field=DateTimeField()), Value(0, output_field=IntegerField())
    parts = [
        _part(tags, TAGS_SHOWN, TAG, (F("tag_id"), F("uses")), ("tag__slug", "tag__name"), never),
        _part(
            marks.order_by("-featured_at", "-number"), FEATURED_SHOWN + 1, MARK, (F("number"), none),
            ("author__name", Left("html", OPENING)), AsStored("featured_at"),
        ),
    ]  # fmt: skip
    return parts[0].union(parts[1], all=True).order_by()


def _part(
    rows: QuerySet[Any], most: int, kind: str, numbers: tuple[Any, Any], texts: Sequence[Any], at: Any
) -> QuerySet[Any, Any]:
    """Return the first `most` of `rows`, which are ordered, in the columns of the union."""
    if connections[rows.db].features.supports_slicing_ordering_in_compound:
        first = rows
    else:  # SQLite's unions know no limit of a part: the keys are found inside.
        first = rows.model._default_manager.filter(pk__in=rows.values("pk")[:most]).order_by()
        most = 0
    columns = {"kind": Value(kind, output_field=CharField()), "known_by": numbers[0], "used": numbers[1]}
    columns |= {f"text{place}": Cast(text, TextField()) for place, text in enumerate(texts)}
    found = first.annotate(**columns, moment=at).values_list(*columns, "moment")
    return found[:most] if most else found


ABOVE = Prepared(_above)
