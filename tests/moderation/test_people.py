"""Notes of the team, mentions in them, and the private thread between the team and one member."""

from __future__ import annotations

from typing import Any

import pytest

from perspectives.discussion.errors import Refused, Throttled, Unacceptable
from perspectives.members.actions import erase_member
from perspectives.moderation.actions import read_messages, report_comment, write_message, write_note
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Message, Note, Reason
from perspectives.notifications.models import Notice
from tests.cast import make_moderator, say
from tests.moderation.stage import DESK, item_of


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Any:
    """Run what follows a commit, and return who was told as what."""

    def run(act: Any) -> set[tuple[str, str]]:
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return {(notice.member.name, notice.kind) for notice in Notice.objects.exclude(kind="waiting")}

    return run


def test_a_note_stays_and_is_written_once(discussion: Any, forum: Any, ann: Any, mod: Any, mia: Any) -> None:
    comment = say(discussion, ann)
    note = write_note(forum=forum, member=ann, comment=comment, by=mod, body="  Third time.\x00 ")
    assert (note.body, note.comment, note.by) == ("Third time.", comment, mod)
    assert write_note(forum=forum, member=ann, comment=comment, by=mod, body="Third time.") is None
    assert write_note(forum=forum, member=ann, by=mia, body="Third time.") is not None
    for body in ("", "\u200b", "x" * 2001):
        with pytest.raises(Unacceptable):
            write_note(forum=forum, member=ann, by=mod, body=body)


@pytest.mark.parametrize("who", ["tom", "eve", "ann"])
def test_only_the_forums_moderators_note(who: str, discussion: Any, forum: Any, ann: Any, request: Any) -> None:
    with pytest.raises(NotFound):
        write_note(forum=forum, member=ann, by=request.getfixturevalue(who), body="Words.")
    assert Note.objects.count() == 0


def test_colleagues_named_in_a_note_are_told_and_nobody_else(
    discussion: Any, forum: Any, ann: Any, ben: Any, mod: Any, mia: Any, tom: Any, told: Any
) -> None:
    two = make_moderator("Mia Two", forum)
    body = "@mia two, see this. @Ann and @Ben are no colleagues, nor is @Tom; @Mod wrote it."
    assert told(lambda: write_note(forum=forum, member=ann, by=mod, body=body)) == {(two.name, "mention")}


def test_a_mention_says_nothing_of_the_note(
    discussion: Any, forum: Any, ann: Any, mod: Any, mia: Any, told: Any, as_member: Any, mailoutbox: Any, settings: Any
) -> None:
    settings.PERSPECTIVES = {**settings.PERSPECTIVES, "BASE_URL": "https://example.org"}
    told(lambda: write_note(forum=forum, member=ann, by=mod, body="@Mia a secret."))
    assert [mail.to for mail in mailoutbox] == [["mia@example.org"]]
    assert "secret" not in mailoutbox[0].body + mailoutbox[0].subject
    assert f"/moderation/members/{ann.key}/" in mailoutbox[0].body
    assert f"/moderation/members/{ann.key}/" in as_member(mia).get("/notices/").content.decode()


def test_messages_go_both_ways_and_the_member_does_not_learn_who_writes(
    discussion: Any, forum: Any, ann: Any, mod: Any, mia: Any, told: Any, as_member: Any
) -> None:
    say(discussion, ann)
    assert told(lambda: write_message(forum=forum, member=ann, by=mod, body="Please stop.")) == {("Ann", "message")}
    thread = f"/notices/messages/{forum.slug}/"
    page = as_member(ann).get(thread).content.decode()
    assert "Please stop." in page
    assert "<bdi>Mod</bdi>" not in page
    assert thread in as_member(ann).get("/notices/").content.decode()
    answer = told(lambda: as_member(ann).post(thread, {"body": "I will."}))
    assert answer == {("Ann", "message"), ("Mod", "to-team"), ("Mia", "to-team")}
    desk = f"/moderation/members/{ann.key}/messages/{forum.slug}/"
    page = as_member(mia).get(desk).content.decode()
    assert "I will." in page
    assert "<bdi>Mod</bdi>" in page
    assert desk in as_member(mia).get("/notices/").content.decode()
    unread = [message.read_at is None for message in Message.objects.order_by("pk")]
    assert unread == [False, True]
    assert as_member(mia).post(desk, {"do": "read"}).status_code == 303
    assert not Message.objects.filter(read_at=None).exists()


