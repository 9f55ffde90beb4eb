"""Stops the same words said twice by the same member within a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from perspectives.discussion.models import Comment, Status
from perspectives.discussion.screening import Submission, Verdict, hold, passed, refuse

# So long the same text by the same member is taken for a repeat; later it may be meant.
REPEATED_WITHIN = timedelta(hours=24)


def duplicate(submission: Submission) -> Verdict:
    """Refuse (422) a repeat in the same discussion, hold one elsewhere. One query."""
    earlier = list(_same_text(submission))
    here = next((place for place in earlier if place["discussion"] == submission.discussion.pk), None)
    if here is not None:
        message = _("You have already said exactly this here, in comment #%(number)d.") % {"number": here["number"]}
        return refuse(message, number=here["number"], slug=here["discussion__slug"])
    if earlier:
        return hold(number=earlier[0]["number"], slug=earlier[0]["discussion__slug"])
    return passed()


def _same_text(submission: Submission) -> Any:
    """Return where the member said the same, those in this discussion among the first few."""
    same = Comment.objects.filter(
        author=submission.author,
        body_hash=submission.body_hash,
        created_at__gt=submission.now - REPEATED_WITHIN,
    ).exclude(status=Status.WITHDRAWN)
    if submission.comment is not None:
        same = same.exclude(pk=submission.comment.pk)
    return same.order_by("pk").values("number", "discussion", "discussion__slug")[:100]
