"""Two moderators at once, a moderator and the writer at once: one wins, the other is told, and all counts agree."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from perspectives.discussion.actions import withdraw_comment
from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Comment, Discussion, Status
from perspectives.members.models import Member
from perspectives.moderation.actions import decide, report_comment, suspend_member, undo_decision
from perspectives.moderation.models import Act, Decision, Reason, Report, Rule, Sanction
from tests.cast import in_status, make_discussion, make_member, make_moderator, say

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all `deeds` at the same time, each in a thread; return what each returned, or the Refused it raised."""
    start = threading.Barrier(len(deeds))
    outcomes: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        start.wait(timeout=30)
        try:
            outcomes[place] = deed()
        except Refused as refusal:
            outcomes[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def recounted(discussion: Discussion) -> None:
    """Hold the stored counts against the rows."""
    discussion.refresh_from_db()
    assert discussion.public_count == discussion.comments.filter(status=Status.PUBLIC).count()
    for comment in discussion.comments.all():
        assert comment.open_reports == Report.objects.open().filter(comment=comment).count()
        below = discussion.comments.filter(path__startswith=comment.path, status=Status.PUBLIC).exclude(pk=comment.pk)
        assert comment.public_below == below.count()


@pytest.mark.parametrize("turn", range(3))
def test_of_two_different_decisions_at_once_one_wins_and_the_other_is_told(turn: int) -> None:
    discussion = make_discussion()
    ann, mod, mia = make_member("Ann"), make_moderator("Mod", discussion.forum), make_moderator("Mia", discussion.forum)
    comment, rule = in_status(discussion, ann, Status.PENDING), Rule.objects.of(discussion.forum).first()
    call: dict[str, Any] = {"comment": comment, "revision": 1, "seen": 0}
    outcomes = at_once(
        lambda: decide(moderator=mod, act=Act.APPROVE, **call),
        lambda: decide(moderator=mia, act=Act.REJECT, rule=rule, **call),
    )
    rows = [row for row in outcomes if isinstance(row, Decision)]
    refusals = [row for row in outcomes if isinstance(row, Refused)]
    assert (len(rows), [refusal.http_status for refusal in refusals]) == (1, [409])
    comment.refresh_from_db()
    assert (comment.status, Decision.objects.count()) == (rows[0].status_after, 1)
    recounted(discussion)


def test_the_same_decision_by_eight_at_once_is_one_row() -> None:
    discussion = make_discussion()
    ann, mod = make_member("Ann"), make_moderator("Mod", discussion.forum)
    comment = in_status(discussion, ann, Status.PENDING)
    deeds = [
        lambda: decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1, seen=0),
    ] * 8
    outcomes = at_once(*deeds)
    assert sorted(row is None for row in outcomes) == [False] + [True] * 7
    assert Decision.objects.count() == 1
    recounted(discussion)


@pytest.mark.parametrize("turn", range(3))
def test_a_decision_and_a_withdrawal_at_once_leave_one_state(turn: int) -> None:
    discussion = make_discussion()
    ann, mod = make_member("Ann"), make_moderator("Mod", discussion.forum)
    comment = in_status(discussion, ann, Status.PENDING)
    at_once(
        lambda: decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1, seen=0),
        lambda: withdraw_comment(comment=comment, member=ann),
    )
    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN
    recounted(discussion)


def test_reports_and_decisions_at_once_keep_the_count_of_open_reports() -> None:
    discussion = make_discussion()
    ann, mod = make_member("Ann"), make_moderator("Mod", discussion.forum)
    comment = say(discussion, ann)
    readers = [make_member(f"Reader{number}") for number in range(6)]
    report_comment(comment=comment, reporter=make_member("Ben"), reason=Reason.OTHER)

    def report(reader: Member) -> Callable[[], Any]:
        return lambda: report_comment(comment=comment, reporter=reader, reason=Reason.OTHER)

    judge = [lambda: decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)] * 2
    at_once(*map(report, readers), *judge)
    assert Report.objects.count() == 7
    recounted(discussion)


def test_one_report_pressed_four_times_at_once_is_one_row() -> None:
    discussion = make_discussion()
    comment, ben = say(discussion, make_member("Ann")), make_member("Ben")
    outcomes = at_once(*[lambda: report_comment(comment=comment, reporter=ben, reason=Reason.OTHER)] * 4)
    assert sorted(outcome.created for outcome in outcomes) == [False, False, False, True]
    recounted(discussion)


def test_undoing_by_two_at_once_is_one_row() -> None:
    discussion = make_discussion()
    ann, mod = make_member("Ann"), make_moderator("Mod", discussion.forum)
    comment = say(discussion, ann)
    row = decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1)
    outcomes = at_once(*[lambda: undo_decision(decision=row, moderator=mod)] * 2)
    assert [outcome is None for outcome in outcomes].count(False) == 1
    assert Comment.objects.get(pk=comment.pk).status == Status.PUBLIC
    recounted(discussion)


def test_two_suspensions_at_once_leave_one_binding() -> None:
    discussion = make_discussion()
    ann, mod = make_member("Ann"), make_moderator("Mod", discussion.forum)
    until = discussion.created_at + timedelta(days=300)

    def suspend(words: str) -> Callable[[], Any]:
        return lambda: suspend_member(member=ann, forum=discussion.forum, until=until, words=words, by=mod)

    at_once(suspend("One."), suspend("Two."))
    assert Sanction.objects.binding(ann, discussion.forum).count() == 1
    assert Decision.objects.count() == 2
