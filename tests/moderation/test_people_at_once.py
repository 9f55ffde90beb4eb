"""Sanctions, pardons, marks and offices by several moderators at once: each thing happens once, and nothing hangs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Comment, Role, RoleKind, Status
from perspectives.moderation.actions import (
    Lifted,
    decide,
    judge_appeal,
    lift_sanction,
    make_appeal,
    mark_comment,
    sanction_member,
    take_role,
    undo_decision,
    write_message,
    write_note,
)
from perspectives.moderation.models import Act, Decision, LogEntry, Message, Note, Rule, Sanction, SanctionKind
from perspectives.moderation.sanction_rules import Hide
from tests.cast import make_discussion, make_member, make_moderator, say
from tests.moderation.test_at_once import at_once, recounted

pytestmark = pytest.mark.django_db(transaction=True)


class Stage:
    """Ann has written in two discussions; Mod and Mia judge there."""

    def __init__(self) -> None:
        self.first = make_discussion()
        self.forum = self.first.forum
        self.second = make_discussion(self.forum, title="Second", slug="second")
        self.ann, self.mod, self.mia = (
            make_member("Ann"),
            *(make_moderator(name, self.forum) for name in ("Mod", "Mia")),
        )
        self.said = [say(place, self.ann) for place in (self.first, self.second) * 3]
        self.rule = Rule.objects.of(self.forum).first()
        self.until = timezone.now() + timedelta(days=2)

    def suspend(self, by: Any) -> Any:
        """Suspend Ann and hide all."""
        return sanction_member(
            member=self.ann,
            forum=self.forum,
            kind=SanctionKind.SUSPEND,
            until=self.until,
            words="Insults.",
            rule=self.rule,
            hide=Hide.ALL,
            by=by,
        )

    def agree(self) -> None:
        """Hold counts and the chain of the log against the rows."""
        recounted(self.first)
        recounted(self.second)
        assert LogEntry.objects.count() == Decision.objects.count()


def test_the_same_sanction_by_two_at_once_is_one_and_hides_each_comment_once() -> None:
    stage = Stage()
    outcomes = at_once(lambda: stage.suspend(stage.mod), lambda: stage.suspend(stage.mia))
    assert sorted((one.decision is None, one.hidden) for one in outcomes) == [(False, 6), (True, 0)]
    assert (Sanction.objects.count(), Decision.objects.filter(act=Act.REJECT).count()) == (1, 6)
    stage.agree()


@pytest.mark.parametrize("turn", range(3))
def test_hiding_and_deciding_at_once_come_one_after_the_other(turn: int) -> None:
    stage = Stage()
    last, first = stage.said[-1], stage.said[0]
    outcomes = at_once(
        lambda: stage.suspend(stage.mod),
        lambda: decide(comment=last, moderator=stage.mia, act=Act.SPAM, revision=1),
        lambda: decide(comment=first, moderator=stage.mia, act=Act.SPAM, revision=1),
    )
    assert outcomes[0].decision is not None
    assert all(outcome is None or isinstance(outcome, Decision | Refused) for outcome in outcomes[1:])
    assert not Comment.objects.filter(author=stage.ann, status=Status.PUBLIC).exists()
    stage.agree()


def test_a_pardon_and_an_undoing_at_once_bring_each_comment_back_once() -> None:
    stage = Stage()
    done = stage.suspend(stage.mod)
    at_once(
        lambda: lift_sanction(sanction=done.sanction, by=stage.mia, restore=True),
        lambda: undo_decision(decision=done.decision, moderator=stage.mod),
        lambda: lift_sanction(sanction=done.sanction, by=stage.mod),
    )
    assert set(Comment.objects.values_list("status", flat=True)) == {"public"}
    counts = [Decision.objects.filter(act=act).count() for act in (Act.LIFT, Act.UNDO)]
    assert counts == [1, 6]
    stage.agree()


@pytest.mark.parametrize("turn", range(3))
def test_a_pardon_and_a_granted_appeal_at_once_are_one_outcome(turn: int) -> None:
    stage = Stage()
    done = stage.suspend(stage.mod)
    assert done.decision is not None
    appeal = make_appeal(decision=done.decision, member=stage.ann, words="Why?").appeal
    outcomes = at_once(
        lambda: judge_appeal(appeal=appeal, judge=stage.mia, granted=True, words=""),
        lambda: lift_sanction(sanction=done.sanction, by=stage.mod, restore=True),
    )
    assert all(isinstance(one, (Refused, Decision, Lifted)) for one in outcomes)
    assert Decision.objects.filter(undoes=done.decision).count() == 1
    assert set(Comment.objects.values_list("status", flat=True)) == {"public"}
    appeal.refresh_from_db()
    assert appeal.judged_at is not None
    stage.agree()


def test_marks_notes_and_messages_are_written_once_however_often_the_button_is_pressed() -> None:
    stage = Stage()
    comment, about = stage.said[0], {"forum": stage.forum, "member": stage.ann, "by": stage.mod, "body": "Words."}
    for deed in (
        lambda: mark_comment(comment=comment, by=stage.mod, act=Act.FEATURE),
        lambda: write_note(**about),
        lambda: write_message(**about),
    ):
        outcomes = at_once(*[deed] * 4)
        assert sorted(outcome is None for outcome in outcomes) == [False, True, True, True]
    assert (Decision.objects.count(), Note.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_two_seniors_who_take_each_others_office_at_once_leave_one() -> None:
    forum = make_discussion().forum
    sue, max_ = (make_moderator(name, forum, RoleKind.SENIOR) for name in ("Sue", "Max"))
    offices = {member: Role.objects.select_related("forum").get(member=member) for member in (sue, max_)}
    at_once(lambda: take_role(role=offices[max_], by=sue), lambda: take_role(role=offices[sue], by=max_))
    assert Role.objects.filter(kind=RoleKind.SENIOR).count() == 1
