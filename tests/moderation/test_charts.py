"""Charts are numbers a template writes down: bars on the ground, curves with gaps, scales of round numbers."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from perspectives.moderation.charts import bars, curves
from perspectives.moderation.charts.paper import HEIGHT, INNER_HEIGHT, LEFT, TOP, WIDTH, top_of


@pytest.mark.parametrize(
    ("most", "top"), [(0, 1), (1, 1), (3, 4), (4.1, 5), (7, 10), (11, 20), (99, 100), (101, 200), (0.03, 0.04)]
)
def test_the_scale_ends_with_a_round_number(most: float, top: float) -> None:
    assert top_of(most) == pytest.approx(top)


def test_bars_stand_on_the_ground_inside_the_paper_and_do_not_overlap() -> None:
    chart = bars("k", "Title", "What it says.", [(str(day), day % 7) for day in range(90)], ("Day", "Number"))
    ground = TOP + INNER_HEIGHT
    assert all(bar.y + bar.height == pytest.approx(ground, abs=0.11) for bar in chart.bars)
    assert all(bar.x >= LEFT and bar.x + bar.width <= WIDTH for bar in chart.bars)
    rights = [bar.x + bar.width for bar in chart.bars]
    assert all(right < bar.x for right, bar in zip(rights, chart.bars[1:], strict=False))
    assert [mark.words for mark in chart.grid] == ["0", "5", "10"]
    assert [mark.words for mark in chart.below] == ["29", "59", "89"]


def test_a_curve_is_cut_where_nothing_can_be_said() -> None:
    words = ("Week", str, str)
    chart = curves("k", "T", "D", ["a", "b", "c", "d"], [("Half", [1, 2, None, 4]), ("All", [None] * 4)], words)
    half, nothing = chart.curves
    assert [len(run.split()) for run in half.runs] == [2, 1]
    assert len(half.dots) == 3
    assert (nothing.runs, nothing.dots) == ([], [])
    assert chart.rows[2] == ("c", ["None", "None"])


@pytest.mark.parametrize("number", [0, 1, 2])
def test_charts_of_next_to_nothing_can_be_drawn(number: int) -> None:
    chart = bars("k", "T", "D", [("a", 0)] * number, ("Day", "Number"))
    assert len(chart.bars) == number
    curve = curves("k", "T", "D", ["a"] * number, [("n", [None] * number)], ("Week", str, str))
    assert curve.curves[0].runs == []


def test_svg_is_written_with_points_in_every_language_and_says_what_it_shows() -> None:
    chart = bars("days", "Comments <a day>", "Four in two days.", [("1 Mar", 1), ("2 Mar", 3)], ("Day", "Number"))
    with translation.override("de"):
        svg = render_to_string("perspectives/moderation/charts/_bars.html", {"chart": chart})
    assert re.search(r'role="img" aria-labelledby="days-title days-desc"', svg)
    assert '<title id="days-title">Comments &lt;a day&gt;</title>' in svg
    assert '<desc id="days-desc">Four in two days.</desc>' in svg
    assert re.search(r'<rect class="px-chart-bar" x="\d+\.\d+"', svg)
    assert not re.search(r'="\d+,\d+"', svg)
    assert "style=" not in svg
    assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in svg
    assert svg.count("<tr>") == 3
