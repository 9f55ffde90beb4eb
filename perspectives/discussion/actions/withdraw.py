"""Withdraw a comment: its writer takes it back; a place that public answers hang on is kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from perspectives.discussion.actions.record import record_event
from perspectives.discussion.actions.status import change_status
from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Comment, EventKind
from perspectives.discussion.rules import Move
from perspectives.members.models import Member


def withdraw_comment(*, comment: Comment, member: Member, now: datetime | None = None) -> bool:
    """Take `comment` back for its writer `member`; return whether it changed (a second time does nothing).

    Raises Refused for anybody else, and where a moderator has decided on it.
    """
    if comment.author_id != member.pk:
        raise Refused(_("Only its writer can withdraw a comment."), code="not-yours")
    with transaction.atomic():
        change = change_status(comment_id=comment.pk, move=Move.WITHDRAW, now=now)
        if change.happened:
            event = EventKind.WITHDRAWN
            record_event(event, discussion=change.comment.discussion, comment=change.comment, actor=member)
    return change.happened
