"""An appeal is judged by somebody else: refused in words, and by the database; the outcome is a decision of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.errors import Refused, Unacceptable
from perspectives.discussion.models import Comment, Discussion, Event, EventKind, Status
from perspectives.moderation.actions import (
    act_on_notice,
    judge_appeal,
    make_appeal,
    report_comment,
    suspend_member,
    undo_decision,
)
from perspectives.moderation.actions.judge import JudgedMeanwhile
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Appeal, Decision, Reason, Sanction
from perspectives.moderation.tokens import statement_path
from tests.cast import in_status, say
from tests.moderation.chain import noticed, rejected
from tests.tokens import without_tokens


@pytest.fixture
def appeal(discussion: Any, ann: Any, mod: Any) -> Appeal:
    """Return Ann's appeal against Mod's rejection of a comment that was public."""
    decision = rejected(say(discussion, ann, "You are all fools."), mod)
    return make_appeal(decision=decision, member=ann, words="I meant the argument.").appeal


def page_of(appeal: Appeal) -> str:
    """Return the appeal's page on the desk."""
    return reverse("perspectives:appeal", args=[appeal.pk])


def test_another_moderator_grants_it_and_the_comment_is_public_again(
    appeal: Any, discussion: Any, ann: Any, mia: Any, as_member: Any
) -> None:
    client = as_member(mia)
    text = client.get(page_of(appeal)).content.decode()
    for shown in ("I meant the argument.", "You are all fools.", "Grant the appeal", "Turn it down", "Mod"):
        assert shown in text
    answer = client.post(page_of(appeal), {"outcome": "grant", "words": "You did.", "note": "Borderline."})
    assert (answer.status_code, answer.url) == (303, page_of(appeal))
    appeal.refresh_from_db()
    outcome = appeal.outcome
    assert (appeal.judge, appeal.judged_at) == (mia, outcome.created_at)
    assert (outcome.act, outcome.by, outcome.undoes, outcome.member) == ("overturn", mia, appeal.decision, ann)
    assert (outcome.status_before, outcome.status_after, outcome.words) == ("rejected", "public", "You did.")
    discussion.refresh_from_db()
    assert (appeal.decision.comment.status, discussion.public_count) == (Status.PUBLIC, 1)
    event = Event.objects.get(kind=EventKind.JUDGED)
    assert (event.actor, event.data) == (mia, {"appeal": appeal.pk, "decision": outcome.pk})
    told = as_member(ann).get(statement_path(appeal.decision)).content.decode()
    for shown in ("The appeal was granted", "You did.", "The comment is public again."):
        assert shown in told
    for hidden in ("Borderline.", "Mia"):
        assert hidden not in without_tokens(told)


def test_turning_it_down_needs_words_and_changes_no_status(appeal: Any, mia: Any, as_member: Any) -> None:
    version = Discussion.objects.get().version
    assert as_member(mia).post(page_of(appeal), {"outcome": "turn-down", "words": ""}).status_code == 422
    with pytest.raises(Unacceptable):
        judge_appeal(appeal=appeal, judge=mia, granted=False, words="")
    outcome = judge_appeal(appeal=appeal, judge=mia, granted=False, words="The words are what they are.")
    assert (outcome.act, outcome.status_before, outcome.status_after) == ("uphold", "rejected", "rejected")
    assert outcome.undoes is None
    assert (Comment.objects.get().status, Discussion.objects.get().version) == (Status.REJECTED, version)


def test_the_first_judge_is_refused_in_words_by_the_page_and_by_the_database(
    appeal: Any, mod: Any, as_member: Any
) -> None:
    text = as_member(mod).get(page_of(appeal)).content.decode()
    assert "is judged by somebody else" in text
    assert "Grant the appeal" not in text
    answer = as_member(mod).post(page_of(appeal), {"outcome": "grant", "words": "Well."})
    assert answer.status_code == 403
    assert "is judged by somebody else" in answer.content.decode()
    with pytest.raises(Refused) as refusal:
        judge_appeal(appeal=appeal, judge=mod, granted=True, words="Well.")
    assert (refusal.value.http_status, refusal.value.code) == (403, "first-judge")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(judge=mod)
    assert Appeal.objects.open().count() == 1


def test_nobody_judges_the_own_appeal(discussion: Any, mod: Any, mia: Any, as_member: Any) -> None:
    decision = rejected(say(discussion, mia), mod)
    own = make_appeal(decision=decision, member=mia, words="Why?").appeal
    with pytest.raises(Refused, match="your own"):
        judge_appeal(appeal=own, judge=mia, granted=True, words="")
    assert as_member(mia).post(page_of(own), {"outcome": "grant"}).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=own.pk).update(judge=mia)


def test_where_there_is_no_other_moderator_a_superuser_judges(appeal: Any, boss: Any, as_member: Any) -> None:
    assert as_member(boss).get(page_of(appeal)).status_code == 200
    assert as_member(boss).post(page_of(appeal), {"outcome": "grant"}).status_code == 303
    assert Comment.objects.get().status == Status.PUBLIC


