"""What stands above and below a comment, with its status: nobody judges a sentence without the talk around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, Value, Window
from django.db.models.functions import RowNumber, Substr

from perspectives.discussion.models import Comment
from perspectives.discussion.paths import numbers_of
from perspectives.text.excerpts import excerpt

# On the desk: the nearest above what is answered, and the first answers. On an item's page, all there may be above
# and as many answers as a screen or two hold; the thread itself has the rest.
ABOVE_ON_DESK, BELOW_ON_DESK = 4, 3
ABOVE_ON_PAGE, BELOW_ON_PAGE = 50, 25
# Characters read of a neighbour's HTML, and shown of its words, on the desk.
READ, SHOWN = 1500, 280


@dataclass(frozen=True)
class Said:
    """A neighbour: the comment, and its first words on the desk ("" on an item's page, which has all of it)."""

    comment: Comment
    words: str = ""


@dataclass
class Conversation:
    """What leads to a comment, the start first and the comment it answers left out, and what answers it."""

    above: list[Said] = field(default_factory=list)
    below: list[Said] = field(default_factory=list)
    # What is not shown on the card.
    more_above: int = 0
    more_below: int = 0


def conversations_of(comments: Sequence[Comment], *, whole: bool = False) -> dict[int, Conversation]:
    """Return the conversation around each of `comments` by primary key: two queries whatever their number."""
    found: dict[int, Conversation] = defaultdict(Conversation)
    _put_above(found, comments, ABOVE_ON_PAGE if whole else ABOVE_ON_DESK, whole=whole)
    _put_below(found, comments, BELOW_ON_PAGE if whole else BELOW_ON_DESK, whole=whole)
    return found


def _put_above(found: dict[int, Conversation], comments: Sequence[Comment], most: int, *, whole: bool) -> None:
    """Fill in what leads to each comment."""
    numbers = {comment.pk: _numbers_above(comment) for comment in comments}
    wanted: dict[int, set[int]] = defaultdict(set)
    for comment in comments:
        wanted[comment.discussion_id].update(numbers[comment.pk][-most:])
    places = [Q(discussion=key, number__in=sorted(some)) for key, some in wanted.items() if some]
    rows = _rows(Comment.objects.filter(reduce(or_, places)), whole=whole) if places else []
    said = {(row.discussion_id, row.number): _said(row, whole=whole) for row in rows}
    for comment in comments:
        chosen = numbers[comment.pk][-most:]
        around = found[comment.pk]
        around.above = [said[key] for key in ((comment.discussion_id, number) for number in chosen) if key in said]
        around.more_above = len(numbers[comment.pk]) - len(chosen)


def _numbers_above(comment: Comment) -> list[int]:
    """Return the numbers of what leads to a comment; what it answers stands on the card already."""
    answered = comment.parent.number if comment.parent else 0
    return [number for number in numbers_of(comment.path)[:-1] if number != answered]


def _put_below(found: dict[int, Conversation], comments: Iterable[Comment], most: int, *, whole: bool) -> None:
    """Fill in the first answers to each comment."""
    answers = Comment.objects.filter(parent__in=[comment.pk for comment in comments]).annotate(
        place=Window(RowNumber(), partition_by="parent", order_by="number"),
        among=Window(Count("pk"), partition_by="parent"),
    )
    for row in _rows(answers.filter(place__lte=most), whole=whole):
        around = found[row.parent_id]
        around.below.append(_said(row, whole=whole))
        around.more_below = row.among - len(around.below)


def _rows(comments: Any, *, whole: bool) -> Any:
    """Return the comments in the order they were made: all of them, or so much as the desk shows."""
    rows = comments.select_related("author").order_by("number")
    if whole:
        return rows
    return rows.defer("html", "body", "quote").annotate(beginning=Substr("html", Value(1), Value(READ)))


def _said(row: Any, *, whole: bool) -> Said:
    """Return a neighbour as the card shows it; what is read of it may end inside a tag."""
    if whole:
        return Said(row)
    start: str = row.beginning
    if start.rfind("<") > start.rfind(">"):
        start = start[: start.rfind("<")]
    return Said(row, excerpt(start, SHOWN))