def test_a_message_is_sent_once_and_read_once(discussion: Any, forum: Any, ann: Any, mod: Any) -> None:
    assert write_message(forum=forum, member=ann, by=mod, body="Please.") is not None
    assert write_message(forum=forum, member=ann, by=mod, body="Please.") is None
    assert read_messages(forum=forum, member=ann, by_team=True) == 0
    assert read_messages(forum=forum, member=ann, by_team=False) == 1
    assert read_messages(forum=forum, member=ann, by_team=False) == 0


def test_strangers_write_to_no_team_and_other_teams_to_no_stranger(
    discussion: Any, forum: Any, ann: Any, tom: Any, eve: Any, mod: Any, as_member: Any
) -> None:
    say(discussion, ann)
    with pytest.raises(NotFound):
        write_message(forum=forum, member=eve, by=eve, body="Hello.")
    with pytest.raises(NotFound):
        write_message(forum=forum, member=ann, by=tom, body="Hello.")
    assert as_member(eve).get(f"/notices/messages/{forum.slug}/").status_code == 404
    assert as_member(ann).get("/notices/messages/no-such-forum/").status_code == 404
    desk = f"/moderation/members/{ann.key}/messages/{forum.slug}/"
    for other in (tom, ann, eve):
        assert as_member(other).post(desk, {"body": "Hello."}).status_code == 404
    assert as_member(mod, csrf=True).post(desk, {"body": "Kept words."}).status_code == 403
    assert Message.objects.count() == 0
    erase_member(member=ann)
    with pytest.raises(Refused):
        write_message(forum=forum, member=ann, by=mod, body="Hello.")


def test_messages_are_limited(discussion: Any, forum: Any, ann: Any, settings: Any, as_member: Any) -> None:
    settings.PERSPECTIVES = {**settings.PERSPECTIVES, "LIMITS": {"message": [(1, 60)]}}
    say(discussion, ann)
    write_message(forum=forum, member=ann, by=ann, body="One.")
    with pytest.raises(Throttled):
        write_message(forum=forum, member=ann, by=ann, body="Two.")
    answer = as_member(ann).post(f"/notices/messages/{forum.slug}/", {"body": "Three."})
    assert (answer.status_code, "Three." in answer.content.decode()) == (429, True)
    assert int(answer.headers["Retry-After"]) > 0


def test_a_note_is_written_on_the_card_and_stands_there(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment, client = say(discussion, ann), as_member(mod)
    assert client.post(item_of(comment), {"act": "note", "body": "Watch this one."}).status_code == 303
    assert "Watch this one." in client.get(item_of(comment)).content.decode()
    assert client.post(item_of(comment), {"act": "note", "body": " "}).status_code == 422
    assert "Watch this one." not in as_member(ann).get(comment.get_absolute_url()).content.decode()


def test_with_a_member_who_leaves_the_notes_on_it_and_the_thread_go_and_its_own_notes_stay(
    discussion: Any, forum: Any, ann: Any, ben: Any, mod: Any, mia: Any
) -> None:
    for member in (ann, ben, mia):
        say(discussion, member)
        write_note(forum=forum, member=member, by=mod, body=f"{member.name} again.")
        write_message(forum=forum, member=member, by=mod, body=f"Dear {member.name}.")
        write_message(forum=forum, member=member, by=member, body=f"Yours, {member.name}.")
    write_note(forum=forum, member=ben, by=mia, body="He is right.")
    for leaves in (ann, mia):
        erase_member(member=leaves)
    kept = [*Note.objects.values_list("body", flat=True), *Message.objects.values_list("body", flat=True)]
    assert kept == ["Ben again.", "He is right.", "Dear Ben.", "Yours, Ben."]


def test_a_moderator_whose_own_comment_is_reported_does_not_learn_by_whom(
    discussion: Any, ann: Any, mod: Any, mia: Any, as_member: Any
) -> None:
    comment = say(discussion, mod)
    report_comment(comment=comment, reporter=ann, reason=Reason.ABUSE, words="Look at this.")
    for address in (item_of(comment), DESK):
        own, other = (as_member(one).get(address).content.decode() for one in (mod, mia))
        assert ("Look at this." in own, "Look at this." in other) == (True, True)
        assert ("<bdi>Ann</bdi>" in own, "<bdi>Ann</bdi>" in other) == (False, True)
