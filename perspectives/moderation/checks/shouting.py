"""Holds a text that is mostly in capitals."""

from __future__ import annotations

from perspectives.discussion.screening import Submission, Verdict, hold, not_asked, passed

# In fewer letters capitals are an abbreviation.
LEAST_LETTERS = 20


def shouting(submission: Submission) -> Verdict:
    """Hold a text of over 20 letters, more of which are capitals (in per cent) than `forum.shouting`.

    Letters of scripts without case are not counted, so that these never shout. The forum's team is exempt.
    """
    allowed = submission.forum.shouting
    if not allowed or submission.is_staff:
        return not_asked()
    capitals = sum(char.isupper() for char in submission.plain)
    letters = capitals + sum(char.islower() for char in submission.plain)
    share = round(100 * capitals / letters) if letters else 0
    shouts = letters > LEAST_LETTERS and 100 * capitals > allowed * letters
    return (hold if shouts else passed)(capitals=share, allowed=allowed)
