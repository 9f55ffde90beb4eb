"""Recount what is counted, and lay out again what is laid out, from the comments themselves: tell it, and mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F

from perspectives.discussion.actions.status import lock_discussion_row
from perspectives.discussion.models import Comment, Discussion, DiscussionTag, Status, TaggedComment
from perspectives.discussion.paths import depth_of, numbers_of, path_of

# Rows read, and rows changed, at once.
BATCH = 2000
COUNTED = ("pk", "number", "status", "public_at", "public_below", "shown")
READ = ("pk", "number", "parent_id", "path", "depth", "conversation", "status", "created_at", "public_at")


@dataclass(frozen=True)
class Difference:
    """A field that is not what the rows say: of comment `number`, or of the discussion itself where that is None."""

    discussion: str
    number: int | None
    field: str
    stored: Any
    right: Any
    # The primary key of the row.
    pk: int
    # False where no program can know what was meant: a parent of another discussion.
    can_be_mended: bool = True
    # The primary key of the tag that is counted wrong.
    tag: int | None = None

    def __str__(self) -> str:
        place = self.discussion if self.number is None else f"{self.discussion} #{self.number}"
        return f"{place}: {self.field} is {self.stored!r}, should be {self.right!r}"


@dataclass
class _Laid:
    """The thread as its parents say it must be."""

    # By primary key; and primary keys by number.
    paths: dict[int, str] = field(default_factory=dict)
    keys: dict[int, int] = field(default_factory=dict)
    # Public comments below each primary key.
    below: Counter[int] = field(default_factory=Counter)
    public: int = 0
    last: int = 0
    newest: datetime | None = None


def thread_differences(discussion: Discussion) -> list[Difference]:
    """Return what is wrong with the numbers, places and counts of `discussion`; two passes over its comments."""
    laid, differences = _Laid(), []
    rows = Comment.objects.filter(discussion=discussion).order_by("number")
    for row in rows.only(*READ).iterator(BATCH):
        differences += [_difference(discussion, row, *wrong) for wrong in _place(row, laid)]
    for row in rows.only(*COUNTED).iterator(BATCH):
        below = laid.below[row.pk]
        shown = row.is_public or (row.public_at is not None and below > 0)
        right = {"public_below": below, "shown": shown}
        differences += [_difference(discussion, row, *wrong) for wrong in _wrong(row, right)]
    for name, value in _wrong(discussion, _counts(discussion, laid)):
        stored = getattr(discussion, name)
        differences.append(Difference(discussion.slug, None, name, stored, value, discussion.pk))
    return differences + _tag_differences(discussion)


def _wrong(row: Any, right: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return (field, what is right) of the fields of `row` that are not as `right` has them."""
    return [(name, value) for name, value in right.items() if getattr(row, name) != value]


def _counts(discussion: Discussion, laid: _Laid) -> dict[str, Any]:
    """Return what the discussion itself must say; numbers and times that no comment has any more are let stand."""
    times = [time for time in (laid.newest, discussion.last_public_at) if time is not None]
    return {
        "public_count": laid.public,
        "last_number": max(laid.last, discussion.last_number),
        "last_public_at": max(times, default=None),
    }


def _tag_differences(discussion: Discussion) -> list[Difference]:
    """Return the tags whose number of public comments is wrong in `discussion`; two queries."""
    carried = TaggedComment.objects.filter(content_object__discussion=discussion, content_object__status=Status.PUBLIC)
    right = dict(carried.order_by("tag").values_list("tag").annotate(Count("pk")))
    stored = dict(DiscussionTag.objects.filter(discussion=discussion).values_list("tag", "uses"))
    wrong = sorted(tag for tag in {*right, *stored} if right.get(tag, 0) != stored.get(tag, 0))
    return [
        Difference(discussion.slug, None, f"uses of tag {tag}", stored.get(tag, 0), right.get(tag, 0), 0, tag=tag)
        for tag in wrong
    ]


def _difference(discussion: Discussion, row: Comment, name: str, right: Any, mendable: bool = True) -> Difference:
    return Difference(discussion.slug, row.number, name, getattr(row, name), right, row.pk, mendable)


def _place(row: Comment, laid: _Laid) -> list[Any]:
    """Lay a comment into the thread and return (field, what is right) of what is not so. Parents come first."""
    laid.last, laid.keys[row.number] = row.number, row.pk
    if row.parent_id is not None and row.parent_id not in laid.paths:
        # An answer to a later comment, or to one of another discussion: nobody can say where it belongs.
        laid.paths[row.pk] = path_of(row.number)
        return [("parent_id", None, False)]
    path = path_of(row.number, laid.paths.get(row.parent_id, "") if row.parent_id else "")
    laid.paths[row.pk] = path
    right: dict[str, Any] = {"path": path, "depth": depth_of(path), "conversation": numbers_of(path)[0]}
    if row.status == Status.PUBLIC:
        right["public_at"] = row.public_at or row.created_at
        _count(row, path, laid)
    public_at = right.get("public_at", row.public_at)
    if public_at is not None and (laid.newest is None or laid.newest < public_at):
        laid.newest = public_at
    return _wrong(row, right)


def _count(row: Comment, path: str, laid: _Laid) -> None:
    """Count a public comment for everything above it; a deeper answer counts for its true parent as well."""
    laid.public += 1
    if row.parent_id is not None:
        above = {laid.keys[number] for number in numbers_of(path)[:-1]} | {row.parent_id}
        laid.below.update(above)


def mend_thread(*, discussion_id: int) -> list[Difference]:
    """Put right what `thread_differences` finds in a discussion and return it; readers then get the page anew."""
    with transaction.atomic():
        discussion = lock_discussion_row(discussion_id)
        differences = [one for one in thread_differences(discussion) if one.can_be_mended]
        if differences:
            _clear_paths(one.pk for one in differences if one.field == "path")
            for one in differences:
                _mend(discussion, one)
            Discussion.objects.filter(pk=discussion_id).update(version=F("version") + 1)
    return differences


def _mend(discussion: Discussion, one: Difference) -> None:
    """Put right one difference of a discussion that is locked."""
    if one.tag is not None:
        counts = {"uses": one.right}
        DiscussionTag.objects.update_or_create(discussion=discussion, tag_id=one.tag, defaults=counts)
        return
    model = Comment if one.number is not None else Discussion
    model.objects.filter(pk=one.pk).update(**{one.field: one.right})


def _clear_paths(keys: Iterable[int]) -> None:
    """Give wrong paths up before any is set: each is unique in its discussion, and two may have changed places."""
    for key in keys:
        Comment.objects.filter(pk=key).update(path=f"?{key}")
