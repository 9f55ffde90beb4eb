"""A chart of bars: how many, day after day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from perspectives.moderation.charts.paper import (
    HEIGHT,
    INNER_HEIGHT,
    INNER_WIDTH,
    LEFT,
    TOP,
    WIDTH,
    Mark,
    grid,
    height_of,
    marks_below,
    top_of,
)

# Of a bar's place, so much is bar.
FULLNESS = 0.78


@dataclass(frozen=True)
class Bar:
    """One bar: its corner and size, and what stands for it in the table."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int


@dataclass(frozen=True)
class Bars:
    """A chart of bars, ready to be written down."""

    key: str
    title: str
    description: str
    bars: list[Bar]
    grid: list[Mark]
    below: list[Mark]
    columns: tuple[str, str]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = field(default=LEFT)
    right: int = field(default=LEFT + INNER_WIDTH)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: the description alone says it."""
        return not any(bar.value for bar in self.bars)


def bars(key: str, title: str, description: str, values: Sequence[tuple[str, int]], columns: tuple[str, str]) -> Bars:
    """Return the chart of pairs of label and number, in their order; `columns` head its table."""
    top = max(2, top_of(max((value for _label, value in values), default=0)))
    place = INNER_WIDTH / max(1, len(values))
    drawn = [_bar(number, place, label, value, top) for number, (label, value) in enumerate(values)]
    middles = [round(bar.x + bar.width / 2, 1) for bar in drawn]
    below = marks_below([bar.label for bar in drawn], middles)
    return Bars(key, title, description, drawn, grid(top, lambda value: f"{value:g}"), below, columns)


def _bar(number: int, place: float, label: str, value: int, top: float) -> Bar:
    """Return a bar on the ground line."""
    height = height_of(value, top)
    x = LEFT + number * place + place * (1 - FULLNESS) / 2
    return Bar(round(x, 2), round(TOP + INNER_HEIGHT - height, 1), round(place * FULLNESS, 2), height, label, value)
