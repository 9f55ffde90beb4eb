"""The check orders and marks, says why, and is silent until there is something to go by; it refuses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perspectives.discussion.actions import edit_comment
from perspectives.discussion.models import Answer, Comment, Discussion, Finding, Status
from perspectives.members.models import Member
from perspectives.moderation.actions import TooFew, decide, learn_triage, report_comment, undo_decision
from perspectives.moderation.findings import sentence_of
from perspectives.moderation.models import Act, Reason, Rule, TriageModel
from perspectives.moderation.queries import AppendOnlyError
from perspectives.moderation.triage import decided
from perspectives.moderation.triage.present import present_model
from tests.cast import say
from tests.moderation.triage.learned import BAD, FINE, keep
from tests.moderation.triage.texts import made


def found(comment: Comment) -> Finding:
    """Return what the check found in the comment's present text."""
    return comment.findings.get(check_name="triage", revision=comment.revision)


def test_it_is_silent_where_nothing_was_learned(discussion: Discussion, ann: Member) -> None:
    comment = say(discussion, ann, BAD)
    assert (comment.status, comment.weight) == (Status.PUBLIC, 0)
    assert (found(comment).answer, found(comment).facts) == (Answer.PASS, {})


def test_it_weighs_and_flags_with_its_reasons_and_holds_nothing_by_itself(
    discussion: Discussion, ann: Member, model: TriageModel
) -> None:
    bad, fine = say(discussion, ann, BAD), say(discussion, ann, FINE)
    assert bad.status == fine.status == Status.PUBLIC
    assert bad.weight > 800 > 200 > fine.weight
    assert found(bad).answer == Answer.FLAG
    assert found(bad).facts["score"] == bad.weight
    sentence = sentence_of(found(bad))
    assert "in 100 like what was removed here" in sentence
    assert "casino" in sentence
    assert "rejected under rule 4" in sentence or "marked as spam" in sentence
    assert (found(fine).answer, set(found(fine).facts)) == (Answer.PASS, {"score"})


def test_it_holds_suspected_spam_where_the_forum_says_from_when(
    discussion: Discussion, ann: Member, model: TriageModel
) -> None:
    discussion.forum.spam_threshold = 900
    discussion.forum.save()
    assert say(discussion, ann, BAD).status == Status.PENDING
    assert say(discussion, ann, FINE).status == Status.PUBLIC


def test_an_edit_is_weighed_anew(discussion: Discussion, ann: Member, model: TriageModel) -> None:
    comment = say(discussion, ann, FINE)
    edited = edit_comment(comment=comment, editor=ann, body=BAD, tags=[], revision=1)
    edited.refresh_from_db()
    assert edited.weight > 800
    assert found(edited).answer == Answer.FLAG


@pytest.mark.parametrize("threshold", [0, 900])
def test_an_edit_keeps_the_part_that_open_reports_have_in_the_weight(
    discussion: Discussion, ann: Member, ben: Member, mod: Member, model: TriageModel, threshold: int
) -> None:
    type(discussion.forum).objects.update(spam_threshold=threshold)
    comment = say(discussion, ann, FINE)
    report_comment(comment=comment, reporter=ben, reason=Reason.OTHER)
    comment.refresh_from_db()
    assert comment.weight == 100 + found(comment).facts["score"]
    edited = edit_comment(comment=comment, editor=ann, body=FINE + " Once more.", tags=[], revision=1)
    in_memory = edited.weight
    edited.refresh_from_db()
    assert edited.weight == in_memory == 100 + found(edited).facts["score"]
    bad = edit_comment(comment=edited, editor=ann, body=BAD, tags=[], revision=2)
    assert bad.weight == min(1000, 100 + found(bad).facts["score"])
    assert bad.status == (Status.PENDING if threshold else Status.PUBLIC)
    decide(comment=bad, moderator=mod, act=Act.APPROVE, revision=3)
    bad.refresh_from_db()
    assert bad.weight == found(bad).facts["score"], "Answered reports weigh nothing."


