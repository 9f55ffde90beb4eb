"""The desk's script posts the same forms to the same addresses, and is answered in place of a page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from perspectives.discussion.actions import edit_comment
from perspectives.discussion.models import Status
from perspectives.moderation.models import Decision
from tests.cast import say
from tests.moderation.stage import DESK, held, item_of, sent

BY_SCRIPT = {"X-Perspectives": "fetch"}


def test_a_decision_is_answered_with_its_undoing_and_no_sentence_waits(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment, client = held(discussion, ann), as_member(mod)
    answer = client.post(item_of(comment), sent(comment, "approve"), headers=BY_SCRIPT)
    undo = reverse("perspectives:undo", args=[Decision.objects.get().pk])
    said = f"#{comment.number}: approved."
    row = answer.json()["row"]
    assert answer.json() == {"said": said, "undo": undo, "item": item_of(comment), "row": row}
    assert f'action="{undo}"' in row
    assert "no-store" in answer.headers["Cache-Control"]
    assert said not in client.get(DESK).content.decode()
    undone = client.post(undo, headers=BY_SCRIPT)
    assert undone.json() == {"said": "The decision is undone.", "item": item_of(comment)}
    comment.refresh_from_db()
    assert comment.status == Status.PENDING


def test_the_second_time_says_so_and_offers_no_undoing(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment, client = held(discussion, ann), as_member(mod)
    for _ in range(2):
        answer = client.post(item_of(comment), sent(comment, "approve"), headers=BY_SCRIPT)
    assert answer.json() == {"said": "Nothing was left to do: it is so already."}
    assert Decision.objects.count() == 1


def test_what_is_refused_is_the_page_with_the_card_as_it_is_now(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = held(discussion, ann, body="The first text.")
    edit_comment(comment=comment, editor=ann, body="The second text.", tags=[], revision=1)
    answer = as_member(mod).post(item_of(comment), sent(comment, "approve", words="Mine."), headers=BY_SCRIPT)
    page = answer.content.decode()
    assert (answer.status_code, "The second text." in page, "Mine." in page) == (409, True, True)
    assert 'name="at" value="desk"' in page


def test_a_rejection_without_a_rule_and_a_missing_token_are_pages_too(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = held(discussion, ann)
    answer = as_member(mod).post(item_of(comment), sent(comment, "reject"), headers=BY_SCRIPT)
    assert (answer.status_code, "px-errors" in answer.content.decode()) == (422, True)
    answer = as_member(mod, csrf=True).post(item_of(comment), sent(comment, "approve"), headers=BY_SCRIPT)
    assert (answer.status_code, Decision.objects.count()) == (403, 0)


def test_the_header_changes_nothing_for_others(discussion: Any, ann: Any, tom: Any, as_member: Any) -> None:
    comment = held(discussion, ann)
    answer = as_member(tom).post(item_of(comment), sent(comment, "approve"), headers=BY_SCRIPT)
    assert (answer.status_code, Decision.objects.count()) == (404, 0)


def test_small_acts_are_answered_alike(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment = say(discussion, ann)
    answer = as_member(mod).post(item_of(comment), sent(comment, "lock"), headers=BY_SCRIPT)
    assert answer.json()["undo"] == reverse("perspectives:undo", args=[Decision.objects.get().pk])
