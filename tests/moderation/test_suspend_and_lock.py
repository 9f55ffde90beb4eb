"""Suspending, lifting, locking and opening: a row each, nothing twice, nobody but the forum's moderators."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from perspectives.discussion.errors import Refused, Unacceptable
from perspectives.discussion.models import Event, State
from perspectives.moderation.actions import (
    lift_suspension,
    lock_discussion,
    suspend_member,
    unlock_discussion,
)
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Decision, Sanction
from tests.cast import make_moderator, say

SOON = timedelta(days=2)


def suspend(member: Any, forum: Any, by: Any, **fields: Any) -> Decision | None:
    """Suspend for two days, with a reason."""
    values = {"until": timezone.now() + SOON, "words": "Insults in #4."}
    return suspend_member(member=member, forum=forum, by=by, **values | fields)


def test_a_suspended_member_cannot_write_until_it_is_lifted(discussion: Any, forum: Any, ann: Any, mod: Any) -> None:
    comment = say(discussion, ann)
    row = suspend(ann, forum, mod, comment=comment, note="Third time.")
    with pytest.raises(Refused, match=r"Insults in #4\.") as refusal:
        say(discussion, ann)
    assert refusal.value.http_status == 403
    assert (row.act, row.member, row.comment, row.words, row.note) == (
        "suspend",
        ann,
        comment,
        "Insults in #4.",
        "Third time.",
    )
    lifted = lift_suspension(sanction=row.sanction, by=mod, words="Apologised.")
    assert (lifted.act, lifted.undoes, lifted.sanction) == ("lift", row, row.sanction)
    assert say(discussion, ann).pk
    assert lift_suspension(sanction=row.sanction, by=mod) is None


def test_a_suspension_ends_by_itself(discussion: Any, forum: Any, ann: Any, mod: Any) -> None:
    suspend(ann, forum, mod)
    assert say(discussion, ann, now=timezone.now() + SOON + timedelta(seconds=1)).pk


def test_the_same_suspension_again_does_nothing_and_another_takes_its_place(
    forum: Any, ann: Any, mod: Any, mia: Any
) -> None:
    until = timezone.now() + SOON
    assert suspend(ann, forum, mod, until=until) is not None
    assert suspend(ann, forum, mia, until=until) is None
    suspend(ann, forum, mia, until=until + SOON)
    assert [sanction.until for sanction in Sanction.objects.binding(ann, forum)] == [until + SOON]


@pytest.mark.parametrize(
    "fields", [{"until": timezone.now() - SOON}, {"words": "  \u200b".strip()}, {"words": "x" * 2001}]
)
def test_a_suspension_needs_a_day_to_come_and_a_reason(fields: Any, forum: Any, ann: Any, mod: Any) -> None:
    with pytest.raises(Unacceptable):
        suspend(ann, forum, mod, **fields)
    assert (Sanction.objects.count(), Decision.objects.count()) == (0, 0)


def test_nobody_suspends_oneself_or_a_fellow_moderator(forum: Any, mod: Any) -> None:
    for member in (mod, make_moderator("Max", forum)):
        with pytest.raises(Unacceptable):
            suspend(member, forum, mod)


@pytest.mark.parametrize(("who", "everywhere"), [("tom", False), ("eve", False), ("mod", True), ("tom", True)])
def test_only_moderators_of_the_forum_suspend_and_only_a_moderator_of_all_does_so_everywhere(
    who: str, everywhere: bool, forum: Any, ann: Any, mod: Any, request: Any
) -> None:
    by = request.getfixturevalue(who)
    with pytest.raises(NotFound):
        suspend(ann, None if everywhere else forum, by)
    row = suspend(ann, forum, mod)
    if not everywhere:
        with pytest.raises(NotFound):
            lift_suspension(sanction=row.sanction, by=by)


def test_the_superuser_suspends_everywhere(discussion: Any, elsewhere: Any, ann: Any, boss: Any) -> None:
    assert suspend(ann, None, boss).discussion is None
    for place in (discussion, elsewhere):
        with pytest.raises(Refused):
            say(place, ann)


def test_a_suspension_for_a_comment_leaves_an_event(discussion: Any, forum: Any, ann: Any, mod: Any) -> None:
    row = suspend(ann, forum, mod, comment=say(discussion, ann))
    assert Event.objects.filter(kind="decided", data={"decision": row.pk}).count() == 1


def test_a_locked_discussion_takes_nothing_until_it_is_opened(discussion: Any, ann: Any, mod: Any) -> None:
    version = discussion.version
    row = lock_discussion(discussion=discussion, by=mod, note="Heated.")
    assert (row.act, row.discussion, row.note) == ("lock", discussion, "Heated.")
    assert lock_discussion(discussion=discussion, by=mod) is None
    discussion.refresh_from_db()
    assert (discussion.state, discussion.version > version) == (State.LOCKED, True)
    with pytest.raises(Refused):
        say(discussion, ann)
    assert unlock_discussion(discussion=discussion, by=mod).act == "unlock"
    assert unlock_discussion(discussion=discussion, by=mod) is None
    discussion.refresh_from_db()
    assert say(discussion, ann).pk


@pytest.mark.parametrize("who", ["tom", "eve", "ann"])
def test_others_cannot_lock_or_open(who: str, discussion: Any, mod: Any, request: Any) -> None:
    by = request.getfixturevalue(who)
    with pytest.raises(NotFound):
        lock_discussion(discussion=discussion, by=by)
    lock_discussion(discussion=discussion, by=mod)
    with pytest.raises(NotFound):
        unlock_discussion(discussion=discussion, by=by)
    assert Decision.objects.count() == 1
