"""Reports weigh by their reporter's record; where they weigh enough the comment is held until a moderator looks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.models import Comment, Discussion, Finding, Status
from perspectives.moderation.actions import decide, report_comment, undo_decision
from perspectives.moderation.findings import line_of
from perspectives.moderation.models import Act, Decision, Reason, Report
from perspectives.moderation.standing import standing_decision_of
from perspectives.moderation.trust_of_reports import weight_by_record, weight_of_reporter
from perspectives.notifications.actions import send_due, tell_untold
from tests.cast import make_member, say
from tests.moderation.stage import item_of


@pytest.fixture
def strict(forum: Any) -> Any:
    """The forum holds what two unknown readers report."""
    forum.report_threshold = 200
    forum.save()
    return forum


def reported(comment: Comment, *names: str) -> Comment:
    """Let members of these names report a comment, and return it as it stands."""
    for name in names:
        report_comment(comment=comment, reporter=make_member(name), reason=Reason.ABUSE)
    comment.refresh_from_db()
    return comment


def judged(discussion: Discussion, reporter: Any, mod: Any, act: Act, many: int) -> None:
    """Let `reporter` report so many comments, and a moderator answer with `act`."""
    for _number in range(many):
        comment = say(discussion, make_member(f"W{Comment.objects.count()}"))
        report_comment(comment=comment, reporter=reporter, reason=Reason.SPAM)
        decide(comment=comment, moderator=mod, act=act, revision=1)


def test_the_weight_goes_from_a_quarter_to_three_of_an_unknown_readers() -> None:
    assert weight_by_record(0, 0) == 100
    assert [weight_by_record(*record) for record in ((1, 0), (8, 0), (0, 1), (0, 8))] == [167, 260, 75, 40]
    assert weight_by_record(5, 5) == 100
    assert (weight_by_record(10_000, 0), weight_by_record(0, 10_000)) == (300, 25)
    weights = [weight_by_record(upheld, 10 - upheld) for upheld in range(11)]
    assert weights == sorted(weights)


def test_a_report_weighs_by_what_became_of_the_readers_earlier_ones(discussion: Any, ben: Any, mod: Any) -> None:
    judged(discussion, ben, mod, Act.SPAM, 3)
    judged(discussion, ben, mod, Act.APPROVE, 1)
    with CaptureQueriesContext(connection) as queries:
        assert weight_of_reporter(ben) == weight_by_record(3, 1)
    assert len(queries) == 1
    open_one = say(discussion, make_member("Cara"))
    report = report_comment(comment=open_one, reporter=ben, reason=Reason.SPAM).report
    assert report.weight == weight_by_record(3, 1) > 100


def test_what_was_undone_says_nothing_about_the_reader(discussion: Any, ben: Any, mod: Any) -> None:
    judged(discussion, ben, mod, Act.APPROVE, 1)
    undo_decision(decision=Decision.objects.get(), moderator=mod)
    assert weight_of_reporter(ben) == 100


def test_the_weight_of_a_comment_rises_with_reports_and_falls_with_their_answer(
    discussion: Any, ann: Any, mod: Any
) -> None:
    comment = reported(say(discussion, ann), "Ben", "Cara")
    assert (comment.open_reports, comment.weight) == (2, 200)
    decision = decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    comment.refresh_from_db()
    assert (comment.open_reports, comment.weight) == (0, 0)
    undo_decision(decision=decision, moderator=mod)
    comment.refresh_from_db()
    assert (comment.open_reports, comment.weight) == (2, 200)
    reported(comment, *(f"R{number}" for number in range(10)))
    assert comment.weight == 1000


def test_what_the_model_said_stays_when_reports_are_answered(discussion: Any, ann: Any, mod: Any) -> None:
    comment = say(discussion, ann)
    Finding.objects.create(comment=comment, discussion=discussion, check_name="triage", facts={"score": 350})
    assert reported(comment, "Ben").weight == 450
    decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    comment.refresh_from_db()
    assert comment.weight == 350


def test_without_a_threshold_nothing_is_held(discussion: Any, ann: Any) -> None:
    comment = reported(say(discussion, ann), *(f"R{number}" for number in range(6)))
    assert (comment.status, Decision.objects.count()) == (Status.PUBLIC, 0)


def test_past_the_threshold_the_comment_is_held_by_a_rule_and_written_down(
    discussion: Any, ann: Any, strict: Any
) -> None:
    comment = reported(say(discussion, ann), "Ben")
    assert comment.status == Status.PUBLIC
    reported(comment, "Cara")
    decision = Decision.objects.get()
    assert (decision.act, decision.by, decision.automated) == (Act.HOLD, None, True)
    assert (decision.status_before, decision.status_after, decision.revision) == ("public", "pending", 1)
    assert (comment.status, comment.open_reports, comment.shown) == (Status.PENDING, 2, False)
    assert Report.objects.open().count() == 2
    discussion.refresh_from_db()
    assert discussion.public_count == 0
    finding = Finding.objects.get(check_name="reports")
    assert (finding.answer, finding.facts) == ("hold", {"reports": 2, "weight": 200, "threshold": 200})
    assert line_of(finding).sentence == "2 reports that weigh like 2.0 of unknown readers; held from 2.0"


def test_its_writer_is_told_and_sees_why_and_nobody_learns_who_reported(
    discussion: Any, ann: Any, strict: Any, mod: Any, as_member: Any
) -> None:
    comment = reported(say(discussion, ann), "Benjamin", "Caroline")
    tell_untold()
    send_due()
    letters = [letter for letter in mail.outbox if letter.to == ["ann@example.org"]]
    assert len(letters) == 1
    assert "is held until a moderator has looked" in letters[0].body.replace("\n", " ")
    page = as_member(ann).get(comment.get_absolute_url()).content.decode()
    assert "Readers have reported it" in page
    for name in ("Benjamin", "Caroline"):
        assert name not in page + letters[0].body
    assert standing_decision_of(comment) == Decision.objects.get()
    card = as_member(mod).get(item_of(comment)).content.decode()
    assert "2 reports that weigh like" in card


def test_a_moderator_approves_or_rejects_and_undoes_as_usual(
    discussion: Any, ann: Any, strict: Any, mod: Any, rule: Any
) -> None:
    comment = reported(say(discussion, ann), "Ben", "Cara")
    decision = decide(comment=comment, moderator=mod, act=Act.REJECT, rule=rule, revision=1, seen=0)
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports) == (Status.REJECTED, 0)
    undo_decision(decision=decision, moderator=mod)
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports, comment.weight) == (Status.PENDING, 2, 200)
    decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports) == (Status.PUBLIC, 0)


def test_what_a_moderator_approved_is_held_again_only_by_reports_made_afterwards(
    discussion: Any, ann: Any, ben: Any, strict: Any, mod: Any
) -> None:
    comment = say(discussion, ann)
    report_comment(comment=comment, reporter=ben, reason=Reason.ABUSE)
    decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    # As an appeal that was granted leaves them: open again, and made before a moderator found the text in order.
    Report.objects.filter(member=ben).update(decision=None, created_at=timezone.now() - timedelta(hours=1))
    assert reported(comment, "Cara").status == Status.PUBLIC
    assert reported(comment, "Dora").status == Status.PENDING


def test_the_reporter_whose_report_tips_the_scale_is_led_to_the_discussion(
    discussion: Any, ann: Any, ben: Any, strict: Any, as_member: Any
) -> None:
    comment = reported(say(discussion, ann), "Cara")
    address = reverse("perspectives:report", args=[discussion.slug, comment.number])
    client = as_member(ben)
    for _click in range(2):
        answer = client.post(address, {"reason": "abuse", "words": "Look."})
        assert (answer.status_code, answer.url) == (303, reverse("perspectives:discussion", args=[discussion.slug]))
    assert client.get(address).status_code == 404
    assert (Report.objects.filter(member=ben).count(), Decision.objects.count()) == (1, 1)
