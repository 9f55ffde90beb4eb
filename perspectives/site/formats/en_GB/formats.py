"""Dates in full and the clock of twenty-four hours: "23 November 2026, 19:58"."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
