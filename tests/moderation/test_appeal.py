"""An appeal: once for each decision, in time, by whom it concerns; what was typed outlives the sign-in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.errors import Conflict, Refused, Unacceptable
from perspectives.discussion.models import Event, EventKind, Status
from perspectives.members.actions import erase_member
from perspectives.moderation.actions import (
    decide,
    lift_suspension,
    make_appeal,
    suspend_member,
    undo_decision,
)
from perspectives.moderation.models import Act, Appeal, Decision
from perspectives.moderation.tokens import statement_path, statement_token
from tests.cast import in_status, say
from tests.moderation.chain import rejected


@pytest.fixture
def decision(discussion: Any, ann: Any, mod: Any) -> Decision:
    """Return the rejection of a comment of Ann's by Mod."""
    return rejected(say(discussion, ann, "You are all fools."), mod)


def form_of(decision: Decision) -> str:
    """Return where the appeal is sent."""
    return reverse("perspectives:make_appeal", args=[statement_token(decision)])


def test_the_writer_appeals_from_the_statement(decision: Any, ann: Any, mod: Any, as_member: Any) -> None:
    client = as_member(ann)
    assert f'action="{form_of(decision)}"' in client.get(statement_path(decision)).content.decode()
    answer = client.post(form_of(decision), {"words": "I meant the argument."})
    assert (answer.status_code, answer.url) == (303, statement_path(decision))
    appeal = Appeal.objects.get()
    assert (appeal.decision, appeal.member, appeal.first_judge, appeal.judge) == (decision, ann, mod, None)
    event = Event.objects.get(kind=EventKind.APPEALED)
    assert (event.actor, event.comment, event.data) == (ann, decision.comment, {"appeal": appeal.pk})
    text = client.get(statement_path(decision)).content.decode()
    assert "An appeal waits" in text
    assert "I meant the argument." in text
    assert "<textarea" not in text


def test_a_second_time_changes_nothing(decision: Any, ann: Any, as_member: Any) -> None:
    first = make_appeal(decision=decision, member=ann, words="One.")
    second = make_appeal(decision=decision, member=ann, words="Two.")
    assert (first.created, second.created, second.appeal) == (True, False, first.appeal)
    assert as_member(ann).post(form_of(decision), {"words": "Three."}).status_code == 303
    assert Appeal.objects.get().words == "One."
    assert Event.objects.filter(kind=EventKind.APPEALED).count() == 1


def test_who_is_signed_out_signs_in_and_finds_the_words_there(decision: Any, ann: Any) -> None:
    client = Client()
    assert "what you write is kept" in client.get(statement_path(decision)).content.decode()
    answer = client.post(form_of(decision), {"words": "I meant the argument."})
    assert answer.status_code == 302
    assert "login" in answer.url
    assert Appeal.objects.count() == 0
    client.force_login(ann.user)
    assert "I meant the argument." in client.get(form_of(decision)).content.decode()
    client.post(form_of(decision), {"words": "I meant the argument."})
    assert Appeal.objects.get().words == "I meant the argument."


def test_nobody_appeals_for_somebody_else(decision: Any, ben: Any, mod: Any, as_member: Any) -> None:
    for who in (ben, mod):
        with pytest.raises(Refused) as refusal:
            make_appeal(decision=decision, member=who, words="No.")
        assert refusal.value.http_status == 403
        answer = as_member(who).post(form_of(decision), {"words": "My words."})
        assert answer.status_code == 403
        assert "My words." in answer.content.decode()
    assert Appeal.objects.count() == 0


def test_it_needs_words_and_not_too_many(decision: Any, ann: Any, as_member: Any) -> None:
    with pytest.raises(Unacceptable):
        make_appeal(decision=decision, member=ann, words=" \u200b ")
    for words in ("", "x" * 2001):
        answer = as_member(ann).post(form_of(decision), {"words": words})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert Appeal.objects.count() == 0


