"""Gives a text in a harsh tone back to its writer once, with the words; whoever means it so sends it all the same."""

from __future__ import annotations

from django.utils.translation import gettext as _

from perspectives.discussion.screening import Submission, Verdict, flag, not_asked, passed, refuse
from perspectives.moderation.checks.words import facts_of, found, quoted

# By this the composer knows that it may offer "Send as it is".
CODE = "tone"


def tone(submission: Submission) -> Verdict:
    """Refuse (422) a text with words of a harsh tone the first time its form sends it, and flag it from then on.

    A tool for honest people and no wall: what came without a form is only flagged.
    """
    listed = submission.forum.tone_words
    if not listed.strip():
        return not_asked()
    hits = found(submission, listed)
    if not hits:
        return passed()
    facts, filled = facts_of(submission, hits), submission.filled
    if filled is None or filled.meant:
        return flag(**facts)
    message = _("This may sound harsher than you mean it: %(words)s. You can change it, or send it as it is.")
    return refuse(message % {"words": quoted(submission, hits)}, code=CODE, **facts)
