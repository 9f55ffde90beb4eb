"""Undo a decision: back to where it stood, if nothing has changed since."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from perspectives.discussion.actions import change_status, lock_discussion_row
from perspectives.discussion.errors import Conflict, Unacceptable
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import Move
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.actions.answer import reopen_reports
from perspectives.moderation.actions.decide import newest_judgement, record
from perspectives.moderation.actions.lock import unlock_discussion
from perspectives.moderation.actions.suspend import lift_suspension
from perspectives.moderation.errors import DecidedMeanwhile
from perspectives.moderation.models import Act, Decision


def undo_decision(
    *, decision: Decision, moderator: Member, note: str = "", now: datetime | None = None
) -> Decision | None:
    """Undo `decision` and return the row that says so, or None where it was undone before.

    A judgement leads back to the status before it, and the reports it answered are open again; a suspension is
    lifted, a lock opened. Raises Conflict where the comment has changed since, Unacceptable for what cannot be undone.
    """
    if decision.act == Act.SUSPEND and decision.sanction is not None:
        return lift_suspension(sanction=decision.sanction, by=moderator, note=note, undoes=decision, now=now)
    if decision.act == Act.LOCK and decision.discussion is not None:
        return unlock_discussion(discussion=decision.discussion, by=moderator, note=note, undoes=decision, now=now)
    comment = decision.comment
    if decision.act not in rules.MOVES or comment is None:
        raise Unacceptable(_("This cannot be undone; decide anew instead."), code="undo")
    rules.must_moderate(moderator, comment.discussion.forum_id)
    note = rules.cleaned_words(note)
    with transaction.atomic():
        lock_discussion_row(comment.discussion_id)
        if Decision.objects.filter(undoes=decision).exists():
            return None
        _must_be_the_last_word(decision, comment)
        change = change_status(comment_id=comment.pk, move=Move.UNDO, to=decision.status_before, now=now)
        undoing = record(Decision(act=Act.UNDO, undoes=decision, note=note, by=moderator), change, now)
        reopen_reports(decision)
    return undoing


def _must_be_the_last_word(decision: Decision, comment: Comment) -> None:
    """Raise Conflict where something came after the decision: another one, an edit, a withdrawal."""
    newest = newest_judgement(comment)
    if newest is not None and newest.pk != decision.pk:
        raise DecidedMeanwhile(newest)
    stands = Comment.objects.filter(pk=comment.pk).values_list("status", "revision").get()
    if stands != (decision.status_after, decision.revision):
        raise Conflict(_("The comment has changed since, so this cannot be undone. Look at it and decide anew."))
