"""Lets a member wait between two comments where a discussion is in slow mode."""

from __future__ import annotations

import math
from datetime import timedelta

from django.utils.translation import gettext as _

from perspectives.discussion.models import Comment
from perspectives.discussion.screening import Submission, Verdict, not_asked, passed, refuse
from perspectives.discussion.words import waiting_time


def slow(submission: Submission) -> Verdict:
    """Refuse (429, with the seconds to wait) a comment too soon after the member's last one in the discussion.

    The forum's team is exempt, and so are edits. What was withdrawn or waits counts too. One query, in slow mode.
    """
    wait = submission.discussion.slow_seconds
    if not wait or submission.is_staff or submission.comment is not None:
        return not_asked()
    since = submission.now - timedelta(seconds=wait)
    own = Comment.objects.filter(author=submission.author, discussion=submission.discussion, created_at__gt=since)
    last = own.order_by("-created_at").values_list("created_at", flat=True).first()
    if last is None:
        return passed()
    left = max(1, math.ceil((last - since).total_seconds()))
    sentence = _("This discussion is in slow mode: please wait %(time)s more. Your text is kept here.")
    return refuse(sentence % {"time": waiting_time(left)}, http_status=429, retry_after=left, seconds=left)
