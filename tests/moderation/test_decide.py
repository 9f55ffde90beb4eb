"""A decision changes a comment's status and leaves a row, or does neither."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.db import transaction

from perspectives.discussion.actions import edit_comment, withdraw_comment
from perspectives.discussion.errors import Conflict, Refused, Unacceptable
from perspectives.discussion.models import Comment, Event, EventKind, Status
from perspectives.moderation.actions import decide, report_comment
from perspectives.moderation.errors import DecidedMeanwhile, NotFound
from perspectives.moderation.models import Act, Decision, Reason, Rule
from tests.cast import in_status, say

# Status × act → status after, None where the table refuses.
TABLE = [
    ("pending", "approve", "public"),
    ("pending", "reject", "rejected"),
    ("pending", "spam", "spam"),
    ("public", "approve", "public"),
    ("public", "reject", "rejected"),
    ("public", "spam", "spam"),
    ("rejected", "approve", "public"),
    ("rejected", "reject", "rejected"),
    ("rejected", "spam", "spam"),
    ("spam", "approve", "public"),
    ("spam", "reject", "rejected"),
    ("spam", "spam", "spam"),
    ("withdrawn", "approve", None),
    ("withdrawn", "reject", None),
    ("withdrawn", "spam", None),
]
WHO = [("mod", True), ("boss", True), ("ann", False), ("eve", False), ("tom", False)]


@pytest.mark.parametrize(("status", "act", "after"), TABLE)
@pytest.mark.parametrize(("who", "may"), WHO)
def test_every_cell_of_status_act_and_who(
    status: str, act: str, after: str | None, who: str, may: bool, discussion: Any, ann: Any, rule: Any, request: Any
) -> None:
    comment = in_status(discussion, ann, status)
    judge = request.getfixturevalue(who)
    call = {"comment": comment, "moderator": judge, "act": Act(act), "revision": 1, "rule": rule}
    if not may:
        with pytest.raises(NotFound) as refusal:
            decide(**call)
        assert refusal.value.http_status == 404
    elif after is None:
        with pytest.raises(Refused) as refusal:
            decide(**call)
        assert refusal.value.http_status == 409
    else:
        decide(**call)
    comment.refresh_from_db()
    assert comment.status == (after if may and after else status)
    changed = may and after is not None and (after != status or act == "reject")
    assert Decision.objects.count() == int(changed)


def test_a_decision_records_who_what_which_revision_and_why(discussion: Any, ann: Any, mod: Any, rule: Any) -> None:
    comment = in_status(discussion, ann, Status.PENDING)
    act = Act.REJECT
    row = decide(comment=comment, moderator=mod, act=act, revision=1, rule=rule, words=" Cut the insult. ", note="2nd")
    assert row is not None
    assert (row.by, row.act, row.comment, row.discussion, row.member) == (mod, "reject", comment, discussion, ann)
    assert (row.revision, row.status_before, row.status_after) == (1, "pending", "rejected")
    assert (row.rule, row.words, row.note) == (rule, "Cut the insult.", "2nd")
    assert row.rule_title == f"1. {rule.title}"
    assert row.rule_explanation == rule.explanation


def test_a_rule_reworded_later_leaves_the_decision_as_it_read(discussion: Any, ann: Any, mod: Any, rule: Any) -> None:
    comment = say(discussion, ann)
    row = decide(comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule)
    before = rule.title
    rule.title = "Something else"
    rule.save()
    assert before in Decision.objects.get(pk=row.pk).rule_title


def test_a_decision_leaves_one_event_and_announces_it_after_commit(
    discussion: Any, ann: Any, mod: Any, django_capture_on_commit_callbacks: Any
) -> None:
    comment = in_status(discussion, ann, Status.PENDING)
    with django_capture_on_commit_callbacks() as callbacks:
        row = decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    event = Event.objects.get(kind=EventKind.DECIDED)
    assert (event.comment, event.actor, event.data) == (comment, mod, {"decision": row.pk})
    assert callbacks


@pytest.mark.parametrize("which", ["none", "foreign", "retired"])
def test_a_rejection_needs_a_rule_in_force_of_this_forum(
    which: str, discussion: Any, elsewhere: Any, ann: Any, mod: Any, rule: Any
) -> None:
    comment = say(discussion, ann)
    rule.active = False
    rule.save()
    given = {"none": None, "foreign": Rule.objects.of(elsewhere.forum).first(), "retired": rule}[which]
    with pytest.raises(Unacceptable) as refusal:
        decide(comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=given)
    assert refusal.value.http_status == 422
    comment.refresh_from_db()
    assert (comment.status, Decision.objects.count()) == (Status.PUBLIC, 0)


def test_words_that_are_too_long_are_refused(discussion: Any, ann: Any, mod: Any) -> None:
    with pytest.raises(Unacceptable):
        decide(comment=say(discussion, ann), moderator=mod, act=Act.SPAM, revision=1, words="x" * 2001)


def test_approving_a_public_comment_answers_its_reports_and_keeps_it_public(
    discussion: Any, ann: Any, ben: Any, eve: Any, mod: Any
) -> None:
    comment = say(discussion, ann)
    for reader in (ben, eve):
        report_comment(comment=comment, reporter=reader, reason=Reason.ABUSE)
    row = decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports) == (Status.PUBLIC, 0)
    assert row.reports.count() == 2
    assert (row.status_before, row.status_after) == ("public", "public")


def test_a_second_same_decision_does_nothing(discussion: Any, ann: Any, mod: Any, mia: Any, rule: Any) -> None:
    comment = in_status(discussion, ann, Status.PENDING)
    call = {"comment": comment, "act": Act.REJECT, "revision": 1, "rule": rule}
    assert decide(moderator=mod, **call) is not None
    assert decide(moderator=mod, **call) is None
    assert decide(moderator=mia, **call) is None
    comment.refresh_from_db()
    assert decide(moderator=mia, **call) is None
    assert (Decision.objects.count(), Event.objects.filter(kind=EventKind.DECIDED).count()) == (1, 1)


def test_approving_what_is_public_and_not_reported_does_nothing(discussion: Any, ann: Any, mod: Any) -> None:
    assert decide(comment=say(discussion, ann), moderator=mod, act=Act.APPROVE, revision=1) is None
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("by_number", [True, False])
def test_the_second_of_two_moderators_is_told_what_the_first_decided(
    by_number: bool, discussion: Any, ann: Any, mod: Any, mia: Any, rule: Any
) -> None:
    comment = in_status(discussion, ann, Status.PENDING)
    seen = {"seen": 0} if by_number else {}
    decide(comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule, **seen)
    with pytest.raises(DecidedMeanwhile) as refusal:
        decide(comment=comment, moderator=mia, act=Act.APPROVE, revision=1, **seen)
    assert refusal.value.http_status == 409
    assert "Mod" in refusal.value.message
    assert "rejected" in refusal.value.message
    assert rule.title in refusal.value.message
    comment.refresh_from_db()
    assert (comment.status, Decision.objects.count()) == (Status.REJECTED, 1)


def test_who_has_seen_the_first_decision_may_decide_otherwise(
    discussion: Any, ann: Any, mod: Any, mia: Any, rule: Any
) -> None:
    comment = in_status(discussion, ann, Status.PENDING)
    first = decide(comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule, seen=0)
    second = decide(comment=comment, moderator=mia, act=Act.APPROVE, revision=1, seen=first.pk)
    assert (second.status_before, second.status_after) == ("rejected", "public")


def test_a_decision_on_a_text_that_was_edited_meanwhile_is_refused(discussion: Any, ann: Any, mod: Any) -> None:
    comment = say(discussion, ann, "One.")
    edit_comment(comment=comment, editor=ann, body="Two.", tags=[], revision=1)
    with pytest.raises(Conflict):
        decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1)
    assert Comment.objects.get(pk=comment.pk).status == Status.PUBLIC


def test_a_decision_on_what_its_writer_withdrew_meanwhile_is_refused(discussion: Any, ann: Any, mod: Any) -> None:
    comment = say(discussion, ann)
    withdraw_comment(comment=comment, member=ann)
    with pytest.raises(Refused) as refusal:
        decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1, seen=0)
    assert "withdrawn" in refusal.value.message


def test_counts_and_version_follow_a_decision(discussion: Any, ann: Any, ben: Any, mod: Any, rule: Any) -> None:
    parent = say(discussion, ann)
    answer = say(discussion, ben, parent=parent.number)
    discussion.refresh_from_db()
    before = discussion.version
    decide(comment=answer, moderator=mod, act=Act.REJECT, revision=1, rule=rule)
    discussion.refresh_from_db()
    parent.refresh_from_db()
    assert (discussion.version > before, discussion.public_count, parent.public_below) == (True, 1, 0)


def test_state_row_and_event_stand_or_fall_together(discussion: Any, ann: Any, mod: Any, monkeypatch: Any) -> None:
    comment = in_status(discussion, ann, Status.PENDING)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(import_module("perspectives.moderation.actions.decide"), "record_event", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    comment.refresh_from_db()
    assert (comment.status, Decision.objects.count()) == (Status.PENDING, 0)
