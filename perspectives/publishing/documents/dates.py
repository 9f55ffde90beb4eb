"""Dates as people write them in the head of a document."""

from __future__ import annotations

import re
from datetime import date, datetime

# A document's head is read alike whatever the language of the process: the names are English, or figures.
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ],
        start=1,
    )
    for name in names
}
ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]+\d\d:\d\d.*)?", re.ASCII)
DAY_FIRST = re.compile(r"(\d{1,2})\.? ([A-Za-z]+)\.?,? (\d{4})", re.ASCII)
MONTH_FIRST = re.compile(r"([A-Za-z]+)\.? (\d{1,2}),? (\d{4})", re.ASCII)
# Wide enough for reprints; far from the ends of the calendar, where changing the time zone fails.
YEARS = range(1000, 9000)


def parse_when(text: str) -> datetime | date | None:
    """Return the date or time in `text`, naive or aware as it is written, or None if there is none.

    Read are ISO 8601 ("2014-05-12", "2014-05-12 10:00", "2014-05-12T10:00+02:00"), "12 May 2014", "May 12, 2014".
    """
    words = " ".join(text.split())
    try:
        when = _iso(words) if ISO.fullmatch(words) else _english(words)
    except ValueError:  # a day that no calendar has, such as 31 June
        return None
    return when if when is not None and when.year in YEARS else None


def _iso(words: str) -> datetime | date:
    if len(words) == len("2014-05-12"):
        return date.fromisoformat(words)
    day, clock = words[:10], words[10:].lstrip("T ")
    return datetime.fromisoformat(f"{day}T{re.sub(r' ?(?=[+-]|Z$)', '', clock)}")


def _english(words: str) -> date | None:
    found = DAY_FIRST.fullmatch(words)
    if found:
        day, month, year = found.groups()
    elif found := MONTH_FIRST.fullmatch(words):
        month, day, year = found.groups()
    else:
        return None
    number = MONTHS.get(month.lower())
    return date(int(year), number, int(day)) if number else None
