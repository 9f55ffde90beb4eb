"""Refuses what is written in a discussion that takes no comments; the transaction asks again under the lock."""

from __future__ import annotations

from django.utils.translation import gettext as _

from perspectives.discussion.models import State
from perspectives.discussion.screening import Submission, Verdict, passed, refuse


def closed(submission: Submission) -> Verdict:
    """Refuse (403) unless the discussion is open."""
    state = submission.discussion.state
    if state == State.OPEN:
        return passed()
    message = _("This discussion is closed and takes no more comments. Copy your text if you want to keep it.")
    return refuse(message, http_status=403, state=state)
