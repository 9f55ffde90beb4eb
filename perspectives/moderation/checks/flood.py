"""Refuses somebody who writes more often than the limits allow.

This check is the one place where attempts to post are counted: it calls `count_attempt("post", …)`, so that posting
and editing, by page or by API, count alike and no caller has to remember it. A text that an earlier check refused
(closed, sanctioned, too long) is not counted; one that a later check refuses is.
"""

from __future__ import annotations

from perspectives.discussion.screening import Submission, Verdict, passed, refuse
from perspectives.members.errors import LimitReached
from perspectives.members.limits import count_attempt


def flood(submission: Submission) -> Verdict:
    """Count this attempt, by one query; refuse (429, with the seconds to wait) when it was one too many."""
    try:
        count_attempt("post", member=submission.author, address=submission.address, now=submission.now)
    except LimitReached as reached:
        wait = reached.retry_after
        return refuse(str(reached), http_status=429, retry_after=wait, seconds=wait)
    return passed()
