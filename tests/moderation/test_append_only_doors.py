"""No door changes or removes a row of the log: not the admin, not a cascade, not a related set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from perspectives.discussion.models import Discussion
from perspectives.moderation.actions import decide
from perspectives.moderation.models import Act, Decision, LogEntry, Rule
from perspectives.moderation.queries import AppendOnlyError
from tests.cast import make_discussion, say
from tests.moderation.stage import list_of, row_of


@pytest.fixture
def decision(discussion: Any, ann: Any, mod: Any, rule: Any) -> Decision:
    """Return a rejection under a rule."""
    row = decide(comment=say(discussion, ann), moderator=mod, act=Act.REJECT, revision=1, rule=rule, words="Why.")
    assert row is not None
    return row


@pytest.mark.parametrize("kind", ["decision", "logentry"])
def test_the_admin_adds_changes_and_deletes_nothing_of_the_log(kind: str, decision: Decision, chief: Client) -> None:
    row = decision if kind == "decision" else LogEntry.objects.get()
    before = (list(Decision.objects.values()), list(LogEntry.objects.values()))
    assert chief.get(row_of(row)).status_code == 200
    assert chief.post(reverse(f"admin:perspectives_{kind}_add"), {"act": "lock"}).status_code == 403
    assert chief.post(row_of(row), {"words": "x", "digest": "x"}).status_code == 403
    assert chief.post(reverse(f"admin:perspectives_{kind}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    chief.post(list_of(kind), {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
    assert (list(Decision.objects.values()), list(LogEntry.objects.values())) == before
    assert 'name="action"' not in chief.get(list_of(kind)).content.decode()


@pytest.mark.parametrize("whose", ["comment", "discussion", "member", "by", "discussion.forum"])
def test_what_a_decision_names_cannot_be_deleted_from_under_it(whose: str, decision: Decision) -> None:
    held: Any = decision
    for name in whose.split("."):
        held = getattr(held, name)
    with pytest.raises(ProtectedError):
        held.delete()
    assert Decision.objects.count() == LogEntry.objects.count() == 1


def test_a_rule_may_go_and_leaves_its_wording(decision: Decision, rule: Any) -> None:
    Rule.objects.filter(pk=rule.pk).delete()
    kept = Decision.objects.get()
    assert (kept.rule_id, kept.rule_text) == (None, decision.rule_text)
    assert Decision.objects.filter(pk=decision.pk).values("words").get() == {"words": "Why."}


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(rule=None, words=""),
        lambda rows: rows.update(),
        lambda rows: rows.bulk_update([rows.get()], ["words"]),
        lambda rows: rows.bulk_create([Decision(act="lock")]),
        lambda rows: rows.update_or_create(defaults={"words": "x"}, pk=rows.get().pk),
        lambda rows: Decision._base_manager.update(words="x"),
        lambda rows: Decision._base_manager.all().delete(),
        lambda rows: make_discussion(slug="other", forum=rows.get().discussion.forum).decisions.add(rows.get()),
        lambda rows: rows.get().discussion.decisions.clear(),
        lambda rows: LogEntry.objects.bulk_create([LogEntry(position=9, decision_key=9)]),
        lambda rows: LogEntry._base_manager.update(digest="x"),
        lambda rows: LogEntry._base_manager.all().delete(),
    ],
)
def test_no_way_through_managers_changes_the_log(decision: Decision, change: Callable[[Any], Any]) -> None:
    before = (list(Decision.objects.values()), list(LogEntry.objects.values()))
    with pytest.raises(AppendOnlyError), transaction.atomic():
        change(Decision.objects.all())
    assert (list(Decision.objects.values()), list(LogEntry.objects.values())) == before
    assert Discussion.objects.get(slug="stop-waiting").decisions.get() == decision
