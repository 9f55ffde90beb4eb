"""From rows in reading order to what a page shows: one pure pass, no recursion, no query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from perspectives.discussion.cards.lines import Line
from perspectives.discussion.paths import PATH_LEVELS, ancestors_of

# An answer to a comment on the last level that is stored hangs beside it, instead of under it.
LAST_LEVEL = PATH_LEVELS - 1


class Row(NamedTuple):
    """A comment's place on a page: how far it is indented, and what stands around it."""

    comment: Line
    # Steps of indentation, at most INDENT_DEPTH.
    indent: int
    # Whether the line "in reply to #12" is needed: the eye cannot see it from the indentation.
    says_parent: bool = False
    # Whether the comment it answers stands on this page.
    parent_here: bool = False
    # The next answer to the same comment on this page, or the next conversation; None for the last.
    next_number: int | None = None

    @property
    def is_tombstone(self) -> bool:
        """Whether only its place is shown."""
        return not self.comment.is_public


class Group(NamedTuple):
    """A row with the rows that give it context, to be folded; without a filter there is no context."""

    row: Row
    context: Sequence[Row] = ()


def rows_of(lines: Sequence[Line], indent_depth: int, base_depth: int = 0) -> list[Row]:
    """Return the rows of lines that stand in reading order.

    Indentation starts at `base_depth` and stops after `indent_depth` steps. A row says what it answers where its
    parent is not on the page, or is not the row it visibly hangs on.
    """
    here = {line.pk for line in lines}
    rows = []
    for line, after in zip(lines, _following(lines), strict=True):
        depth = line.depth - base_depth
        parent_here = line.parent_id in here
        unseen = line.parent_id is not None and not parent_here
        says_parent = unseen or depth > indent_depth or line.parent_depth == LAST_LEVEL
        rows.append(Row(line, _between(depth, indent_depth), says_parent, parent_here, after))
    return rows


def _between(depth: int, most: int) -> int:
    """Return the steps of indentation for a depth: this is asked for each row, and `min` and `max` are slow."""
    return 0 if depth < 0 else most if depth > most else depth


def _following(lines: Sequence[Line]) -> list[int | None]:
    """Return for each line the number of the next one that answers the same comment."""
    last: dict[int | None, int] = {}
    numbers: list[int | None] = []
    for line in reversed(lines):
        numbers.append(last.get(line.parent_id))
        last[line.parent_id] = line.number
    numbers.reverse()
    return numbers


def folded(rows: Sequence[Row]) -> Iterable[tuple[int, Row, bool]]:
    """Walk through rows in reading order: yield how many branches end before a row, the row, and whether one begins.

    A branch holds the rows under a row. As many end after the last row as are open then: the sum tells.
    """
    open_at: list[int] = []
    for place, row in enumerate(rows):
        depth = row.comment.depth
        ended = 0
        while open_at and open_at[-1] >= depth:
            open_at.pop()
            ended += 1
        begins = place + 1 < len(rows) and rows[place + 1].comment.depth > depth
        if begins:
            open_at.append(depth)
        yield ended, row, begins


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
