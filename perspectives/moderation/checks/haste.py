"""Holds a text that was sent sooner than anybody could have written it."""

from __future__ import annotations

from perspectives.discussion.screening import Submission, Verdict, hold, not_asked, passed


def haste(submission: Submission) -> Verdict:
    """Hold a new comment sent sooner after its form was handed out than `forum.least_seconds`.

    Where the form does not say when that was, nothing is held, and the facts say so. The forum's team is exempt.
    """
    least, filled = submission.forum.least_seconds, submission.filled
    if not least or filled is None or submission.is_staff or submission.comment is not None:
        return not_asked()
    if filled.opened is None:
        return passed(seconds=None, least=least)
    seconds = int((submission.now - filled.opened).total_seconds())
    facts = {"seconds": seconds, "least": least}
    return hold(**facts) if 0 <= seconds < least else passed(**facts)
