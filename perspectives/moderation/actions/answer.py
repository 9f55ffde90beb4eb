"""Tie reports to the decision that answers them, and keep the comment's count and weight of open ones exact.

All of it runs under the lock of the comment's discussion, as reporting does, so that the count cannot drift.
"""

from __future__ import annotations

from perspectives.discussion.models import Comment
from perspectives.moderation.models import Decision, Report
from perspectives.moderation.weights import present_score, waiting_reports, weight_of


def answer_reports(decision: Decision) -> None:
    """Close the open reports of the decision's comment with it."""
    Report.objects.open().filter(comment=decision.comment_id).update(decision=decision)
    count_reports(decision.comment_id)


def reopen_reports(decision: Decision) -> None:
    """Open again what an undone decision had answered."""
    Report.objects.filter(decision=decision).update(decision=None)
    count_reports(decision.comment_id)


def count_reports(comment_id: int | None) -> None:
    """Set the comment's `open_reports` to what the rows say, and its `weight` with it: it rises and falls with them."""
    if comment_id is None:
        return
    waiting = waiting_reports(comment_id)
    weight = weight_of(waiting.weight, present_score(comment_id))
    Comment.objects.filter(pk=comment_id).update(open_reports=waiting.count, weight=weight)
