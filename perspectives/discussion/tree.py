"""From rows in reading order to what a page shows: one pure pass, no recursion, no query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from perspectives.discussion.models import Comment
from perspectives.discussion.paths import ancestors_of


@dataclass(frozen=True)
class Row:
    """A comment's place on a page: how far it is indented, and whether it must say what it answers."""

    comment: Comment
    # Steps of indentation, at most INDENT_DEPTH.
    indent: int
    is_tombstone: bool = False
    # Whether the line "in reply to #12" is needed: the eye cannot see it from the indentation.
    says_parent: bool = False

    @property
    def parent_name(self) -> str:
        """The name of whom it answers, empty where that comment is not public."""
        parent = self.comment.parent
        return parent.author.display_name if parent is not None and parent.is_public else ""


@dataclass(frozen=True)
class Group:
    """A row with the rows that give it context, to be folded; without a filter there is no context."""

    row: Row
    context: list[Row] = field(default_factory=list)


def rows_of(comments: Iterable[Comment], indent_depth: int, base_depth: int = 0) -> list[Row]:
    """Return the rows of comments that stand in reading order.

    Indentation starts at `base_depth` and stops after `indent_depth` steps. A row says what it answers where its
    parent is not on the page, or is not the row it visibly hangs on.
    """
    shown: set[int] = set()
    rows = []
    for comment in comments:
        depth = max(0, comment.depth - base_depth)
        hangs = comment.parent_id is not None and comment.path[:-8] != _path_of_parent(comment)
        unseen = comment.parent_id is not None and comment.parent_id not in shown
        rows.append(
            Row(
                comment=comment,
                indent=min(depth, indent_depth),
                is_tombstone=not comment.is_public,
                says_parent=unseen or hangs or depth > indent_depth,
            )
        )
        shown.add(comment.pk)
    return rows


def _path_of_parent(comment: Comment) -> str:
    """Return the path of the comment's true parent, which at the last level is not the path above."""
    return comment.parent.path if comment.parent is not None else ""


def grouped(rows: Sequence[Row], matched: set[int]) -> list[Group]:
    """Fold the rows that are not in `matched` (primary keys) into the context of the next row that is."""
    groups: list[Group] = []
    context: list[Row] = []
    for row in rows:
        if row.comment.pk in matched:
            groups.append(Group(row, context))
            context = []
        else:
            context.append(row)
    return groups


def context_paths(paths: Iterable[str], nearest: int) -> set[str]:
    """Return the paths of up to `nearest` ancestors above each of `paths`, and of the start of each conversation."""
    wanted: set[str] = set()
    for path in paths:
        above = ancestors_of(path)
        wanted.update(above[:1] + above[-nearest:])
    return wanted


def conversations_that_fit(sizes: Sequence[tuple[int, int]], room: int) -> list[int]:
    """Return the numbers of the first conversations of (number, comments) that fit into `room`; one at least."""
    taken: list[int] = []
    for number, size in sizes:
        if taken and size > room:
            break
        taken.append(number)
        room -= size
        if room <= 0:
            break
    return taken
