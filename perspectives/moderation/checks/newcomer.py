"""Holds the first comments of somebody the forum does not know yet."""

from __future__ import annotations

from perspectives.discussion.models import Comment, Policy, Status
from perspectives.discussion.screening import Submission, Verdict, hold, passed
from perspectives.moderation.beforehand import KNOWN


def newcomer(submission: Submission) -> Verdict:
    """Under the newcomers policy, hold until the member has enough public comments here. One query at most.

    The comment being edited does not count: a harmless first comment must not open the door for what it is edited to.
    """
    forum = submission.forum
    needed = forum.newcomer_comments
    if forum.policy != Policy.NEWCOMERS or submission.is_staff or needed == 0:
        return passed()
    one_is_enough = needed == 1 and submission.beforehand.get(KNOWN, False)
    public = needed if one_is_enough else _public_here(submission, needed)
    return hold(public=public, needed=needed) if public < needed else passed(public=public, needed=needed)


def _public_here(submission: Submission, most: int) -> int:
    """Return how many public comments the author has in the forum, counting to `most`."""
    known = Comment.objects.filter(author=submission.author, discussion__forum=submission.forum, status=Status.PUBLIC)
    if submission.comment is not None:
        known = known.exclude(pk=submission.comment.pk)
    return len(known.order_by().values_list("pk", flat=True)[:most])