def test_it_comes_in_time_or_not_at_all(decision: Any, ann: Any, as_member: Any, settings: Any) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"APPEAL_DAYS": 10}
    with pytest.raises(Refused, match="over"):
        make_appeal(decision=decision, member=ann, words="Late.", now=timezone.now() + timedelta(days=11))
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"APPEAL_DAYS": -1}
    text = as_member(ann).get(statement_path(decision)).content.decode()
    assert "One could appeal until" in text
    assert "<textarea" not in text
    answer = as_member(ann).post(form_of(decision), {"words": "My words."})
    assert (answer.status_code, "My words." in answer.content.decode()) == (403, True)


def test_six_months_is_the_time_where_a_host_says_nothing(decision: Any, ann: Any) -> None:
    late = decision.created_at + timedelta(days=183, seconds=-1)
    assert make_appeal(decision=decision, member=ann, words="In time.", now=late).created


def test_what_was_taken_back_or_decided_anew_cannot_be_appealed(decision: Any, ann: Any, mod: Any, mia: Any) -> None:
    undo_decision(decision=decision, moderator=mod)
    with pytest.raises(Conflict, match="taken back"):
        make_appeal(decision=decision, member=ann, words="Why?")
    comment = decision.comment
    comment.refresh_from_db()
    spam = decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1)
    comment.refresh_from_db()
    newest = rejected(comment, mia, seen=spam.pk)
    with pytest.raises(Conflict, match="decided on anew"):
        make_appeal(decision=spam, member=ann, words="Why?")
    assert make_appeal(decision=newest, member=ann, words="Why?").created


def test_what_restricts_nobody_cannot_be_appealed(discussion: Any, ann: Any, mod: Any) -> None:
    approved = decide(comment=in_status(discussion, ann, Status.PENDING), moderator=mod, act=Act.APPROVE, revision=1)
    with pytest.raises(Refused, match="nothing here"):
        make_appeal(decision=approved, member=ann, words="Why?")


def test_undoing_the_decision_closes_the_appeal(decision: Any, ann: Any, mod: Any) -> None:
    appeal = make_appeal(decision=decision, member=ann, words="Why?").appeal
    undoing = undo_decision(decision=decision, moderator=mod)
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.judge, appeal.judged_at) == (undoing, None, undoing.created_at)


def test_approving_the_comment_closes_it_and_undoing_that_opens_it_again(decision: Any, ann: Any, mod: Any) -> None:
    appeal = make_appeal(decision=decision, member=ann, words="Why?").appeal
    decision.comment.refresh_from_db()
    approval = decide(comment=decision.comment, moderator=mod, act=Act.APPROVE, revision=1)
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.judged_at) == (approval, approval.created_at)
    undo_decision(decision=approval, moderator=mod)
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.judged_at) == (None, None)


def test_lifting_a_suspension_closes_the_appeal_against_it(forum: Any, ann: Any, mod: Any) -> None:
    until = timezone.now() + timedelta(days=3)
    suspension = suspend_member(member=ann, forum=forum, until=until, words="A pause.", by=mod)
    appeal = make_appeal(decision=suspension, member=ann, words="Why?").appeal
    lifting = lift_suspension(sanction=suspension.sanction, by=mod)
    appeal.refresh_from_db()
    assert appeal.outcome == lifting


def test_a_member_who_leaves_takes_the_open_appeal_along(decision: Any, ann: Any) -> None:
    appeal = make_appeal(decision=decision, member=ann, words="Because I am Ann of 5 Main Street.").appeal
    erase_member(member=ann)
    appeal.refresh_from_db()
    assert (appeal.words, appeal.outcome, appeal.judge) == ("", None, None)
    assert appeal.judged_at is not None
    assert not Appeal.objects.open().exists()


def test_without_the_token_of_the_form_nothing_is_sent(decision: Any, ann: Any, as_member: Any) -> None:
    answer = as_member(ann, csrf=True).post(form_of(decision), {"words": "My words."})
    assert (answer.status_code, Appeal.objects.count()) == (403, 0)
    assert "My words." in answer.content.decode()
    assert Client().get(form_of(decision).replace("/appeal/", "x/appeal/")).status_code == 302
    assert as_member(ann).get(form_of(decision).replace("/appeal/", "x/appeal/")).status_code == 404
