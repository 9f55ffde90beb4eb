"""What a decision settles beside itself: notices of illegal content about its comment, and appeals it makes moot.

All of it runs in the decision's transaction, under the lock of the comment's discussion or of the member.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from perspectives.discussion.models import Status
from perspectives.moderation.models import Act, Appeal, Decision, LegalNotice
from perspectives.moderation.queries import AppealQuerySet, LegalNoticeQuerySet
from perspectives.moderation.redress import ON_COMMENTS, ON_MEMBERS
from perspectives.moderation.signals import legal_notice_changed

# Where a comment stands that a moderator has taken down.
TAKEN_DOWN = (Status.REJECTED, Status.SPAM)


def settle(decision: Decision) -> None:
    """Let a judgement answer what waits for it.

    Whoever takes a comment down answers the notices about it as well, whatever page that was decided on; whoever
    approves it grants the appeals against its rejection. A comment that stays public leaves its notices open, and one
    that was down and is public again opens them: each asks for an answer of its own.
    """
    notices = LegalNotice.objects.filter(comment=decision.comment_id)
    if decision.status_after in TAKEN_DOWN:
        answer_notices(notices.open(), decision)
    elif decision.status_before in TAKEN_DOWN:
        _reopen(notices.filter(decision__status_after__in=TAKEN_DOWN))
    if decision.act == Act.APPROVE:
        against = Appeal.objects.open().filter(decision__comment=decision.comment_id, decision__act__in=ON_COMMENTS)
        _close(against, decision)


def unsettle(decision: Decision, undoing: Decision) -> None:
    """Open again what an undone decision had settled, and close the appeal against it, for there is nothing to ask."""
    _reopen(LegalNotice.objects.filter(decision=decision))
    Appeal.objects.filter(outcome=decision, judge__isnull=True).update(outcome=None, judged_at=None)
    _close(Appeal.objects.open().filter(decision=decision), undoing)


def settle_sanction(lifting: Decision) -> None:
    """Close the appeal against a sanction that is lifted."""
    against = Appeal.objects.open().filter(decision__sanction=lifting.sanction_id, decision__act__in=ON_MEMBERS)
    _close(against, lifting)


def answer_notices(notices: LegalNoticeQuerySet, decision: Decision) -> int:
    """Tie `notices` to the decision that answers them, have it sent by mail after commit; return how many."""
    keys = list(notices.order_by("pk").values_list("pk", flat=True))
    LegalNotice.objects.filter(pk__in=keys).update(
        decision=decision,
        answered_at=decision.created_at,
        answer_sent_at=None,
        mail_due_at=decision.created_at,
        mail_attempts=0,
    )
    for key in keys:
        announce_notice(key)
    return len(keys)


def answer_anew(overturned: Decision, outcome: Decision) -> int:
    """Tell those who gave notice that an appeal was granted: what they were answered holds no more. Return how many.

    Nothing waits again for it, and no report either: somebody else has judged the comment a second time.
    """
    return answer_notices(LegalNotice.objects.filter(decision=overturned), outcome)


def announce_notice(key: int) -> None:
    """Say after commit that a notice came in or was answered."""
    transaction.on_commit(partial(legal_notice_changed.send_robust, sender=LegalNotice, notice_id=key))


def _reopen(notices: LegalNoticeQuerySet) -> None:
    """Let notices wait again: what they were answered holds no more."""
    notices.update(answered_at=None, decision=None, answer_sent_at=None)


def _close(appeals: AppealQuerySet, decision: Decision) -> None:
    """Close appeals that a decision has made moot: nobody judged them; it is the outcome of the newest."""
    when: datetime = decision.created_at
    newest = appeals.order_by("-pk").values_list("pk", flat=True).first()
    if newest is not None:
        appeals.exclude(pk=newest).update(judged_at=when)
        Appeal.objects.filter(pk=newest).update(judged_at=when, outcome=decision)
