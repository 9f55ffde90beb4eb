"""The forms of the desk: what they refuse keeps what was typed, and what they do is done once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.actions import edit_comment
from perspectives.discussion.models import State, Status
from perspectives.moderation.actions import decide
from perspectives.moderation.models import Act, Decision, Sanction
from tests.moderation.stage import DESK, held, item_of, sent


def test_a_rejection_without_a_rule_is_422_and_keeps_what_was_typed(
    discussion: Any, ann: Any, mod: Any, rule: Any, as_member: Any
) -> None:
    comment, client = held(discussion, ann), as_member(mod)
    answer = client.post(item_of(comment), sent(comment, "reject", words="Too sharp.", note="See #2."))
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Choose the rule", "Too sharp.", "See #2."):
        assert words in page
    answer = client.post(item_of(comment), sent(comment, "reject", rule=rule.pk, words="Too sharp."))
    comment.refresh_from_db()
    assert (answer.status_code, comment.status) == (303, Status.REJECTED)
    assert Decision.objects.get().rule == rule


@pytest.mark.parametrize(
    "fields", [{"rule": "999999"}, {"words": "x" * 2001}, {"revision": ""}, {"seen": "x"}, {"act": ""}]
)
def test_a_form_that_cannot_be_read_is_422_and_changes_nothing(
    fields: Any, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = held(discussion, ann)
    answer = as_member(mod).post(item_of(comment), sent(comment, "reject") | fields)
    assert (answer.status_code, Decision.objects.count()) == (422, 0)


def test_a_decision_on_a_text_edited_meanwhile_is_409_with_the_new_text_and_the_form(
    discussion: Any, ann: Any, mod: Any, rule: Any, as_member: Any
) -> None:
    comment = held(discussion, ann, body="The old text.")
    form = sent(comment, "reject", rule=rule.pk, words="Too sharp.")
    edit_comment(comment=comment, editor=ann, body="The new text.", tags=[], revision=1)
    client = as_member(mod)
    answer = client.post(item_of(comment), form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "edited meanwhile" in page
    assert "The new text." in page
    assert "Too sharp." in page
    assert re.search(rf'value="{rule.pk}" selected', page)
    assert client.post(item_of(comment), form | {"revision": 2}).status_code == 303


def test_the_second_of_two_moderators_gets_409_and_may_then_decide_anew(
    discussion: Any, ann: Any, mod: Any, mia: Any, rule: Any, as_member: Any
) -> None:
    comment = held(discussion, ann)
    first = as_member(mod).post(item_of(comment), sent(comment, "approve"))
    second = as_member(mia)
    answer = second.post(item_of(comment), sent(comment, "reject", rule=rule.pk, words="No."))
    page = answer.content.decode()
    assert (first.status_code, answer.status_code) == (303, 409)
    assert "Mod has decided on this meanwhile: approved" in page
    assert "No." in page
    comment.refresh_from_db()
    assert comment.status == Status.PUBLIC
    newest = Decision.objects.get().pk
    assert f'name="seen" value="{newest}"' in page
    again = second.post(item_of(comment), sent(comment, "reject", rule=rule.pk, words="No.", seen=newest))
    comment.refresh_from_db()
    assert (again.status_code, comment.status) == (303, Status.REJECTED)


def test_pressing_a_button_twice_decides_once(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment, client = held(discussion, ann), as_member(mod)
    answers = [client.post(item_of(comment), sent(comment, "approve")).status_code for _ in range(2)]
    assert (answers, Decision.objects.count()) == ([303, 303], 1)


def test_suspending_locking_lifting_and_opening_by_the_forms(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment, client = held(discussion, ann), as_member(mod)
    last_day = timezone.localdate() + timedelta(days=3)
    form = sent(comment, "suspend", until=last_day.isoformat(), words="Insults.")
    assert client.post(item_of(comment), form).status_code == 303
    sanction = Sanction.objects.get()
    end = timezone.localtime(sanction.until)
    assert (end.date(), end.hour, sanction.forum) == (last_day + timedelta(days=1), 0, discussion.forum)
    assert client.post(item_of(comment), sent(comment, "lock")).url == item_of(comment)
    discussion.refresh_from_db()
    assert discussion.state == State.LOCKED
    page = client.get(item_of(comment)).content.decode()
    assert f'name="sanction" value="{sanction.pk}"' in page
    assert 'value="unlock"' in page
    client.post(item_of(comment), sent(comment, "lift", sanction=sanction.pk))
    client.post(item_of(comment), sent(comment, "unlock"))
    acts = list(Decision.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["suspend", "lock", "lift", "unlock"]


@pytest.mark.parametrize(
    "fields",
    [
        {"until": ""},
        {"until": "yesterday"},
        {"until": "2001-01-01"},
        {"until": "9999-12-31"},
        {"words": ""},
        {"words": "\u200b"},
    ],
)
def test_a_suspension_without_a_day_to_come_or_a_reason_is_422(
    fields: Any, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = held(discussion, ann)
    good = {"until": (timezone.localdate() + timedelta(days=1)).isoformat(), "words": "Insults."}
    answer = as_member(mod).post(item_of(comment), sent(comment, "suspend", **good | fields))
    assert (answer.status_code, Sanction.objects.count()) == (422, 0)
    if "words" not in fields:
        assert "Insults." in answer.content.decode()


def test_a_sanction_of_another_member_cannot_be_lifted_through_a_card(
    discussion: Any, forum: Any, ann: Any, ben: Any, mod: Any, as_member: Any
) -> None:
    other = Sanction.objects.create(member=ben, forum=forum, kind="suspend", words="x")
    comment = held(discussion, ann)
    assert as_member(mod).post(item_of(comment), sent(comment, "lift", sanction=other.pk)).status_code == 422
    other.refresh_from_db()
    assert other.lifted_at is None


def test_a_decision_is_undone_from_the_desk(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment, client = held(discussion, ann), as_member(mod)
    client.post(item_of(comment), sent(comment, "spam"))
    undo = reverse("perspectives:undo", args=[Decision.objects.get().pk])
    assert f'action="{undo}"' in client.get(DESK).content.decode()
    assert client.get(undo).status_code == 200
    comment.refresh_from_db()
    assert comment.status == Status.SPAM
    assert client.post(undo).url == DESK
    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    assert "The decision is undone." in client.get(DESK).content.decode()
    assert client.post(undo).status_code == 303
    assert Decision.objects.count() == 2


def test_an_undo_that_comes_too_late_is_409_with_words(
    discussion: Any, ann: Any, mod: Any, mia: Any, rule: Any, as_member: Any
) -> None:
    comment = held(discussion, ann)
    first = decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1, seen=0)
    decide(comment=comment, moderator=mia, act=Act.REJECT, revision=1, rule=rule, seen=first.pk)
    answer = as_member(mod).post(reverse("perspectives:undo", args=[first.pk]), {"note": "Hm."})
    assert answer.status_code == 409
    assert "Mia has decided" in answer.content.decode()
    assert "Hm." in answer.content.decode()


def test_a_failed_csrf_check_is_a_403_with_the_filled_form(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment, client = held(discussion, ann), as_member(mod, csrf=True)
    answer = client.post(item_of(comment), sent(comment, "approve", words="Well said."))
    assert (answer.status_code, Decision.objects.count()) == (403, 0)
    assert "Well said." in answer.content.decode()
    token = client.get(item_of(comment)).context["csrf_token"]
    data = sent(comment, "approve", csrfmiddlewaretoken=str(token))
    assert client.post(item_of(comment), data).status_code == 303


def test_words_typed_when_the_session_was_lost_are_in_the_form_after_signing_in(
    discussion: Any, ann: Any, mod: Any, rule: Any
) -> None:
    comment, client = held(discussion, ann), Client()
    answer = client.post(item_of(comment), sent(comment, "reject", rule=rule.pk, words="Too sharp.", note="See #2."))
    assert (answer.status_code, "login" in answer.url) == (302, True)
    client.force_login(mod.user)
    page = client.get(item_of(comment)).content.decode()
    assert "Too sharp." in page
    assert "See #2." in page
    assert re.search(rf'value="{rule.pk}" selected', page)
    assert Decision.objects.count() == 0
