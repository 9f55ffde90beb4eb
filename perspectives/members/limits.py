"""How often somebody may try something: attempts are rows, so the count is right across processes with any cache."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import connections, router
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
    if buckets and conf.LIMITS.get(kind):
        if _recorded_under_limits(kind, buckets, now):
            return
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


def _recorded_under_limits(kind: str, buckets: list[tuple[list[str], int]], now: datetime) -> bool:
    """Record an attempt in each bucket if none has as many as a limit of `kind` allows, in one statement; whether."""
    limits, alias = conf.LIMITS[kind], router.db_for_write(Attempt)
    moment = connections[alias].ops.adapt_datetimefield_value
    params: list[Any] = [value for names, _factor in buckets for value in (kind, names[0], moment(now))]
    for names, factor in buckets:
        for most, seconds in limits:
            params += [kind, *names, moment(now - timedelta(seconds=seconds)), moment(now), most * factor]
    gate, keys = _gate(alias, buckets)
    with connections[alias].cursor() as cursor:
        cursor.execute(gate + _recording(alias, len(buckets), len(limits)), [*keys, *params])
        # psycopg 3 shows the answers to several statements one by one, the first first; psycopg 2 the last alone.
        while gate and hasattr(cursor, "pgresult") and cursor.nextset():
            pass
        return bool(cursor.rowcount > 0)


def _gate(alias: str, buckets: list[tuple[list[str], int]]) -> tuple[str, list[int]]:
    """Return the SQL, and its values, that lets attempts of one account or address come one after the other.

    SQLite has one writer at a time as it is. PostgreSQL would let two statements at once each count what the other has
    not committed yet: a lock is taken in a statement before, which travels with it, for both are one transaction and
    each sees what is committed when it begins. Where the host has values sent apart, PostgreSQL takes one statement at
    a time, and there as on MariaDB as many attempts too many may pass as requests arrive in the same instant.
    """
    connection = connections[alias]
    apart = connection.settings_dict.get("OPTIONS", {}).get("server_side_binding", False)
    if connection.vendor != "postgresql" or apart:
        return "", []
    # In one order for everybody, or two could wait for each other.
    keys = sorted(int(names[0][:15], 16) for names, _factor in buckets)
    return "".join(["SELECT pg_advisory_xact_lock(%s); "] * len(keys)), keys


@cache
def _recording(alias: str, buckets: int, limits: int) -> str:
    """Return the INSERT of so many rows (kind, bucket, moment) that first counts, in so many windows for each."""
    quoted = connections[alias].ops.quote_name
    table, kind, bucket, made = map(quoted, (Attempt._meta.db_table, "kind", "bucket", "created_at"))
    rows = " UNION ALL ".join(["SELECT %s AS a, %s AS b, %s AS c"] * buckets)
    within = f"{kind} = %s AND {bucket} IN (%s, %s) AND {made} > %s AND {made} <= %s"
    under = f"(SELECT COUNT(*) FROM {table} WHERE {within}) < %s"  # noqa: S608  # Names of ours, values apart.
    held = " AND ".join([under] * (buckets * limits))
    return f"INSERT INTO {table} ({kind}, {bucket}, {made}) SELECT a, b, c FROM ({rows}) AS made WHERE {held}"  # noqa: S608


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
