"""An item may be left to the others without a reason, and taken back; nobody else is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from perspectives.discussion.models import Comment, Event
from perspectives.moderation.actions import decide, pass_on, take_back
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Act, Decision, Passed
from tests.moderation.stage import DESK, held, item_of

CARE = "/moderation/care/"


def door(comment: Comment, name: str = "desk_pass") -> str:
    """Return the address at which an item is passed on, or taken back."""
    return reverse(f"perspectives:{name}", args=[comment.discussion.slug, comment.number])


def test_an_item_is_left_to_the_others_and_taken_back(
    discussion: Any, ann: Any, mod: Any, mia: Any, as_member: Any
) -> None:
    comment, client = held(discussion, ann), as_member(mod)
    where = f"{DESK}?kind=held"
    events = Event.objects.count()
    for said in ("is left to the others", "Nothing was left to do"):
        answer = client.post(door(comment), {"next": where})
        assert (answer.status_code, answer.url) == (303, where)
        assert said in client.get(CARE).content.decode()
        assert list(Passed.objects.values_list("comment", "member")) == [(comment.pk, mod.pk)]
    assert "You have left this to the others." in client.get(item_of(comment)).content.decode()
    assert "You have left this" not in as_member(mia).get(item_of(comment)).content.decode()
    assert "1 item you left to the others" in client.get(DESK).content.decode()
    for said in ("is in your queue again", "Nothing was left to do"):
        assert client.post(door(comment, "desk_take_back"), {"next": CARE}).url == CARE
        assert said in client.get(CARE).content.decode()
        assert not Passed.objects.exists()
    assert (Decision.objects.count(), Event.objects.count()) == (0, events)


def test_the_desks_script_is_told_in_place_and_no_sentence_waits(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment, client = held(discussion, ann), as_member(mod)
    answer = client.post(door(comment), headers={"X-Perspectives": "fetch"})
    said = f"#{comment.number} is left to the others."
    assert (answer.status_code, answer.json()) == (200, {"said": said})
    assert "no-store" in answer.headers["Cache-Control"]
    assert said not in client.get(CARE).content.decode()


@pytest.mark.parametrize("name", ["desk_pass", "desk_take_back"])
@pytest.mark.parametrize("who", ["ann", "eve", "tom"])
def test_another_forums_item_is_as_if_it_were_not_there(
    who: str, name: str, discussion: Any, ann: Any, as_member: Any, request: Any
) -> None:
    comment, client = held(discussion, ann, body="Held words."), as_member(request.getfixturevalue(who))
    missing = reverse(f"perspectives:{name}", args=[discussion.slug, 999])
    for method in ("get", "post"):
        answer, other = getattr(client, method)(door(comment, name)), getattr(client, method)(missing)
        assert (answer.status_code, answer.content) == (404, other.content)
    assert not Passed.objects.exists()


@pytest.mark.parametrize("act", [pass_on, take_back])
def test_the_act_itself_refuses_another_forums_moderator(act: Any, discussion: Any, ann: Any, tom: Any) -> None:
    with pytest.raises(NotFound):
        act(comment=held(discussion, ann), moderator=tom)


@pytest.mark.parametrize("name", ["desk_pass", "desk_take_back"])
def test_reading_changes_nothing_and_an_old_form_is_403(
    name: str, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = held(discussion, ann)
    assert as_member(mod).get(door(comment, name)).status_code == 200
    assert as_member(mod, csrf=True).post(door(comment, name)).status_code == 403
    assert as_member(mod).put(door(comment, name)).status_code == 405
    assert Client().get(door(comment, name)).status_code == 302
    assert not Passed.objects.exists()


@pytest.mark.parametrize("number", ["0", "9" * 30, "x"])
def test_numbers_there_are_not_are_404(number: str, discussion: Any, mod: Any, as_member: Any) -> None:
    address = f"/moderation/items/{discussion.slug}/{number}/pass/"
    assert as_member(mod).post(address).status_code == 404


def test_what_was_left_is_listed_while_it_waits_and_no_longer(
    discussion: Any, elsewhere: Any, ann: Any, mod: Any, mia: Any, as_member: Any, settings: Any
) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 5}
    client, items, asked = as_member(mod), [], []
    for count in (1, 6):
        items += [held(discussion, ann) for _ in range(count)]
        for comment in items:
            pass_on(comment=comment, moderator=mod)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(CARE).content.decode()
        assert page.count("Take it back") == min(len(items), 5)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert "Take it back" in client.get(f"{CARE}?page=2").content.decode()
    assert client.get(f"{CARE}?page=3").status_code == 404
    # Of a forum that Mod moderates no longer, nothing is listed.
    Passed.objects.create(comment=held(elsewhere, ann, body="Elsewhere."), member=mod)
    for comment in items:
        decide(comment=comment, moderator=mia, act=Act.APPROVE, revision=1)
    page = client.get(CARE).content.decode()
    assert "Nothing of what you left still waits." in page
    assert "Take it back" not in page
