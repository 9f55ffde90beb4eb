"""Stops the same words said twice by the same member within a day."""

from __future__ import annotations

from django.utils.translation import gettext as _

from perspectives.discussion.earlier import SAME_WITHIN, Said, said_earlier
from perspectives.discussion.models import Status
from perspectives.discussion.screening import Submission, Verdict, hold, passed, refuse


def duplicate(submission: Submission) -> Verdict:
    """Refuse (422) a repeat in the same discussion, hold one elsewhere. One query, none where the poster has asked."""
    earlier = _same_text(submission)
    here = next((said for said in earlier if said.discussion == submission.discussion.pk), None)
    if here is not None:
        message = _("You have already said exactly this here, in comment #%(number)d.") % {"number": here.number}
        return refuse(message, number=here.number, slug=here.slug)
    if earlier:
        return hold(number=earlier[0].number, slug=earlier[0].slug)
    return passed()


def _same_text(submission: Submission) -> list[Said]:
    """Return where the member has said the same and not withdrawn it, the comment that is edited left out."""
    found = submission.earlier
    if found is None:
        found = tuple(said_earlier(submission.author, "", submission.body_hash, submission.now))
    edited = submission.comment.pk if submission.comment else None
    standing = (said for said in found if said.status != Status.WITHDRAWN and said.pk != edited)
    return [said for said in standing if said.created_at > submission.now - SAME_WITHIN]
