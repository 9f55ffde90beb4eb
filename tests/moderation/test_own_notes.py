"""What the team notes on a moderator is not shown to that one, by whatever door, and nobody notes on oneself."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from perspectives.discussion.models import Event
from perspectives.moderation.actions import decide, make_appeal, write_message, write_note
from perspectives.moderation.errors import OwnMatter
from perspectives.moderation.models import Act, Appeal, Decision, Message, Note
from perspectives.notifications.models import Notice
from tests.cast import make_moderator, say
from tests.moderation.chain import noticed, rejected
from tests.moderation.stage import DESK, held, item_of, list_of, row_of

SECRET = "A secret of the team"


@pytest.fixture
def noted(discussion: Any, forum: Any, mod: Any, mia: Any) -> Any:
    """Return a comment of Mod's with a note on it, and one in the decision."""
    comment = held(discussion, mod)
    write_note(forum=forum, member=mod, comment=comment, by=mia, body=f"{SECRET}, and @Mod must not know.")
    rejected(comment, mia, note=f"{SECRET} too.")
    return comment


def test_no_page_of_the_desk_shows_them_to_the_one_they_are_on(
    noted: Any, forum: Any, discussion: Any, mod: Any, mia: Any, as_member: Any
) -> None:
    appeal = make_appeal(decision=Decision.objects.get(), member=mod, words="Why?").appeal
    other = held(discussion, mod)
    doors = [
        *(DESK, item_of(noted), item_of(other), f"/moderation/members/{mod.key}/"),
        *(f"/moderation/legal/{noticed(say(discussion, mod)).pk}/", f"/moderation/appeals/{appeal.pk}/"),
    ]
    shows = {door: [SECRET in as_member(one).get(door).content.decode() for one in (mod, mia)] for door in doors}
    assert set(map(tuple, shows.values())) == {(False, True)}
    for query in (f"?q={SECRET}", "?member=Mod", "?q=secret"):
        assert SECRET not in as_member(mod).get(f"/moderation/search/{query}").content.decode().replace(
            f'value="{SECRET}"', ""
        )
    assert Appeal.objects.count() == 1


def test_a_mention_in_a_note_on_oneself_is_not_told(
    discussion: Any, forum: Any, mod: Any, mia: Any, django_capture_on_commit_callbacks: Any
) -> None:
    say(discussion, mod)
    with django_capture_on_commit_callbacks(execute=True):
        write_note(forum=forum, member=mod, by=mia, body="@Mod again.")
    assert not Notice.objects.filter(kind="mention").exists()


def test_that_there_are_any_is_not_to_be_learned(forum: Any, mod: Any, mia: Any, as_member: Any) -> None:
    own = f"/moderation/members/{mod.key}/"
    assert as_member(mod).get(own).status_code == 404
    write_note(forum=forum, member=mod, by=mia, body=SECRET)
    assert (as_member(mod).get(own).status_code, as_member(mia).get(own).status_code) == (404, 200)


def test_nobody_notes_on_oneself(discussion: Any, forum: Any, mod: Any, as_member: Any) -> None:
    comment, client = say(discussion, mod), as_member(mod)
    with pytest.raises(OwnMatter):
        write_note(forum=forum, member=mod, by=mod, body="I am good.")
    for door in (item_of(comment), f"/moderation/members/{mod.key}/"):
        page = client.get(door).content.decode()
        assert ('value="note"' in page, 'value="warn"' in page) == (False, False)
        answer = client.post(door, {"act": "note", "body": "Kept words."})
        assert (answer.status_code, "somebody else of the team does it" in answer.content.decode()) == (403, True)
    assert not Note.objects.exists()


def test_the_admin_hides_them_too(
    noted: Any, forum: Any, discussion: Any, ann: Any, mod: Any, mia: Any, staff: Client, chief: Client
) -> None:
    write_note(forum=forum, member=ann, by=mia, body="@Mod, on Ann.", comment=say(discussion, ann))
    write_note(forum=forum, member=mod, by=make_moderator("Max", forum), body="@Mia, on Mod.")
    write_message(forum=forum, member=mod, by=mia, body="Dear Mod.")
    other = decide(comment=held(discussion, ann), moderator=mia, act=Act.APPROVE, revision=1)
    hidden: list[Any] = [*Note.objects.filter(member=mod), *Message.objects.all(), Decision.objects.get(member=mod)]
    for row in hidden:
        assert (staff.get(row_of(row)).status_code, chief.get(row_of(row)).status_code) == (404, 200)
        listed = staff.get(list_of(row._meta.model_name), {"q": "secret"}).content.decode()
        assert row_of(row) not in listed
    for row in (Note.objects.get(member=ann), other):
        assert staff.get(row_of(row)).status_code == 200
    on_mod, on_ann = (Event.objects.get(kind="noted", data__member=member.key) for member in (mod, ann))
    assert [staff.get(row_of(event)).status_code for event in (on_mod, on_ann)] == [404, 200]
