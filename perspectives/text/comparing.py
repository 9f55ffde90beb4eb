"""What was put in and what was taken out between two versions of a text, word by word.

By the greedy algorithm of Myers ("An O(ND) Difference Algorithm and Its Variations", 1986) with a limit on N and D:
`difflib` takes cubic time on texts that are made for it, and writers choose both texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

# Words that are compared on either side, and changes that are looked for; past either, all between is shown as new.
WORDS_AT_MOST = 3000
CHANGES_AT_MOST = 200

SAME, ADDED, REMOVED = "same", "added", "removed"
# A word with the space before it, so that a text that goes on is new from there; ideographs and signs are one each.
_ALONE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"\s*(?:[{_ALONE}]|[^\W{_ALONE}]+|[^\w\s])|\s+")

Piece = tuple[str, str]


@dataclass(frozen=True)
class Comparison:
    """Pieces of text in reading order, each SAME, ADDED or REMOVED."""

    pieces: tuple[Piece, ...]
    # Whether so much is different that the words were not compared one by one.
    whole: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything is different at all."""
        return any(kind != SAME for kind, _text in self.pieces)


def compare(old: str, new: str) -> Comparison:
    """Return what leads from `old` to `new`; pieces SAME and REMOVED make `old`, SAME and ADDED make `new`."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    steps = _steps(*middle)
    between = [(REMOVED, "".join(middle[0])), (ADDED, "".join(middle[1]))] if steps is None else steps
    pieces = [(SAME, "".join(before[:head])), *between, (SAME, "".join(before[len(before) - tail :]))]
    return Comparison(tuple(_merged(pieces)), whole=steps is None)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words both begin with."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _steps(before: Sequence[str], after: Sequence[str]) -> list[Piece] | None:
    """Return the changes and what stays between them, None where it is too much to look for."""
    if max(len(before), len(after)) > WORDS_AT_MOST:
        return None
    trace = _trace(before, after)
    return None if trace is None else list(_walked(trace, before, after))[::-1]


def _goes_down(furthest: dict[int, int], diagonal: int, step: int) -> bool:
    """Whether the furthest path on a diagonal comes by a word put in, not by one taken out."""
    if diagonal in (-step, step):
        return diagonal == -step
    return furthest[diagonal - 1] < furthest[diagonal + 1]


def _trace(before: Sequence[str], after: Sequence[str]) -> list[dict[int, int]] | None:
    """Return, for each number of changes, how far one comes on each diagonal; None past CHANGES_AT_MOST."""
    furthest, trace = {1: 0}, []
    for step in range(min(CHANGES_AT_MOST, len(before) + len(after)) + 1):
        trace.append(dict(furthest))
        for diagonal in range(-step, step + 1, 2):
            down = _goes_down(furthest, diagonal, step)
            here = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            there = here - diagonal
            while here < len(before) and there < len(after) and before[here] == after[there]:
                here, there = here + 1, there + 1
            furthest[diagonal] = here
            if here >= len(before) and there >= len(after):
                return trace
    return None


def _walked(trace: list[dict[int, int]], before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """Yield the pieces from the last to the first."""
    here, there = len(before), len(after)
    for step in range(len(trace) - 1, -1, -1):
        furthest, diagonal = trace[step], here - there
        down = _goes_down(furthest, diagonal, step)
        came = furthest[diagonal + 1] if down else furthest[diagonal - 1]
        from_there = came - (diagonal + 1 if down else diagonal - 1)
        while here > came and there > from_there:
            here, there = here - 1, there - 1
            yield SAME, before[here]
        if step:
            yield (ADDED, after[from_there]) if down else (REMOVED, before[came])
        here, there = came, from_there


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield neighbours of one kind as one; of each change what was removed first."""
    for same, run in groupby((piece for piece in pieces if piece[1]), key=lambda piece: piece[0] == SAME):
        found = list(run)
        for kind in [SAME] if same else [REMOVED, ADDED]:
            text = "".join(text for one, text in found if one == kind)
            if text:
                yield kind, text
