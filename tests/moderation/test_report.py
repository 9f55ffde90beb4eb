"""Reporting: one report for each member and comment, only of what is public, counted exactly."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.errors import Refused, Throttled, Unacceptable
from perspectives.discussion.models import Discussion, Event, EventKind, Status
from perspectives.moderation.actions import report_comment
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Reason, Report
from tests.cast import in_status, make_user, say


def page_of(comment: Any) -> str:
    """Return the address of the report page."""
    return reverse("perspectives:report", args=[comment.discussion.slug, comment.number])


def test_a_report_is_a_row_a_count_and_an_event(discussion: Any, ann: Any, ben: Any) -> None:
    comment = say(discussion, ann)
    reported = report_comment(comment=comment, reporter=ben, reason=Reason.FALSE, words=" See page 3. ")
    comment.refresh_from_db()
    assert (reported.created, reported.report.words, reported.report.revision) == (True, "See page 3.", 1)
    assert comment.open_reports == 1
    event = Event.objects.get(kind=EventKind.REPORTED)
    assert (event.comment, event.actor, event.data) == (comment, ben, {"report": reported.report.pk})


def test_a_second_report_changes_nothing(discussion: Any, ann: Any, ben: Any) -> None:
    comment = say(discussion, ann)
    first = report_comment(comment=comment, reporter=ben, reason=Reason.FALSE)
    second = report_comment(comment=comment, reporter=ben, reason=Reason.SPAM, words="More.")
    comment.refresh_from_db()
    assert (second.created, second.report) == (False, first.report)
    assert (comment.open_reports, Report.objects.get().reason) == (1, "false")


def test_nobody_reports_oneself_or_without_a_reason(discussion: Any, ann: Any, ben: Any) -> None:
    comment = say(discussion, ann)
    with pytest.raises(Refused) as refusal:
        report_comment(comment=comment, reporter=ann, reason=Reason.SPAM)
    assert refusal.value.http_status == 403
    with pytest.raises(Unacceptable):
        report_comment(comment=comment, reporter=ben, reason="nonsense")


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_what_is_not_public_cannot_be_reported(status: str, discussion: Any, ann: Any, ben: Any) -> None:
    with pytest.raises(NotFound):
        report_comment(comment=in_status(discussion, ann, status), reporter=ben, reason=Reason.SPAM)
    assert Report.objects.count() == 0


def test_reports_are_limited(discussion: Any, ann: Any, ben: Any, settings: Any) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIMITS": {"report": [(1, 60)]}}
    one, two = say(discussion, ann), say(discussion, ann)
    report_comment(comment=one, reporter=ben, reason=Reason.SPAM)
    with pytest.raises(Throttled) as refusal:
        report_comment(comment=two, reporter=ben, reason=Reason.SPAM)
    assert 0 < refusal.value.retry_after <= 60
    assert not report_comment(comment=one, reporter=ben, reason=Reason.SPAM).created


def test_the_page_takes_a_report_and_then_says_that_it_is_there(
    discussion: Any, ann: Any, ben: Any, as_member: Any
) -> None:
    comment, client = say(discussion, ann, "A doubtful claim."), as_member(ben)
    form = client.get(page_of(comment))
    assert form.status_code == 200
    assert "A doubtful claim." in form.content.decode()
    answer = client.post(page_of(comment), {"reason": "false", "words": "Not so."})
    assert (answer.status_code, answer.url) == (303, page_of(comment))
    again = client.get(page_of(comment)).content.decode()
    assert "You have reported this comment" in again
    assert "<textarea" not in again
    assert client.post(page_of(comment), {"reason": "spam"}).status_code == 303
    assert Report.objects.get().reason == "false"


@pytest.mark.parametrize("data", [{"words": "My words."}, {"reason": "nonsense", "words": "My words."}])
def test_a_form_without_a_reason_comes_back_with_the_words(
    data: Any, discussion: Any, ann: Any, ben: Any, as_member: Any
) -> None:
    answer = as_member(ben).post(page_of(say(discussion, ann)), data)
    assert answer.status_code == 422
    assert "My words." in answer.content.decode()
    assert Report.objects.count() == 0


def test_a_failed_csrf_check_is_a_403_with_the_filled_form(discussion: Any, ann: Any, ben: Any, as_member: Any) -> None:
    client = as_member(ben, csrf=True)
    answer = client.post(page_of(say(discussion, ann)), {"reason": "false", "words": "My words."})
    text = answer.content.decode()
    assert (answer.status_code, Report.objects.count()) == (403, 0)
    assert "My words." in text
    assert re.search(r'<input[^>]*value="false"[^>]*checked', text)


def test_too_many_reports_are_a_429_with_the_words(
    discussion: Any, ann: Any, ben: Any, as_member: Any, settings: Any
) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIMITS": {"report": [(1, 60)]}}
    client, one, two = as_member(ben), say(discussion, ann), say(discussion, ann)
    client.post(page_of(one), {"reason": "spam"})
    answer = client.post(page_of(two), {"reason": "spam", "words": "My words."})
    assert (answer.status_code, 0 < int(answer.headers["Retry-After"]) <= 60) == (429, True)
    assert "My words." in answer.content.decode()


def test_ones_own_comment_is_refused_by_the_page_too(discussion: Any, ann: Any, as_member: Any) -> None:
    comment, client = say(discussion, ann), as_member(ann)
    assert client.get(page_of(comment)).status_code == 403
    assert client.post(page_of(comment), {"reason": "spam"}).status_code == 403
    assert Report.objects.count() == 0


@pytest.mark.parametrize("who", ["ann", "ben", "mod"])
@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_the_page_of_what_is_not_public_is_the_same_404_as_of_nothing(
    who: str, status: str, discussion: Any, ann: Any, as_member: Any, request: Any
) -> None:
    comment = in_status(discussion, ann, status, body="Held words.")
    client = as_member(request.getfixturevalue(who))
    nothing = reverse("perspectives:report", args=[discussion.slug, 999])
    for method in ("get", "post"):
        hidden, missing = getattr(client, method)(page_of(comment)), getattr(client, method)(nothing)
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert "Held words." not in hidden.content.decode()


def test_a_comment_of_an_unpublished_essay_cannot_be_reported(
    discussion: Any, ann: Any, ben: Any, as_member: Any
) -> None:
    comment = say(discussion, ann)
    Discussion.objects.filter(pk=discussion.pk).update(visible_until=timezone.now() - timedelta(hours=1))
    assert as_member(ben).get(page_of(comment)).status_code == 404
    with pytest.raises(NotFound):
        report_comment(comment=comment, reporter=ben, reason=Reason.SPAM)


def test_signed_out_readers_are_told_what_needs_an_account_and_what_does_not(discussion: Any, ann: Any) -> None:
    comment = say(discussion, ann, "Words.")
    answer = Client().get(page_of(comment))
    html = answer.content.decode()
    assert (answer.status_code, "Words." in html) == (200, True)
    assert f"login/?next={quote(page_of(comment), safe='')}" in html
    assert reverse("perspectives:give_notice", args=[discussion.slug, comment.number]) in html
    assert "<form" not in re.search("<main.*</main>", html, re.DOTALL)[0]  # type: ignore[index]
    # What was typed before a session ended is kept while one signs in.
    sent = Client().post(page_of(comment), {"reason": "spam"})
    assert (sent.status_code, "login" in sent.url) == (302, True)
    assert Client(enforce_csrf_checks=True).post(page_of(comment), {"reason": "spam"}).status_code == 403


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_signed_out_readers_are_told_nothing_of_what_is_not_public(status: str, discussion: Any, ann: Any) -> None:
    hidden = Client().get(page_of(in_status(discussion, ann, status, body="Held words.")))
    missing = Client().get(reverse("perspectives:report", args=[discussion.slug, 999]))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert "Held words." not in hidden.content.decode()


def test_the_nameless_choose_a_name_first(discussion: Any, ann: Any) -> None:
    nameless = Client()
    nameless.force_login(make_user("Noname"))
    assert reverse("perspectives:name") in nameless.get(page_of(say(discussion, ann))).url


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method: str, discussion: Any, ann: Any, ben: Any, as_member: Any) -> None:
    assert getattr(as_member(ben), method)(page_of(say(discussion, ann))).status_code == 405


def test_the_status_of_what_is_reported_does_not_change(discussion: Any, ann: Any, ben: Any) -> None:
    comment = say(discussion, ann)
    version = Discussion.objects.get(pk=discussion.pk).version
    report_comment(comment=comment, reporter=ben, reason=Reason.SPAM)
    comment.refresh_from_db()
    assert (comment.status, Discussion.objects.get(pk=discussion.pk).version) == (Status.PUBLIC, version)
