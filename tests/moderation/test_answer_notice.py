"""A notice of illegal content on the desk: the comment taken down under a rule or a law, or the notice dismissed."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from perspectives.discussion.actions import withdraw_comment
from perspectives.discussion.errors import Refused, Unacceptable
from perspectives.discussion.models import Comment, Event, EventKind, Status
from perspectives.moderation.actions import act_on_notice, decide, dismiss_notice, undo_decision
from perspectives.moderation.actions.answer_notice import AnsweredMeanwhile
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Act, Decision, LegalNotice
from tests.cast import say
from tests.moderation.chain import noticed, rejected
from tests.moderation.stage import list_of, row_of


def page_of(notice: LegalNotice) -> str:
    """Return the notice's page on the desk."""
    return reverse("perspectives:legal_notice", args=[notice.pk])


def answered(**fields: Any) -> dict[str, Any]:
    """Return what the form of the page sends."""
    return {"revision": 1, "seen": 0, "rule": "", "law": "", "words": "", "note": "", **fields}


def test_the_page_shows_the_notice_and_its_comment_and_no_address(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    notice = noticed(say(discussion, ann, "Away with them."), law="Section 130")
    text = as_member(mod).get(page_of(notice)).content.decode()
    for shown in ("It calls for violence.", "Section 130", "Away with them.", "Nora Notifier"):
        assert shown in text
    assert "nora@" not in text
    assert "@example.org" not in text


def test_taking_it_down_names_a_law_and_answers_every_notice_about_it(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = say(discussion, ann)
    notice, other = noticed(comment), noticed(comment)
    form = answered(act="reject", law="Section 130", words="This is a threat.", note="Clear.")
    answer = as_member(mod).post(page_of(notice), form)
    assert (answer.status_code, answer.url) == (303, page_of(notice))
    decision = Decision.objects.get()
    assert (decision.act, decision.law, decision.rule, decision.words) == (
        "reject",
        "Section 130",
        None,
        "This is a threat.",
    )
    assert Comment.objects.get().status == Status.REJECTED
    for one in (notice, other):
        one.refresh_from_db()
        assert (one.decision, one.answered_at) == (decision, decision.created_at)
    assert as_member(mod).post(page_of(notice), form).status_code == 303
    assert Decision.objects.count() == 1


def test_taking_it_down_needs_a_rule_or_a_law_and_gives_back_what_was_typed(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    notice = noticed(say(discussion, ann))
    answer = as_member(mod).post(page_of(notice), answered(act="reject", words="My words."))
    assert (answer.status_code, Decision.objects.count()) == (422, 0)
    assert "My words." in answer.content.decode()
    assert as_member(mod).post(page_of(notice), answered(act="nonsense", words="My words.")).status_code == 422


def test_dismissing_needs_words_changes_nothing_and_tells_the_writer_nothing(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = say(discussion, ann)
    notice = noticed(comment)
    assert as_member(mod).post(page_of(notice), answered(act="dismiss")).status_code == 422
    as_member(mod).post(page_of(notice), answered(act="dismiss", words="It is an opinion."))
    decision = Decision.objects.get()
    comment.refresh_from_db()
    notice.refresh_from_db()
    assert (decision.act, decision.status_before, decision.status_after) == ("dismiss", "public", "public")
    assert (comment.status, notice.decision) == (Status.PUBLIC, decision)
    assert not Event.objects.filter(kind=EventKind.DECIDED).exists()
    with pytest.raises(Unacceptable):
        dismiss_notice(notice=noticed(comment), moderator=mod, words=" ")


def test_undoing_opens_the_notice_again(discussion: Any, ann: Any, mod: Any, mia: Any) -> None:
    comment = say(discussion, ann)
    notice = noticed(comment)
    for answer in (
        lambda: dismiss_notice(notice=notice, moderator=mod, words="No."),
        lambda: act_on_notice(notice=notice, moderator=mod, rule=None, law="Section 1", revision=1),
    ):
        decision = answer()
        LegalNotice.objects.update(answer_sent_at=decision.created_at)
        assert undo_decision(decision=decision, moderator=mia) is not None
        assert undo_decision(decision=decision, moderator=mia) is None
        notice.refresh_from_db()
        assert (notice.decision, notice.answered_at, notice.answer_sent_at) == (None, None, None)
        assert Comment.objects.get().status == Status.PUBLIC
    assert not Event.objects.filter(kind=EventKind.DECIDED, data__decision=Decision.objects.first().pk).exists()


def test_the_desk_offers_to_undo_what_it_answered(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    notice = noticed(say(discussion, ann))
    decision = dismiss_notice(notice=notice, moderator=mod, words="No.")
    undo = reverse("perspectives:undo", args=[decision.pk])
    assert undo in as_member(mod).get(page_of(notice)).content.decode()
    assert as_member(mod).post(undo, {"note": ""}).status_code == 303
    assert LegalNotice.objects.open().count() == 1


def test_whoever_takes_the_comment_down_elsewhere_answers_the_notice_and_who_approves_it_does_not(
    discussion: Any, ann: Any, mod: Any, mia: Any
) -> None:
    comment = say(discussion, ann)
    notice = noticed(comment)
    decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    assert LegalNotice.objects.open().count() == 1
    comment.refresh_from_db()
    decision = rejected(comment, mia)
    notice.refresh_from_db()
    assert notice.decision == decision
    with pytest.raises(AnsweredMeanwhile, match="Mia"):
        dismiss_notice(notice=notice, moderator=mod, words="No.")
    with pytest.raises(AnsweredMeanwhile, match="Mia"):
        act_on_notice(notice=notice, moderator=mod, rule=None, law="Section 1", revision=1)


def test_a_comment_that_is_public_again_opens_the_notice_and_the_same_reason_answers_it_again(
    discussion: Any, ann: Any, mod: Any, mia: Any
) -> None:
    comment = say(discussion, ann)
    notice = noticed(comment)
    down = act_on_notice(notice=notice, moderator=mod, rule=None, law="Section 1", revision=1)
    comment.refresh_from_db()
    approval = decide(comment=comment, moderator=mia, act=Act.APPROVE, revision=1)
    notice.refresh_from_db()
    assert (notice.decision, notice.answered_at) == (None, None)
    undo_decision(decision=approval, moderator=mia)
    notice.comment.refresh_from_db()
    again = act_on_notice(notice=notice, moderator=mod, rule=None, law="Section 1", revision=1)
    notice.refresh_from_db()
    assert notice.decision == again
    assert again.law == down.law


def test_the_admin_names_nobody_who_gave_notice(discussion: Any, ann: Any, staff: Any) -> None:
    notice = noticed(say(discussion, ann))
    for path in (list_of("legalnotice"), row_of(notice)):
        text = staff.get(path).content.decode()
        assert "Nora" not in text
        assert "nora@" not in text


def test_the_second_of_two_answers_is_told_on_the_page(
    discussion: Any, ann: Any, mod: Any, mia: Any, as_member: Any
) -> None:
    notice = noticed(say(discussion, ann))
    dismiss_notice(notice=notice, moderator=mia, words="No.")
    answer = as_member(mod).post(page_of(notice), answered(act="reject", law="Section 1", words="My words."))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Mia has answered this notice meanwhile" in text
    assert Comment.objects.get().status == Status.PUBLIC


def test_an_edited_text_is_not_taken_down_unseen(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment = say(discussion, ann)
    notice = noticed(comment)
    Comment.objects.filter(pk=comment.pk).update(revision=2)
    answer = as_member(mod).post(page_of(notice), answered(act="reject", law="Section 1"))
    assert (answer.status_code, answer.context["form"]["revision"].value()) == (409, "2")


def test_a_withdrawn_comment_leaves_the_notice_to_be_dismissed(discussion: Any, ann: Any, mod: Any) -> None:
    comment = say(discussion, ann)
    notice = noticed(comment)
    withdraw_comment(comment=comment, member=ann)
    with pytest.raises(Refused) as refusal:
        act_on_notice(notice=notice, moderator=mod, rule=None, law="Section 1", revision=1)
    assert refusal.value.http_status == 409
    assert dismiss_notice(notice=notice, moderator=mod, words="Its writer took it back.") is not None


def test_nobody_answers_a_notice_about_oneself_or_sees_who_gave_it(discussion: Any, mod: Any, as_member: Any) -> None:
    notice = noticed(say(discussion, mod))
    text = as_member(mod).get(page_of(notice)).content.decode()
    assert "somebody else answers it" in text
    assert "Nora" not in text
    assert as_member(mod).post(page_of(notice), answered(act="dismiss", words="No.")).status_code == 403
    assert LegalNotice.objects.open().count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_other_forums_moderators_and_members_get_the_404_of_nothing(
    method: str, discussion: Any, ann: Any, tom: Any, eve: Any, as_member: Any
) -> None:
    notice = noticed(say(discussion, ann))
    for who in (tom, eve):
        hidden = getattr(as_member(who), method)(page_of(notice))
        missing = getattr(as_member(who), method)(reverse("perspectives:legal_notice", args=[99_999_999]))
        assert (hidden.status_code, hidden.content) == (404, missing.content)
    with pytest.raises(NotFound):
        dismiss_notice(notice=notice, moderator=tom, words="No.")


def test_without_the_token_nothing_is_answered_and_the_words_come_back(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    notice = noticed(say(discussion, ann))
    answer = as_member(mod, csrf=True).post(page_of(notice), answered(act="dismiss", words="My words."))
    assert (answer.status_code, Decision.objects.count()) == (403, 0)
    assert "My words." in answer.content.decode()


def test_the_receipt_shows_the_answer_and_not_the_words_to_the_writer(
    discussion: Any, ann: Any, mod: Any, client: Any, settings: Any
) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"REDRESS_TEXT": "The ombudsman at https://help.example/."}
    comment = say(discussion, ann, "Away with them.")
    down, left = noticed(comment), noticed(say(discussion, ann, "Fine words."))
    act_on_notice(notice=down, moderator=mod, rule=None, law="Section 130", revision=1, words="Ann, this is a threat.")
    dismiss_notice(notice=left, moderator=mod, words="It is an opinion.")
    took, kept = (
        client.get(reverse("perspectives:notice_receipt", args=[one.key])).content.decode() for one in (down, left)
    )
    assert "It breaks the law: Section 130" in took
    assert "The ombudsman at <a" in took
    for hidden in ("Ann", "Away with them.", "Mod"):
        assert hidden not in took.replace("Moderat", "")
    assert "It is an opinion." in kept
