"""The record only grows."""

from __future__ import annotations

from typing import Any

import pytest

from perspectives.moderation.actions import decide
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.queries import AppendOnlyError
from tests.cast import say


@pytest.fixture
def decision(discussion: Any, ann: Any, mod: Any) -> Decision:
    """Return a decision."""
    row = decide(comment=say(discussion, ann), moderator=mod, act=Act.SPAM, revision=1)
    assert row is not None
    return row


def test_a_decision_is_never_saved_again(decision: Decision) -> None:
    decision.words = "Changed."
    with pytest.raises(AppendOnlyError):
        decision.save()


def test_a_decision_is_never_deleted(decision: Decision) -> None:
    with pytest.raises(AppendOnlyError):
        decision.delete()


@pytest.mark.parametrize("change", [lambda rows: rows.update(words="x"), lambda rows: rows.delete()])
def test_no_query_changes_or_deletes_decisions(decision: Decision, change: Any) -> None:
    with pytest.raises(AppendOnlyError):
        change(Decision.objects.all())
    assert Decision.objects.get().words == ""
