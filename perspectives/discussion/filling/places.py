"""Where the comments of a batch stand in the thread, and what is counted below each: as the real actions have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from perspectives.discussion.filling.drafts import Draft
from perspectives.discussion.filling.shapes import NOBODY, TRUNK
from perspectives.discussion.paths import PATH_LENGTH, path_of


class Trunk(NamedTuple):
    """The comment of an earlier batch that this one's answers hang on."""

    key: int
    path: str


@dataclass
class Places:
    """By place in the batch: its path, what it hangs on there, and the public comments below it."""

    paths: list[str] = field(default_factory=list)
    # Not always the one it answers: past the last level that is stored, answers hang beside it.
    hangs: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)


def lay_out(drafts: Sequence[Draft], numbers: range, trunk: Trunk | None) -> Places:
    """Return the places of `drafts`, which get `numbers`; in one pass up and one down."""
    places = Places()
    for draft, number in zip(drafts, numbers, strict=True):
        _hang(places, draft.parent, number, trunk)
    below = [0] * len(drafts)
    deeper = [0] * len(drafts)
    for place in range(len(drafts) - 1, -1, -1):
        draft, hangs = drafts[place], places.hangs[place]
        public = int(draft.is_public)
        if hangs >= 0:
            below[hangs] += below[place] + public
        if draft.parent not in (hangs, NOBODY, TRUNK):
            # A deeper answer counts for its true parent as well, and for nobody between.
            deeper[draft.parent] += public
    places.below = [own + beside for own, beside in zip(below, deeper, strict=True)]
    return places


def _hang(places: Places, parent: int, number: int, trunk: Trunk | None) -> None:
    """Give the next draft its path."""
    if parent >= 0:
        above = places.paths[parent]
        is_last = len(above) >= PATH_LENGTH
        places.hangs.append(places.hangs[parent] if is_last else parent)
    else:
        above = trunk.path if parent == TRUNK and trunk else ""
        places.hangs.append(parent)
    places.paths.append(path_of(number, above))
