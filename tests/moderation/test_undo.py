"""Undoing leads back to where a comment stood, if nothing has changed since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.actions import edit_comment, withdraw_comment
from perspectives.discussion.errors import Conflict, Unacceptable
from perspectives.discussion.models import Comment, State, Status
from perspectives.moderation.actions import (
    decide,
    lock_discussion,
    report_comment,
    suspend_member,
    undo_decision,
    unlock_discussion,
)
from perspectives.moderation.errors import DecidedMeanwhile, NotFound
from perspectives.moderation.models import Act, Decision, Reason, Sanction
from tests.cast import in_status, say
from tests.moderation.stage import item_of


@pytest.mark.parametrize("before", ["pending", "public", "rejected", "spam"])
@pytest.mark.parametrize("act", ["approve", "reject", "spam"])
def test_undoing_leads_back_from_every_act(
    before: str, act: str, discussion: Any, ann: Any, ben: Any, mod: Any, mia: Any, rule: Any
) -> None:
    comment = in_status(discussion, ann, before)
    if before == "public":
        report_comment(comment=comment, reporter=ben, reason=Reason.OTHER)
    row = decide(comment=comment, moderator=mod, act=Act(act), revision=1, rule=rule)
    if row is None:
        assert before in ("spam", "rejected", "public")
        return
    undoing = undo_decision(decision=row, moderator=mia, note="Too quick.")
    comment.refresh_from_db()
    assert comment.status == before
    assert (undoing.act, undoing.undoes, undoing.by, undoing.note) == ("undo", row, mia, "Too quick.")
    assert (undoing.status_before, undoing.status_after) == (row.status_after, before)


def test_the_reports_that_a_decision_answered_are_open_again(
    discussion: Any, ann: Any, ben: Any, eve: Any, mod: Any
) -> None:
    comment = say(discussion, ann)
    report_comment(comment=comment, reporter=ben, reason=Reason.SPAM)
    row = decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1)
    undo_decision(decision=row, moderator=mod)
    report_comment(comment=comment, reporter=eve, reason=Reason.SPAM)
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports, comment.reports.open().count()) == (Status.PUBLIC, 2, 2)


def test_undoing_twice_does_nothing_the_second_time(discussion: Any, ann: Any, mod: Any, mia: Any) -> None:
    row = decide(comment=say(discussion, ann), moderator=mod, act=Act.SPAM, revision=1)
    assert undo_decision(decision=row, moderator=mod) is not None
    assert undo_decision(decision=row, moderator=mia) is None
    assert Decision.objects.count() == 2


def test_a_decision_that_another_followed_cannot_be_undone(
    discussion: Any, ann: Any, mod: Any, mia: Any, rule: Any
) -> None:
    comment = say(discussion, ann)
    first = decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1)
    decide(comment=comment, moderator=mia, act=Act.REJECT, revision=1, rule=rule, seen=first.pk)
    with pytest.raises(DecidedMeanwhile, match="Mia"):
        undo_decision(decision=first, moderator=mod)
    assert Comment.objects.get(pk=comment.pk).status == Status.REJECTED


def test_after_undoing_the_last_the_one_before_cannot_be_undone_any_more(
    discussion: Any, ann: Any, mod: Any, rule: Any
) -> None:
    comment = in_status(discussion, ann, Status.PENDING)
    first = decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1, seen=0)
    second = decide(comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule, seen=first.pk)
    undo_decision(decision=second, moderator=mod)
    with pytest.raises(DecidedMeanwhile):
        undo_decision(decision=first, moderator=mod)


@pytest.mark.parametrize("change", ["edit", "withdraw"])
def test_what_its_writer_changed_since_cannot_be_undone(
    change: str, discussion: Any, ann: Any, ben: Any, mod: Any
) -> None:
    comment = say(discussion, ann, "One.")
    report_comment(comment=comment, reporter=ben, reason=Reason.OTHER)
    row = decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    if change == "edit":
        edit_comment(comment=comment, editor=ann, body="Two.", tags=[], revision=1)
    else:
        withdraw_comment(comment=comment, member=ann)
    with pytest.raises(Conflict):
        undo_decision(decision=row, moderator=mod)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("who", ["ann", "eve", "tom"])
def test_nobody_but_the_forums_moderators_undoes(who: str, discussion: Any, ann: Any, mod: Any, request: Any) -> None:
    row = decide(comment=say(discussion, ann), moderator=mod, act=Act.SPAM, revision=1)
    with pytest.raises(NotFound):
        undo_decision(decision=row, moderator=request.getfixturevalue(who))


def test_undoing_an_undoing_is_refused_with_what_to_do(discussion: Any, ann: Any, mod: Any) -> None:
    row = decide(comment=say(discussion, ann), moderator=mod, act=Act.SPAM, revision=1)
    undoing = undo_decision(decision=row, moderator=mod)
    with pytest.raises(Unacceptable, match="anew"):
        undo_decision(decision=undoing, moderator=mod)


def test_undoing_a_suspension_lifts_it_and_undoing_a_lock_opens(
    discussion: Any, forum: Any, ann: Any, mod: Any
) -> None:
    until = timezone.now() + timedelta(days=2)
    suspended = suspend_member(member=ann, forum=forum, until=until, words="Why.", by=mod, comment=say(discussion, ann))
    locked = lock_discussion(discussion=discussion, by=mod)
    lifted = undo_decision(decision=suspended, moderator=mod)
    opened = undo_decision(decision=locked, moderator=mod)
    discussion.refresh_from_db()
    assert (lifted.act, lifted.undoes, opened.act, opened.undoes) == ("lift", suspended, "unlock", locked)
    assert not Sanction.objects.binding(ann, forum).exists()
    assert discussion.state == State.OPEN
    assert undo_decision(decision=suspended, moderator=mod) is None
    assert undo_decision(decision=locked, moderator=mod) is None


def test_a_lock_that_was_opened_and_locked_again_is_not_opened_by_an_old_undo(discussion: Any, mod: Any) -> None:
    first = lock_discussion(discussion=discussion, by=mod)
    unlock_discussion(discussion=discussion, by=mod)
    lock_discussion(discussion=discussion, by=mod)
    with pytest.raises(Conflict):
        undo_decision(decision=first, moderator=mod)
    discussion.refresh_from_db()
    assert discussion.state == State.LOCKED


def test_a_decision_is_undone_where_it_is_read(
    discussion: Any, ann: Any, mod: Any, mia: Any, rule: Any, as_member: Any
) -> None:
    comment, client = in_status(discussion, ann, "pending"), as_member(mod)
    first = decide(comment=comment, moderator=mia, act=Act.APPROVE, revision=1)
    second = decide(comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule, seen=first.pk)
    mark = reverse("perspectives:undo", args=[first.pk]), reverse("perspectives:undo", args=[second.pk])
    html = client.get(item_of(comment)).content.decode()
    # Of two judgements the last one alone can be taken back.
    assert [f'action="{address}"' in html for address in mark] == [False, True]
    answer = client.post(mark[1], {"at": "item"})
    assert (answer.status_code, answer.url) == (303, item_of(comment))
    comment.refresh_from_db()
    assert comment.status == "public"
    html = client.get(item_of(comment)).content.decode()
    assert "The decision is undone." in html
    assert [f'action="{address}"' in html for address in mark] == [False, False]
    assert client.post(mark[1], {"at": "nonsense"}).url == reverse("perspectives:desk")
