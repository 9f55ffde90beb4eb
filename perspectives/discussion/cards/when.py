"""Dates of cards, written as Django writes them, without writing the same day or the same minute twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.formats import get_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

# Characters of Django's date formats that a calendar day decides, and those that hour and minute decide.
DAY = frozenset("dDjlNSwzWmMFbnEtLoYy")
CLOCK = frozenset("aAfgGhHiP")


class Clock:
    """Writes moments in the active time zone and the format DATETIME_FORMAT of the active language."""

    def __init__(self) -> None:
        self.zone = get_current_timezone()
        self.is_utc = self.zone in (UTC, ZoneInfo("UTC"))
        self.language = get_language() or ""
        self.format = get_format("DATETIME_FORMAT")
        self.parts = parts_of(self.format)

    def local(self, moment: datetime) -> datetime:
        """Return an aware moment in the active time zone."""
        return moment if self.is_utc and moment.tzinfo is UTC else moment.astimezone(self.zone)

    def text(self, local: datetime) -> str:
        """Return a local moment in words."""
        if self.parts is None:
            return dateformat.format(local, self.format)
        if len(self.parts) == 2 and self.parts[1][0]:
            # A day and then the hour, as nearly everywhere.
            (_is_clock, day), (_is_clock, clock) = self.parts
            said = _day_text(self.language, day, local.date())
            return said + _clock_text(self.language, clock, local.hour, local.minute)
        return "".join([self._part(local, *part) for part in self.parts])

    def _part(self, local: datetime, is_clock: bool, part: str) -> str:
        """Return what a part of the format says of a moment."""
        if is_clock:
            return _clock_text(self.language, part, local.hour, local.minute)
        return _day_text(self.language, part, local.date())


@lru_cache(maxsize=64)
def parts_of(pattern: str) -> tuple[tuple[bool, str], ...] | None:
    """Cut a date format into (is of the clock, part); None where a part needs more than day, hour and minute."""
    if "\\\\" in pattern:  # Django lets each of two backslashes keep the letter behind it: no place to cut there.
        return None
    parts: list[tuple[bool, str]] = []
    characters = iter(pattern)
    for character in characters:
        piece = character + next(characters, "") if character == "\\" else character
        # A letter that neither list knows is one of seconds, zones or whole dates.
        if len(piece) == 1 and piece.isascii() and piece.isalpha() and piece not in DAY | CLOCK:
            return None
        is_clock = piece in CLOCK
        # What is no letter of a format says the same wherever it stands.
        if parts and (parts[-1][0] == is_clock or piece not in DAY | CLOCK):
            parts[-1] = (parts[-1][0], parts[-1][1] + piece)
        else:
            parts.append((is_clock, piece))
    return tuple(parts)


@lru_cache(maxsize=4096)
def _day_text(language: str, part: str, day: date) -> str:
    """Return what a part says of a day; the language, which Django asks the thread for, is part of the key."""
    return dateformat.format(day, part)


@lru_cache(maxsize=4096)
def _clock_text(language: str, part: str, hour: int, minute: int) -> str:
    """Return what a part says of a minute of the day."""
    return dateformat.time_format(time(hour, minute), part)
