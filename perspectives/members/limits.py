"""How often somebody may try something: attempts are rows, so the count is right across processes with any cache."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from perspectives.conf import conf
from perspectives.members.errors import LimitReached
from perspectives.members.models import Attempt, Member
from perspectives.web.address import network_of

SALT = "perspectives.members.limits"


def count_attempt(kind: str, *, member: Member | None, address: str | None, now: datetime | None = None) -> None:
    """Record one attempt of `kind` by a member and an address; LimitReached when either has tried too often.

    The limits are PERSPECTIVES["LIMITS"][kind]; an address is allowed ADDRESS_FACTOR times as many.
    """
    now = now or timezone.now()
    buckets = _buckets(member, address, now)
    for names, factor in buckets:
        _must_be_under(kind, names, factor, now)
    Attempt.objects.bulk_create(Attempt(kind=kind, bucket=names[0], created_at=now) for names, _factor in buckets)


def prune_attempts(now: datetime | None = None) -> int:
    """Delete attempts older than PERSPECTIVES["ATTEMPT_DAYS"] days and return how many there were."""
    before = (now or timezone.now()) - timedelta(days=conf.ATTEMPT_DAYS)
    return Attempt.objects.filter(created_at__lt=before).delete()[0]


def _buckets(member: Member | None, address: str | None, now: datetime) -> list[tuple[list[str], int]]:
    """Return for the account and for the address: today's bucket and yesterday's, and how much more is allowed."""
    buckets = []
    if member is not None:
        buckets.append((_hashed(f"member:{member.pk}", now), 1))
    if address is not None:
        buckets.append((_hashed(f"address:{network_of(address)}", now), conf.ADDRESS_FACTOR))
    return buckets


def _hashed(name: str, now: datetime) -> list[str]:
    """Return HMACs of `name` dated today and yesterday: rows of different days cannot be tied together."""
    days = (now.date(), now.date() - timedelta(days=1))
    return [salted_hmac(SALT, f"{day}:{name}", algorithm="sha256").hexdigest() for day in days]


def _must_be_under(kind: str, names: list[str], factor: int, now: datetime) -> None:
    """Raise LimitReached where a limit of `kind` is used up by the buckets `names`: one query for all windows."""
    limits = conf.LIMITS.get(kind, [])
    if not limits:
        return
    longest = max(seconds for _most, seconds in limits)
    most = max(most for most, _seconds in limits) * factor
    rows = Attempt.objects.filter(
        kind=kind, bucket__in=names, created_at__gt=now - timedelta(seconds=longest), created_at__lte=now
    )
    times = list(rows.order_by("-created_at").values_list("created_at", flat=True)[:most])
    waits = [_wait(times, allowed * factor, seconds, now) for allowed, seconds in limits]
    if max(waits) > 0:
        raise LimitReached(math.ceil(max(waits)))


def _wait(times: list[datetime], allowed: int, seconds: int, now: datetime) -> float:
    """Return the seconds until one more attempt fits into the window, 0 if it fits now; `times` newest first."""
    if len(times) < allowed:
        return 0
    return (times[allowed - 1] + timedelta(seconds=seconds) - now).total_seconds()
