"""Points in time in words, with their time zone: a suspension must not end an hour earlier in somebody's mind."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format


def moment(when: datetime) -> str:
    """Return a point in time with its time zone, in the reader's language."""
    local = timezone.localtime(when)
    return f"{date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"
