"""The decision that explains where a comment stands now."""

from __future__ import annotations

from perspectives.discussion.models import Comment
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.rules import MOVES


def standing_decision_of(comment: Comment) -> Decision | None:
    """Return the last decision that was not undone, if the comment still stands as it left it; else None.

    One query. For the comment's writer and its moderators only: `words` and the rule are for them, `note` and `by`
    for moderators alone.
    """
    judged = Decision.objects.standing().filter(comment=comment, act__in=[*MOVES, Act.HOLD])
    decision = judged.order_by("-pk").first()
    return decision if decision is not None and decision.status_after == comment.status else None
