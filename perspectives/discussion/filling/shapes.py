"""Who answers whom: the shapes a made-up discussion can have, a batch of comments at a time."""

from __future__ import annotations

from random import Random

# In the place of a parent: it starts a conversation; or it answers the comment that the batch before handed on.
NOBODY, TRUNK = -1, -2
SHAPES = ("mixed", "flat", "deep", "wide")

# Of a hundred comments so many start a conversation; the others answer.
STARTS = 0.14
# An answer goes to one of so many comments before it: people answer what they have just read. The larger a
# conversation is, the more of it is in sight, which is what makes sizes heavy-tailed.
IN_SIGHT = 900
# Of the answers so many go to the newest word of the conversation, so many to the comment that started it.
TO_NEWEST, TO_START = 0.38, 0.22


def parents(shape: str, count: int, first: bool, rng: Random) -> list[int]:
    """Return for each of `count` comments, in order of writing, the place of the one it answers, NOBODY or TRUNK.

    `first` says that the batch is the discussion's first; "deep" and "wide" go on from the batch before.
    """
    if shape == "flat":
        return [NOBODY] * count
    if shape == "deep":
        return [NOBODY if first else TRUNK, *range(count - 1)]
    if shape == "wide":
        return [NOBODY, *[0] * (count - 1)] if first else [TRUNK] * count
    return _mixed(count, rng)


def _mixed(count: int, rng: Random) -> list[int]:
    """Let conversations grow as they do: some of many comments, most of few, some of them deep."""
    answered: list[int] = []
    starts: list[int] = []
    newest: dict[int, int] = {}
    for place in range(count):
        if not place or rng.random() < STARTS:
            answered.append(NOBODY)
            starts.append(place)
        else:
            seen = place - 1 - int(rng.random() * min(place, IN_SIGHT))
            start = starts[seen]
            draw = rng.random()
            answered.append(newest[start] if draw < TO_NEWEST else start if draw < TO_NEWEST + TO_START else seen)
            starts.append(start)
        newest[starts[place]] = place
    return answered