def test_an_edit_of_what_nobody_reported_asks_nothing_more(
    discussion: Discussion, ann: Member, ben: Member, model: TriageModel
) -> None:
    asked = []
    for reported in (False, True):
        comment = say(discussion, ann, FINE + f" {reported}")
        if reported:
            report_comment(comment=comment, reporter=ben, reason=Reason.OTHER)
        with CaptureQueriesContext(connection) as queries:
            edit_comment(comment=comment, editor=ann, body=BAD + f" {reported}", tags=[], revision=1)
        asked.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
    assert asked[1] == asked[0] + 4, "Reports, scores, the weight written, and read."


def test_the_team_is_not_weighed(discussion: Discussion, mod: Member, model: TriageModel) -> None:
    assert say(discussion, mod, BAD).weight == 0


@pytest.mark.parametrize("broken", [{"version": 2}, {"weights": {}}, {"weights": {"bias": "much"}}, {"weights": []}])
def test_what_cannot_be_read_is_silent(discussion: Discussion, ann: Member, broken: dict[str, Any]) -> None:
    keep(**broken)
    comment = say(discussion, ann, BAD)
    assert (comment.weight, found(comment).answer) == (0, Answer.PASS)


def test_the_model_is_asked_for_once_a_minute(model: TriageModel, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        assert present_model() is not None
    with django_assert_num_queries(0):
        assert present_model() is not None


def test_a_model_is_written_once(model: TriageModel) -> None:
    with pytest.raises(AppendOnlyError):
        TriageModel.objects.update(version=2)
    with pytest.raises(AppendOnlyError):
        model.save()


@pytest.fixture
def judged(discussion: Discussion, ann: Member, mod: Member, rule: Rule, monkeypatch: Any) -> Discussion:
    """Forty comments decided on, ten of them removed."""
    monkeypatch.setattr(decided, "LEAST", 40)
    monkeypatch.setattr("perspectives.moderation.actions.learn.LEAST", 40)
    for example in made(40):
        comment = say(discussion, ann, example.text)
        act = Act.APPROVE if not example.removed else Act.REJECT if example.rule else Act.SPAM
        if act == Act.APPROVE:
            Comment.objects.filter(pk=comment.pk).update(status=Status.PENDING)
        decide(comment=comment, moderator=mod, act=act, revision=1, rule=rule if act == Act.REJECT else None)
    return discussion


def test_it_learns_from_final_decisions_alone(judged: Discussion, ann: Member, mod: Member) -> None:
    assert decided.final_decisions() == len(decided.examples()) == 40
    one = judged.comments.filter(status=Status.REJECTED).first()
    undo_decision(decision=one.decisions.get(), moderator=mod)
    assert decided.final_decisions() == 39
    Member.objects.filter(pk=ann.pk).update(erased_at=one.created_at)
    assert decided.examples() == []


def test_it_learns_by_a_command_and_says_from_what(judged: Discussion, capsys: Any) -> None:
    call_command("learn_triage", "--dry-run")
    assert "Nothing was kept." in capsys.readouterr().out
    assert not TriageModel.objects.exists()
    call_command("learn_triage")
    assert "Learned from 30 approved and 10 removed comments." in capsys.readouterr().out
    row = TriageModel.objects.get()
    assert row.learned_from == {"approved": 30, "removed": 10}
    assert present_model() is not None
    columns = {rule for pattern in row.weights["patterns"] for rule in [pattern["rule"]]}
    assert columns <= {0, 1, 4}


def test_below_the_least_number_of_decisions_nothing_is_learned(discussion: Discussion) -> None:
    with pytest.raises(TooFew, match="200 decisions; there are 0"):
        learn_triage()
    with pytest.raises(CommandError, match="Silent until"):
        call_command("learn_triage")
