"""Dates on cards are what Django writes, in every language's format and every time zone, at any moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import django
import pytest
from django.utils import dateformat, timezone, translation
from django.utils.formats import get_format
from hypothesis import given, settings
from hypothesis import strategies as st

from perspectives.discussion.cards.when import Clock, parts_of

LOCALES = sorted(path.parent.name for path in (Path(django.__file__).parent / "conf" / "locale").glob("*/formats.py"))
LANGUAGES = [translation.to_language(name) for name in LOCALES]
ZONES = [
    "UTC",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Etc/GMT+12",
]
FORMATS = [
    "j F Y, H:i",
    "D, j M y g:i a",
    "l jS \\o\\f F Y \\a\\t P",
    "N E b z W L t o S n m d",
    "H:i:s.u",
    "c",
    "r",
    "U",
    "Y-m-d H:i T e O Z I",
    "DATE",
    "",
    "%s %d {0} Привет — 日本",
    "\\H\\i \\\\",
    "\\\\H:i",
    "\\",
    "h\\",
    "P, P f",
]
# Around the changes of the clock in these zones, and where a day, a month or a year ends.
MOMENTS = [
    datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2026, 3, 8, 7, 0, tzinfo=UTC),
    datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
    datetime(2026, 4, 4, 15, 15, tzinfo=UTC),
    datetime(2011, 12, 30, 10, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(2027, 1, 1, tzinfo=UTC),
    datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
    datetime(1969, 12, 31, 12, 0, tzinfo=UTC),
    datetime(987, 6, 5, 4, 3, tzinfo=UTC),
]


def written(pattern=None):
    """Return a clock of the active language and zone, with a format of the test's if one is given."""
    clock = Clock()
    if pattern is not None:
        clock.format, clock.parts = pattern, parts_of(pattern)
    return clock


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_its_own_format_as_django_writes_it(language):
    with translation.override(language):
        pattern = get_format("DATETIME_FORMAT")
        for zone in ZONES:
            with timezone.override(ZoneInfo(zone)):
                clock = written()
                for moment in MOMENTS:
                    local = clock.local(moment)
                    assert local.timestamp() == moment.timestamp()
                    assert clock.text(local) == dateformat.format(moment.astimezone(ZoneInfo(zone)), pattern)


@pytest.mark.parametrize("pattern", FORMATS)
def test_a_format_of_the_hosts_own_is_written_as_django_writes_it(pattern):
    for language in ("en", "de", "cs", "ar"):
        for zone in ZONES:
            with translation.override(language), timezone.override(ZoneInfo(zone)):
                clock = written(pattern)
                for moment in MOMENTS:
                    local = moment.astimezone(ZoneInfo(zone))
                    assert clock.text(clock.local(moment)) == dateformat.format(local, pattern)


@given(
    st.lists(st.sampled_from([*"aAbcdDeEfFgGhHiIjlLmMnNoOPrsStTuUwWyYzZ", "\\", " ", ":", "x", "é"]), max_size=12),
    st.datetimes(datetime(100, 1, 2), datetime(9000, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
)
@settings(deadline=None, max_examples=400)
def test_any_format_at_any_moment_is_written_as_django_writes_it(letters, moment, zone):
    pattern = "".join(letters)
    with timezone.override(ZoneInfo(zone)):
        clock = written(pattern)
        assert clock.text(clock.local(moment)) == dateformat.format(moment.astimezone(ZoneInfo(zone)), pattern)


def test_a_moment_of_another_zone_than_utc_is_brought_into_the_active_one():
    there = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    for zone in ("UTC", "Europe/London"):
        with timezone.override(ZoneInfo(zone)):
            assert written().local(there).isoformat() == "2026-11-25T03:00:00+00:00"
    with timezone.override(timezone.get_fixed_timezone(timedelta(hours=-3, minutes=-30))):
        assert written().local(there).isoformat() == "2026-11-24T23:30:00-03:30"
