"""How often somebody may try something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from perspectives.members.errors import LimitReached
from perspectives.members.limits import count_attempt, prune_attempts
from perspectives.members.models import Attempt

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(hour=12)


@pytest.fixture(autouse=True)
def three_a_minute(settings):
    """Three attempts a minute and five an hour; an address may try twice as often."""
    limits = {"post": [(3, 60), (5, 3600)]}
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIMITS": limits, "ADDRESS_FACTOR": 2}


def tried(member, address, at):
    """Count one attempt; True if it was allowed."""
    try:
        count_attempt("post", member=member, address=address, now=NOW + timedelta(seconds=at))
    except LimitReached:
        return False
    return True


def test_an_account_is_stopped_at_its_limit_and_free_when_the_window_has_passed(ann):
    assert [tried(ann, None, at) for at in (0, 1, 2, 3)] == [True, True, True, False]
    assert tried(ann, None, 61)
    with pytest.raises(LimitReached) as limit:
        for at in (62, 63, 64, 65):
            count_attempt("post", member=ann, address=None, now=NOW + timedelta(seconds=at))
    assert limit.value.retry_after > 0


def test_the_longer_window_counts_as_well(ann):
    assert [tried(ann, None, at) for at in (0, 100, 200, 300, 400, 500)] == [True] * 5 + [False]


def test_waiting_as_long_as_told_is_enough(ann):
    for at in (0, 1, 2):
        tried(ann, None, at)
    with pytest.raises(LimitReached) as limit:
        count_attempt("post", member=ann, address=None, now=NOW + timedelta(seconds=3))
    assert tried(ann, None, 3 + limit.value.retry_after)


def test_an_address_is_counted_over_accounts_and_is_allowed_more(ann, ben, eve):
    members = [ann, ben, eve]
    allowed = [tried(members[turn % 3], "192.0.2.7", turn) for turn in range(7)]
    assert allowed == [True] * 6 + [False]
    assert tried(ann, "192.0.2.8", 8)


def test_a_network_of_ipv6_counts_as_one_address(ann, ben, eve):
    members = [ann, ben, eve]
    allowed = [tried(members[turn % 3], f"2001:db8::{turn + 1:x}", turn) for turn in range(7)]
    assert allowed[-1] is False


def test_the_rows_name_nobody_and_days_cannot_be_tied_together(ann):
    tried(ann, "192.0.2.7", 0)
    tried(ann, "192.0.2.7", 86_400)
    buckets = list(Attempt.objects.values_list("bucket", flat=True))
    assert len(set(buckets)) == 4
    assert not [bucket for bucket in buckets if "192.0" in bucket or str(ann.pk) == bucket]


def test_yesterdays_attempts_count_after_midnight(ann):
    midnight = NOW.replace(hour=23, minute=59, second=59, microsecond=0)
    seconds = (midnight - NOW).total_seconds()
    assert [tried(ann, None, seconds + at) for at in (0, 0, 0, 5)] == [True, True, True, False]


def test_old_attempts_are_pruned(ann):
    tried(ann, None, 0)
    assert prune_attempts(NOW + timedelta(days=29)) == 0
    assert prune_attempts(NOW + timedelta(days=31)) == 1
    assert not Attempt.objects.exists()
