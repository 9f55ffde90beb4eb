"""Tie reports to the decision that answers them, and keep the comment's count of open ones exact.

All of it runs under the lock of the comment's discussion, as reporting does, so that the count cannot drift.
"""

from __future__ import annotations

from perspectives.discussion.models import Comment
from perspectives.moderation.models import Decision, Report


def answer_reports(decision: Decision) -> None:
    """Close the open reports of the decision's comment with it."""
    Report.objects.open().filter(comment=decision.comment_id).update(decision=decision)
    count_reports(decision.comment_id)


def reopen_reports(decision: Decision) -> None:
    """Open again what an undone decision had answered."""
    Report.objects.filter(decision=decision).update(decision=None)
    count_reports(decision.comment_id)


def count_reports(comment_id: int | None) -> None:
    """Set the comment's `open_reports` to what the rows say."""
    if comment_id is None:
        return
    count = Report.objects.open().filter(comment=comment_id).count()
    Comment.objects.filter(pk=comment_id).update(open_reports=count)
