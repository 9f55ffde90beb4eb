"""Medians and percentiles come out of the database as anybody would count them by hand; days as the clocks say."""

from __future__ import annotations

import statistics
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from perspectives.moderation.measures.figures import a_day, days_of, edges_of, weeks_of
from perspectives.moderation.measures.scope import Scope
from perspectives.moderation.measures.sections import SECONDS, SHARE, Cell, span_in_words
from perspectives.moderation.measures.spans import Seconds, percentiles, place_among
from perspectives.moderation.models import Appeal, Decision

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def appeals(discussion: Any, member: Any, waits: list[float], start: datetime = NOON) -> None:
    """Make appeals that were judged after so many seconds."""
    for wait in waits:
        decision = Decision.objects.create(act="reject", discussion=discussion, created_at=start)
        judged = start + timedelta(seconds=wait)
        Appeal.objects.create(decision=decision, member=member, words="No.", created_at=start, judged_at=judged)


def waited(group: Any = None) -> dict[Any, tuple[float, float]]:
    """Return the percentiles of what appeals waited, to the thousandth of a second."""
    found = percentiles(Appeal.objects.order_by(), Seconds(F("judged_at"), F("created_at")), group)
    return {span: (round(half, 3), round(most, 3)) for span, (half, most) in found.items()}


@pytest.mark.parametrize("waits", [[5.5], [1, 2], [3, 1, 2], [10, 20, 30, 40], [*range(1, 12)], [7, 7, 7, 7]])
def test_the_median_and_the_ninetieth_are_the_nearest_rank(discussion: Any, ann: Any, waits: list[float]) -> None:
    appeals(discussion, ann, waits)
    ranked = sorted(waits)
    assert waited() == {0: (statistics.median_low(waits), ranked[-(-len(ranked) * 9 // 10) - 1])}


def test_nothing_has_no_median(db: None) -> None:
    assert waited() == {}


def test_each_group_has_a_median_of_its_own(discussion: Any, ann: Any) -> None:
    appeals(discussion, ann, [60, 120, 180])
    appeals(discussion, ann, [3600], NOON + timedelta(days=8))
    week = place_among("created_at", [NOON + timedelta(days=7), NOON + timedelta(days=14)])
    assert waited(week) == {0: (120, 180), 1: (3600, 3600)}


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
def test_every_moment_is_counted_on_its_local_day_also_when_clocks_change(zone: str, discussion: Any) -> None:
    with timezone.override(zone):
        # Clocks change in New York on 8 March 2026, in Auckland on 5 April.
        scope = Scope(date(2026, 3, 1), date(2026, 4, 10))
        moments = [scope.since + timedelta(hours=7 * number) for number in range(140)]
        for moment in moments:
            Decision.objects.create(act="lock", discussion=discussion, created_at=moment)
        days = days_of(scope)
        local = [timezone.localdate(moment) for moment in moments]
        assert a_day(scope.decisions(), days) == [local.count(day) for day in days]


def test_weeks_begin_on_mondays_but_for_the_first() -> None:
    weeks = weeks_of(Scope(date(2026, 3, 4), date(2026, 3, 20)))
    assert weeks == [date(2026, 3, 4), date(2026, 3, 9), date(2026, 3, 16)]
    assert weeks_of(Scope(date(2026, 3, 2), date(2026, 3, 8))) == [date(2026, 3, 2)]
    assert len(edges_of(weeks)) == 2


def test_cells_are_said_in_words() -> None:
    said = [str(Cell(value, kind)) for value, kind in ((0.125, SHARE), (1, SHARE), (None, SECONDS), (7200, SECONDS))]
    assert said == ["12.5 %", "100 %", "–", "2 hours"]
    assert str(Cell(1234567)) == "1\u202f234\u202f567"
    spans = {20: "under a minute", 60: "1 minute", 7000: "117 minutes", 86_400: "24 hours", 260_000: "3 days"}
    assert {seconds: span_in_words(seconds) for seconds in spans} == spans
