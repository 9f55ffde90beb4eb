"""Plots as SVG, drawn by hand: both axes in powers of ten, a panel for each database, colours that all eyes part."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

# After Okabe and Ito: told apart by people who see colours otherwise, readable on white and on black.
COLOURS = ("#d55e00", "#cc79a7", "#0072b2", "#009e73", "#8a8a8a")
WIDTH, HEIGHT = 420, 300
LEFT, RIGHT, TOP, BOTTOM, LEGEND = 70, 40, 64, 52, 22
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #333 }
.title { font-size: 16px; font-weight: 600 }
.small { font-size: 11.5px }
.grid { stroke: #8886; stroke-width: 1 }
.line { fill: none; stroke-width: 2.25 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } }
"""


@dataclass(frozen=True)
class Series:
    """A line: its name in the legend, and its points, both coordinates above 0."""

    label: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Panel:
    """One plot among those beside each other."""

    title: str
    series: Sequence[Series]


@dataclass(frozen=True)
class Scale:
    """One axis, in powers of ten from `low` to `high`, on the pixels from `start` to `end`."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def powers(self) -> list[int]:
        """The powers of ten that get a line."""
        return list(range(self.low, self.high + 1))


def scale_of(values: Sequence[float], start: float, end: float) -> Scale:
    """Return the axis that holds all of `values`; at least one power of ten wide."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return Scale(low, max(high, low + 1), start, end)


def plot(title: str, panels: Sequence[Panel], *, across: str, up: str) -> str:
    """Return an SVG document of `panels` beside each other, under one title, over one legend; axes are the same."""
    points = [point for panel in panels for series in panel.series for point in series.points]
    width = len(panels) * (LEFT + WIDTH + RIGHT)
    labels = [series.label for series in panels[0].series]
    height = TOP + HEIGHT + BOTTOM + LEGEND * len(labels) + 12
    drawn = [f'<text class="title" x="{LEFT}" y="26">{escape(title)}</text>']
    rows = scale_of([y for _x, y in points], TOP + HEIGHT, TOP)
    for place, panel in enumerate(panels):
        left = place * (LEFT + WIDTH + RIGHT) + LEFT
        columns = scale_of([x for x, _y in points], left, left + WIDTH)
        drawn += [f'<text x="{left}" y="{TOP - 14}">{escape(panel.title)}</text>', *_grid(columns, rows)]
        drawn += [_line(series, columns, rows, number) for number, series in enumerate(panel.series)]
        drawn.append(_text(left + WIDTH / 2, TOP + HEIGHT + 42, across))
        drawn.append(_text(left - 52, TOP + HEIGHT / 2, up, turned=True))
    drawn += [_key(number, label) for number, label in enumerate(labels)]
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-label="{escape(title)}">'
    return "\n".join([head, f"<title>{escape(title)}</title>", f"<style>{STYLE}</style>", *drawn, "</svg>", ""])


def _grid(columns: Scale, rows: Scale) -> list[str]:
    """Return the lines of the grid, with what they mean."""
    drawn = []
    for power in columns.powers:
        x = columns.at(10.0**power)
        drawn.append(f'<path class="grid" d="M{x} {rows.start}V{rows.end}"/>')
        drawn.append(_text(x, rows.start + 20, f"{10**power:,}"))
    for power in rows.powers:
        y = rows.at(10.0**power)
        drawn.append(f'<path class="grid" d="M{columns.start} {y}H{columns.end}"/>')
        drawn.append(
            f'<text class="small" text-anchor="end" x="{columns.start - 8}" y="{y + 4}">{10.0**power:g}</text>'
        )
    return drawn


def _line(series: Series, columns: Scale, rows: Scale, number: int) -> str:
    """Return a line with a dot at each point."""
    colour = COLOURS[number % len(COLOURS)]
    places = [(columns.at(x), rows.at(y)) for x, y in series.points]
    path = " ".join(f"{'L' if step else 'M'}{x} {y}" for step, (x, y) in enumerate(places))
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in places)
    return f'<path class="line" stroke="{colour}" d="{path}"/>{dots}'


def _key(number: int, label: str) -> str:
    """Return a row of the legend."""
    y = TOP + HEIGHT + BOTTOM + LEGEND * number + 16
    colour = COLOURS[number % len(COLOURS)]
    mark = f'<path class="line" stroke="{colour}" d="M{LEFT} {y - 4}h28"/>'
    return f'{mark}<text x="{LEFT + 38}" y="{y}">{escape(label)}</text>'


def _text(x: float, y: float, words: str, *, turned: bool = False) -> str:
    """Return words with their middle at a place, read upwards where they are turned."""
    turn = f' transform="rotate(-90 {x} {y})"' if turned else ""
    return f'<text class="small" text-anchor="middle" x="{x}" y="{y}"{turn}>{escape(words)}</text>'
