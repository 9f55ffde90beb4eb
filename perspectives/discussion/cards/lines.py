"""Lines: the rows of a thread as plain tuples, with everything a card shows, and no model instance for any of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery

from perspectives.discussion.among import Among, knows_lists, listed
from perspectives.discussion.models import Comment, TaggedComment
from perspectives.discussion.prepared import AsStored, Prepared, moments, raw_rows
from perspectives.discussion.queries import PUBLIC
from perspectives.members.models import Member


class Line(NamedTuple):
    """A comment as a card needs it, with the names of its writer and of whom it answers."""

    pk: int
    number: int
    conversation: int
    depth: int
    status: str
    public_below: int
    html: str
    render_version: int
    author_id: int
    author_name: str
    parent_id: int | None
    parent_number: int | None
    parent_depth: int | None
    parent_status: str | None
    parent_shown: bool | None
    parent_name: str | None
    # When it was last edited, as the driver tells it; None for never.
    edited: Any
    created_at: datetime
    public_at: datetime | None
    # Whether its writer wrote it as an author of what is discussed, and whether it is featured and answered.
    as_author: Any = False
    featured: Any = None
    answered: Any = None

    @property
    def is_public(self) -> bool:
        """Whether its words are public as far as its own status goes."""
        return self.status == PUBLIC


# In the order of Line's fields, but for the marks of a comment, which come last there.
# What a comment answers nearly always stands on the same page, and is joined there.
COLUMNS = (
    "pk",
    "number",
    "conversation",
    "depth",
    "status",
    "public_below",
    "html",
    "render_version",
    "author_id",
    "author__name",
    "parent_id",
    "as_author",
    AsStored("featured_at"),
    AsStored("answered_at"),
    AsStored("edited_at"),
    AsStored("created_at"),
    AsStored("public_at"),
)
PARENT = ("number", "depth", "status", "shown", "author__name")
NO_PARENT: tuple[Any, ...] = (None,) * len(PARENT)


class CardTag(NamedTuple):
    """A tag on a card: its name and its slug."""

    name: str
    slug: str


def lines_of(comments: Any, known: Iterable[Line] = ()) -> list[Line]:
    """Return the lines of a queryset of shown comments, in its order.

    One query, and one more where some of them answer comments that are neither among them nor `known`.
    """
    return _read(raw_rows(comments.values_list(*COLUMNS)), known)


def public_lines(discussion_id: int) -> Any:
    """Return the queryset of the rows that the thread of a discussion shows."""
    return Comment.objects.filter(discussion=discussion_id).in_thread()


def conversations(discussion_id: int, first: int, last: int, *, newest: bool, most: int) -> list[Line]:
    """Return the lines of the conversations numbered `first` to `last`, at most `most`; one range of one index."""
    return _read(CONVERSATIONS.rows(discussion_id, first, last, shape=(newest, most)))


def apart(discussion_id: int, taken: Iterable[int], *, most: int) -> list[Line]:
    """Return the lines of the conversations `taken`, at most `most`, by number whatever lies between; one query."""
    if knows_lists(Comment.objects.db):
        return _read(APART.rows(discussion_id, listed(taken), shape=(most,)))
    return lines_of(_in_order(public_lines(discussion_id).filter(conversation__in=taken))[:most])


def _apart(most: int, discussion_id: int, taken: str) -> Any:
    # The name is looked up for each row: of conversations that lie apart PostgreSQL expects far more rows than come,
    # and would rather read every member there is than look for so many by key.
    name = Subquery(Member.objects.filter(pk=OuterRef("author_id")).values("name")[:1])
    columns = [name if column == "author__name" else column for column in COLUMNS]
    return _in_order(public_lines(discussion_id).filter(Among("conversation", taken))).values_list(*columns)[:most]


def _in_order(lines: Any) -> Any:
    return lines.order_by("conversation", "path")


def _conversations(newest: bool, most: int, discussion_id: int, first: int, last: int) -> Any:
    lines = public_lines(discussion_id).filter(conversation__gte=first, conversation__lte=last)
    return lines.order_by("-conversation" if newest else "conversation", "path").values_list(*COLUMNS)[:most]


# A page is a short range or a conversation of any length: read to its end, and sorted, that would cost its length.
CONVERSATIONS, APART = Prepared(_conversations, planned=True), Prepared(_apart, planned=True)


def _read(rows: list[tuple[Any, ...]], known: Iterable[Line] = ()) -> list[Line]:
    """Return the driver's rows as lines: a comment that never waited was public the moment it was written."""
    moment, lines = moments(), []
    # What `Line._make` does, but for counting the fields of each row anew.
    made = tuple.__new__
    told = {row[0]: row for row in rows}
    others = _others({row[10] for row in rows if row[10] is not None} - told.keys(), known)
    for row in rows:
        edited, written, public = row[-3:]
        created = moment(written)
        first = created if public == written else moment(public) if public else None
        key = row[10]
        if key is None:
            parent = NO_PARENT
        elif key in told:
            above = told[key]
            parent = (above[1], above[3], above[4], True, above[9])
        else:
            parent = others[key]
        lines.append(made(Line, row[:11] + parent + (edited, created, first) + row[11:14]))
    return lines


def _others(missing: set[int], known: Iterable[Line]) -> dict[int, tuple[Any, ...]]:
    """Return what lines say of comments they answer that are not among them, by primary key."""
    others = {
        line.pk: (line.number, line.depth, line.status, True, line.author_name) for line in known if line.pk in missing
    }
    if missing - others.keys():
        found = Comment.objects.filter(pk__in=missing - others.keys()).values_list("pk", *PARENT)
        others |= {row[0]: row[1:] for row in raw_rows(found)}
    return others


def tags_of(lines: Iterable[Line], *, hidden: bool = False) -> dict[int, list[CardTag]]:
    """Return the tags of public lines, or of all, by primary key, in the order they were given; one query."""
    keys = [line.pk for line in lines if hidden or line.is_public]
    tagged = TaggedComment.objects.all()
    found: dict[int, list[CardTag]] = {}
    as_list = knows_lists(tagged.db)
    for key, name, slug in (
        TAGS.rows(listed(keys)) if as_list else raw_rows(_named(tagged.filter(content_object__in=keys)))
    ):
        found.setdefault(key, []).append(CardTag(name, slug))
    return found


def _tags(keys: str) -> Any:
    return _named(TaggedComment.objects.filter(Among("content_object_id", keys)))


def _named(tagged: Any) -> Any:
    return tagged.order_by("pk").values_list("content_object_id", "tag__name", "tag__slug")


TAGS = Prepared(_tags)
