"""Two moderators at once, one form pressed twice at once: one outcome, and the other one is told."""

from __future__ import annotations

from typing import Any

import pytest

from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Comment, Status
from perspectives.moderation.actions import act_on_notice, dismiss_notice, judge_appeal, make_appeal, undo_decision
from perspectives.moderation.models import Appeal, Decision, LegalNotice
from perspectives.moderation.models.report import new_notice_key
from tests.cast import make_discussion, make_member, make_moderator, say
from tests.moderation.chain import noticed, rejected
from tests.moderation.test_at_once import at_once, recounted

pytestmark = pytest.mark.django_db(transaction=True)


def people(*names: str) -> tuple[Any, ...]:
    """Return a discussion, Ann's public comment in it, and moderators with these names."""
    discussion = make_discussion()
    return discussion, say(discussion, make_member("Ann")), *(make_moderator(one, discussion.forum) for one in names)


def one_of(outcomes: list[Any]) -> Decision:
    """Return the one decision that was made; whoever else was there was refused with a 409."""
    rows = [row for row in outcomes if isinstance(row, Decision)]
    assert (len(rows), [row.http_status for row in outcomes if isinstance(row, Refused)]) == (1, [409])
    return rows[0]


@pytest.mark.parametrize("turn", range(2))
def test_of_two_outcomes_at_once_one_stands(turn: int) -> None:
    discussion, comment, mod, mia, max_ = people("Mod", "Mia", "Max")
    appeal = make_appeal(decision=rejected(comment, mod), member=comment.author, words="Why?").appeal
    outcome = one_of(
        at_once(
            lambda: judge_appeal(appeal=appeal, judge=mia, granted=True, words="Yes."),
            lambda: judge_appeal(appeal=appeal, judge=max_, granted=False, words="No."),
        )
    )
    appeal.refresh_from_db()
    comment.refresh_from_db()
    assert (appeal.outcome, appeal.judge) == (outcome, outcome.by)
    assert comment.status == outcome.status_after
    recounted(discussion)


@pytest.mark.parametrize("turn", range(2))
def test_of_two_answers_to_a_notice_at_once_one_stands(turn: int) -> None:
    discussion, comment, mod, mia = people("Mod", "Mia")
    notice = noticed(comment)
    decision = one_of(
        at_once(
            lambda: act_on_notice(notice=notice, moderator=mod, rule=None, law="Section 1", revision=1),
            lambda: dismiss_notice(notice=notice, moderator=mia, words="No."),
        )
    )
    notice.refresh_from_db()
    comment.refresh_from_db()
    assert (notice.decision, comment.status) == (decision, decision.status_after)
    recounted(discussion)


def test_an_appeal_sent_four_times_at_once_is_one() -> None:
    _discussion, comment, mod = people("Mod")
    decision = rejected(comment, mod)
    outcomes = at_once(*[lambda: make_appeal(decision=decision, member=comment.author, words="Why?")] * 4)
    assert sorted(outcome.created for outcome in outcomes) == [False, False, False, True]
    assert Appeal.objects.count() == 1


def test_a_notice_sent_four_times_at_once_is_one() -> None:
    _discussion, comment = people()
    key = new_notice_key()
    outcomes = at_once(*[lambda: noticed(comment, key=key)] * 4)
    assert {outcome.pk for outcome in outcomes} == {LegalNotice.objects.get().pk}


@pytest.mark.parametrize("turn", range(2))
def test_an_appeal_judged_while_the_decision_is_undone_leaves_one_state(turn: int) -> None:
    discussion, comment, mod, mia = people("Mod", "Mia")
    decision = rejected(comment, mod)
    appeal = make_appeal(decision=decision, member=comment.author, words="Why?").appeal
    at_once(
        lambda: judge_appeal(appeal=appeal, judge=mia, granted=True, words="Yes."),
        lambda: undo_decision(decision=decision, moderator=mod),
    )
    appeal.refresh_from_db()
    assert Comment.objects.get().status == Status.PUBLIC
    assert appeal.judged_at is not None
    assert Decision.objects.filter(undoes=decision).count() == 1
    recounted(discussion)
