"""A chart of curves: how something changes, week after week, with gaps where nothing can be said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

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


@dataclass(frozen=True)
class Curve:
    """One curve: its name, its points as SVG writes them, a run for each stretch without a gap, and a dot for each."""

    name: str
    # A number that tells the curves of a chart apart: the second is dashed.
    number: int
    runs: list[str]
    dots: list[tuple[float, float]]


@dataclass(frozen=True)
class Curves:
    """A chart of curves, ready to be written down; `rows` is its table."""

    key: str
    title: str
    description: str
    curves: list[Curve]
    grid: list[Mark]
    below: list[Mark]
    columns: list[str]
    rows: list[tuple[str, list[str]]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = LEFT + INNER_WIDTH

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: the description alone says it."""
        return not any(curve.dots for curve in self.curves)


def curves(
    key: str,
    title: str,
    description: str,
    labels: Sequence[str],
    named: Sequence[tuple[str, Sequence[float | None]]],
    words: tuple[str, Callable[[float], str], Callable[[float | None], str]],
) -> Curves:
    """Return the chart of `named` curves over `labels`; None is a gap.

    `words` are the head of the labels' column, and how a value is written beside the grid and in the table.
    """
    head, at_grid, in_table = words
    top = top_of(max((value for _name, values in named for value in values if value is not None), default=0))
    places = [round(LEFT + INNER_WIDTH * (number + 0.5) / max(1, len(labels)), 1) for number in range(len(labels))]
    drawn = [_curve(number, name, places, values, top) for number, (name, values) in enumerate(named, start=1)]
    rows = [(label, [in_table(values[number]) for _name, values in named]) for number, label in enumerate(labels)]
    columns = [head, *(name for name, _values in named)]
    below = marks_below(list(labels), places)
    return Curves(key, title, description, drawn, grid(top, at_grid), below, columns, rows)


def _curve(number: int, name: str, places: list[float], values: Sequence[float | None], top: float) -> Curve:
    """Return one curve, cut where a value is missing."""
    points = [
        None if value is None else (place, round(TOP + INNER_HEIGHT - height_of(value, top), 1))
        for place, value in zip(places, values, strict=True)
    ]
    runs = [list(run) for there, run in groupby(points, key=lambda point: point is not None) if there]
    written = [" ".join(f"{point[0]},{point[1]}" for point in run if point) for run in runs]
    return Curve(name, number, written, [point for point in points if point])
