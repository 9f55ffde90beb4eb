"""As many attempts as a limit allows pass, however many arrive in the same instant."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connections

from perspectives.members.errors import LimitReached
from perspectives.members.limits import count_attempt
from perspectives.members.models import Attempt
from tests.cast import make_member

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE, NOON = 8, datetime(2026, 3, 1, 12, tzinfo=UTC)


def passed(attempts: list[dict[str, Any]]) -> int:
    """Make all attempts at once; return how many passed."""
    start, taken = threading.Barrier(len(attempts)), []

    def attempt(values: dict[str, Any]) -> None:
        try:
            connections["default"].ensure_connection()
            start.wait(timeout=30)
            count_attempt("post", now=NOON, **values)
            taken.append(values)
        except LimitReached:
            return
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt, args=(values,)) for values in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return len(taken)


@pytest.mark.parametrize("turn", range(5))
def test_of_one_account(turn: int, settings: Any) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIMITS": {"post": [(3, 60), (50, 3600)]}}
    ann = make_member("Ann")
    assert passed([{"member": ann, "address": f"192.0.2.{number}"} for number in range(AT_ONCE)]) == 3
    assert Attempt.objects.count() == 6


@pytest.mark.parametrize("turn", range(5))
def test_of_one_address(turn: int, settings: Any) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIMITS": {"post": [(1, 60)]}, "ADDRESS_FACTOR": 3}
    members = [make_member(f"Ann{letter}") for letter in "abcdefgh"]
    assert passed([{"member": member, "address": "192.0.2.1"} for member in members]) == 3
    assert Attempt.objects.count() == 6
