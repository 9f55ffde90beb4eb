"""Write a line of the private thread between a forum's team and one member, either way."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.actions import record_event
from perspectives.discussion.errors import Throttled, Unacceptable
from perspectives.discussion.models import EventKind, Forum
from perspectives.members.errors import LimitReached
from perspectives.members.limits import count_attempt
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.actions.place import place_of
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Message, Sanction

# The same words by the same person within so long are the same press of a button.
SAME_WITHIN = timedelta(minutes=10)


def may_write_to_team(member: Member, forum: Forum) -> bool:
    """Whether `member` has anything to do with the forum: has written there, is under a sanction, or was written to."""
    return (
        member.comments.filter(discussion__forum=forum).exists()
        or Sanction.objects.filter(member=member, forum=forum).exists()
        or Message.objects.filter(member=member, forum=forum).exists()
    )


def write_message(
    *,
    forum: Forum,
    member: Member,
    by: Member,
    body: str,
    address: str | None = None,
    now: datetime | None = None,
) -> Message | None:
    """Write `body` to `member` where `by` is of the team, else to the team; None where that was written just now.

    Raises NotFound for who is neither, Refused for a member who left, Throttled, Unacceptable for what cannot be read.
    """
    now, from_team = now or timezone.now(), by.pk != member.pk
    if from_team:
        rules.must_moderate(by, forum.pk)
    elif not may_write_to_team(member, forum):
        raise NotFound
    rules.must_be_present(member)
    body = rules.cleaned_words(body)
    if not body:
        raise Unacceptable(_("There is nothing to read in it yet."), code="blank")
    _count(by, address, now)
    return _stored(Message(forum=forum, member=member, by=by, from_team=from_team, body=body, created_at=now))


def read_messages(*, forum: Forum, member: Member, by_team: bool, now: datetime | None = None) -> int:
    """Note that a side has looked at what the other wrote; return how many lines were new."""
    unread = Message.objects.filter(forum=forum, member=member, from_team=not by_team, read_at=None)
    return unread.update(read_at=now or timezone.now())


def _count(by: Member, address: str | None, now: datetime) -> None:
    """Count the attempt; Throttled where it was one too many."""
    try:
        count_attempt("message", member=by, address=address, now=now)
    except LimitReached as reached:
        raise Throttled(str(reached), retry_after=reached.retry_after) from reached


def _stored(message: Message) -> Message | None:
    """Write the line and its event, unless it was the last one already."""
    member, forum = message.member, message.forum
    with transaction.atomic():
        if not Member.objects.present().filter(pk=member.pk).update(created_at=F("created_at")):
            raise rules.member_gone()
        last = Message.objects.filter(member=member, forum=forum).order_by("-pk").first()
        if last is not None and _is_same(last, message):
            return None
        message.save()
        place = place_of(member, forum)
        if place is not None:
            data = {"message": message.pk, "member": member.key}
            record_event(EventKind.MESSAGED, discussion=place, actor=message.by, data=data)
    return message


def _is_same(last: Message, message: Message) -> bool:
    lately = last.created_at > message.created_at - SAME_WITHIN
    return lately and (last.by_id, last.body) == (message.by_id, message.body)
