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
from perspectives.moderation.actions.answer_notice import undo_dismissal
from perspectives.moderation.actions.decide import newest_judgement, record
from perspectives.moderation.actions.lock import unlock_discussion
from perspectives.moderation.actions.mark import mark_comment
from perspectives.moderation.actions.sanction import lift_sanction
from perspectives.moderation.actions.settle import unsettle
from perspectives.moderation.errors import DecidedMeanwhile
from perspectives.moderation.impartial import must_be_impartial
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.sanction_rules import SANCTIONING


def undo_decision(
    *, decision: Decision, moderator: Member, note: str = "", now: datetime | None = None
) -> Decision | None:
    """Undo `decision` and return the row that says so, or None where it was undone before.

    A judgement leads back to the status before it, and the reports it answered are open again; a sanction is lifted,
    and what was hidden with it is back; a lock is opened, a dismissed notice open again, a featured comment featured no
    more. Raises Conflict where the comment has changed since, Unacceptable for what cannot be undone, OwnComment (403)
    for the comment's writer.
    """
    if decision.act in SANCTIONING and decision.sanction is not None:
        lifted = lift_sanction(
            sanction=decision.sanction, by=moderator, note=note, undoes=decision, restore=True, now=now
        )
        return lifted.decision
    if decision.act == Act.LOCK and decision.discussion is not None:
        return unlock_discussion(discussion=decision.discussion, by=moderator, note=note, undoes=decision, now=now)
    if decision.act == Act.FEATURE and decision.comment is not None:
        return mark_comment(
            comment=decision.comment, by=moderator, act=Act.UNFEATURE, note=note, undoes=decision, now=now
        )
    if decision.act == Act.DISMISS:
        return undo_dismissal(decision=decision, moderator=moderator, note=note, now=now)
    comment = decision.comment
    if decision.act not in rules.MOVES or comment is None:
        raise Unacceptable(_("This cannot be undone; decide anew instead."), code="undo")
    rules.must_moderate(moderator, comment.discussion.forum_id)
    note = rules.cleaned_words(note)
    with transaction.atomic():
        lock_discussion_row(comment.discussion_id)
        must_be_impartial(moderator, comment)
        if Decision.objects.filter(undoes=decision).exists():
            return None
        _must_be_the_last_word(decision, comment)
        change = change_status(comment_id=comment.pk, move=Move.UNDO, to=decision.status_before, now=now)
        undoing = record(Decision(act=Act.UNDO, undoes=decision, note=note, by=moderator), change, now)
        reopen_reports(decision)
        unsettle(decision, undoing)
    return undoing


def _must_be_the_last_word(decision: Decision, comment: Comment) -> None:
    """Raise Conflict where something came after the decision: another one, an edit, a withdrawal."""
    newest = newest_judgement(comment)
    if newest is not None and newest.pk != decision.pk:
        raise DecidedMeanwhile(newest)
    stands = Comment.objects.filter(pk=comment.pk).values_list("status", "revision").get()
    if stands != (decision.status_after, decision.revision):
        raise Conflict(_("The comment has changed since, so this cannot be undone. Look at it and decide anew."))
