"""The paper charts are drawn on: its size, and a scale whose marks are round numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

# Small enough for its letters to be read on a phone, where a unit is a little less than a pixel.
WIDTH, HEIGHT = 360, 170
LEFT, RIGHT, TOP, BOTTOM = 34, 6, 10, 22
INNER_WIDTH, INNER_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
# Marks under the chart: the first, the last, and what fits between.
MARKS_BELOW = 4


@dataclass(frozen=True)
class Mark:
    """A line of the grid, or a word under the chart: where, and what it says."""

    at: float
    words: str
    anchor: str = "middle"


def top_of(most: float) -> float:
    """Return the round number at or above `most` that the scale ends with: 1, 2, 4 or 5, and so on times ten."""
    if most <= 0:
        return 1
    power = 10 ** math.floor(math.log10(most))
    return next(step * power for step in (1, 2, 4, 5, 10) if step * power >= most)


def height_of(value: float, top: float) -> float:
    """Return how high a value stands."""
    return round(INNER_HEIGHT * value / top, 1)


def grid(top: float, words: Callable[[float], str]) -> list[Mark]:
    """Return the lines at nothing, half way and at the top."""
    return [Mark(round(TOP + INNER_HEIGHT - height_of(value, top), 1), words(value)) for value in (0, top / 2, top)]


def marks_below(labels: list[str], places: list[float]) -> list[Mark]:
    """Return the words under the chart, evenly spaced, the last always among them, so that none touches another."""
    last = len(labels) - 1
    if last < 0:
        return []
    stride = max(1, -(-last // (MARKS_BELOW - 1)))
    anchors = {0: "start", last: "end"} if last > 0 else {}
    wanted = sorted(range(last, -1, -stride))
    return [Mark(places[number], labels[number], anchors.get(number, "middle")) for number in wanted]