@pytest.mark.parametrize("method", ["get", "post"])
def test_other_forums_moderators_and_members_get_the_404_of_nothing(
    method: str, appeal: Any, ann: Any, tom: Any, as_member: Any
) -> None:
    for who in (tom, ann):
        hidden = getattr(as_member(who), method)(page_of(appeal))
        missing = getattr(as_member(who), method)(reverse("perspectives:appeal", args=[99_999_999]))
        assert (hidden.status_code, hidden.content) == (404, missing.content)
    with pytest.raises(NotFound):
        judge_appeal(appeal=appeal, judge=tom, granted=True, words="")


def test_a_repeat_does_nothing_and_another_outcome_is_told(appeal: Any, mia: Any, boss: Any, as_member: Any) -> None:
    assert judge_appeal(appeal=appeal, judge=mia, granted=True, words="") is not None
    assert judge_appeal(appeal=appeal, judge=mia, granted=True, words="") is None
    for judge, granted in ((mia, False), (boss, True)):
        with pytest.raises(JudgedMeanwhile, match="Mia"):
            judge_appeal(appeal=appeal, judge=judge, granted=granted, words="No.")
    answer = as_member(boss).post(page_of(appeal), {"outcome": "turn-down", "words": "My words."})
    assert (answer.status_code, Decision.objects.count()) == (409, 2)


def test_an_outcome_is_not_undone(appeal: Any, mia: Any, mod: Any, as_member: Any) -> None:
    outcome = judge_appeal(appeal=appeal, judge=mia, granted=True, words="")
    with pytest.raises(Unacceptable, match="decide anew"):
        undo_decision(decision=outcome, moderator=mod)
    assert as_member(mod).post(reverse("perspectives:undo", args=[outcome.pk]), {"note": ""}).status_code == 404
    assert undo_decision(decision=appeal.decision, moderator=mod) is None


def test_a_comment_that_waited_before_waits_again(discussion: Any, ann: Any, mod: Any, mia: Any) -> None:
    decision = rejected(in_status(discussion, ann, Status.PENDING), mod)
    appeal = make_appeal(decision=decision, member=ann, words="Why?").appeal
    judge_appeal(appeal=appeal, judge=mia, granted=True, words="")
    assert Comment.objects.get().status == Status.PENDING


def test_granting_does_not_touch_what_was_decided_anew_since(appeal: Any, mia: Any, boss: Any, as_member: Any) -> None:
    comment = appeal.decision.comment
    comment.refresh_from_db()
    other = comment.discussion.forum.rules.order_by("number")[1]
    later = rejected(comment, boss, rule=other, seen=appeal.decision.pk)
    assert "the comment stays where it stands" in as_member(mia).get(page_of(appeal)).content.decode()
    outcome = judge_appeal(appeal=appeal, judge=mia, granted=True, words="")
    assert (outcome.undoes, outcome.status_after, Comment.objects.get().status) == (None, "rejected", "rejected")
    assert later.pk > appeal.decision_id


def test_a_sanction_is_lifted_by_a_granted_appeal(forum: Any, ann: Any, mod: Any, mia: Any, boss: Any) -> None:
    until = timezone.now() + timedelta(days=3)
    suspension = suspend_member(member=ann, forum=forum, until=until, words="A pause.", by=mod)
    appeal = make_appeal(decision=suspension, member=ann, words="Why?").appeal
    outcome = judge_appeal(appeal=appeal, judge=mia, granted=True, words="")
    assert (outcome.sanction, outcome.undoes) == (suspension.sanction, suspension)
    assert not Sanction.objects.binding(ann, forum).exists()
    everywhere = suspend_member(member=ann, forum=None, until=until, words="A pause.", by=boss)
    second = make_appeal(decision=everywhere, member=ann, words="Why?").appeal
    with pytest.raises(NotFound):
        judge_appeal(appeal=second, judge=mia, granted=True, words="")


def test_who_gave_notice_is_answered_anew_and_reports_stay_answered(
    discussion: Any, ann: Any, ben: Any, mod: Any, mia: Any, client: Any
) -> None:
    comment = say(discussion, ann)
    notice = noticed(comment)
    report_comment(comment=comment, reporter=ben, reason=Reason.ABUSE)
    decision = act_on_notice(notice=notice, moderator=mod, rule=None, law="Section 1", revision=1)
    appeal = make_appeal(decision=decision, member=ann, words="It is a quotation.").appeal
    outcome = judge_appeal(appeal=appeal, judge=mia, granted=True, words="Ann, it is.")
    notice.refresh_from_db()
    comment.refresh_from_db()
    assert (notice.decision, notice.answer_sent_at, comment.open_reports) == (outcome, None, 0)
    text = client.get(reverse("perspectives:notice_receipt", args=[notice.key])).content.decode()
    assert "After an appeal, the comment is back" in text
    assert "It is a quotation." not in text
    assert "Ann" not in text


def test_without_the_token_nothing_is_judged_and_the_words_come_back(appeal: Any, mia: Any, as_member: Any) -> None:
    answer = as_member(mia, csrf=True).post(page_of(appeal), {"outcome": "grant", "words": "My words."})
    assert (answer.status_code, Appeal.objects.open().count()) == (403, 1)
    assert "My words." in answer.content.decode()
    answer = as_member(mia).post(page_of(appeal), {"outcome": "nonsense", "words": "My words."})
    assert (answer.status_code, "My words." in answer.content.decode()) == (422, True)
