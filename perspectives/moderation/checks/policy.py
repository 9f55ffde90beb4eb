"""Holds everything where the forum wants each comment approved first."""

from __future__ import annotations

from perspectives.discussion.models import Policy
from perspectives.discussion.screening import Submission, Verdict, hold, passed


def policy(submission: Submission) -> Verdict:
    """Hold under the hold-all policy; the forum's team is exempt."""
    rule = submission.forum.policy
    if rule == Policy.HOLD and not submission.is_staff:
        return hold(policy=rule)
    return passed(policy=rule)
