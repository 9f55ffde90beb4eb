"""Lets members whom the forum does not trust yet choose tags only from those it suggests."""

from __future__ import annotations

from django.utils.translation import ngettext

from perspectives.discussion.models import ForumTag, TaggedComment
from perspectives.discussion.screening import Submission, Verdict, not_asked, passed, refuse
from perspectives.moderation.trust import trusts
from perspectives.text.tags import tag_key


def own_tags(submission: Submission) -> Verdict:
    """Refuse (422) a tag of one's own by a member who is not trusted; tags that a comment has already stay.

    Asked where the forum has switched it on; one that takes no own tags at all says so before. One query for a new
    comment, two more for an edit, and only where there is a tag that may be one's own.
    """
    forum = submission.forum
    if not submission.tags or submission.is_staff or not (forum.trusted_tags and forum.free_tags):
        return not_asked()
    own = [name for name in submission.tags if tag_key(name) not in _suggested(submission)]
    if not own or trusts(submission):
        return passed()
    return refuse(_sentence(own[0], forum.trusted_comments), tags=own)


def _suggested(submission: Submission) -> frozenset[str]:
    """Return the keys of tags that anybody may use here: the forum's, and those the edited comment has already."""
    if submission.suggested is not None:
        return submission.suggested
    keys = set(ForumTag.objects.filter(forum=submission.forum).values_list("tag__key", flat=True))
    if submission.comment is not None:
        keys |= set(TaggedComment.objects.filter(content_object=submission.comment).values_list("tag__key", flat=True))
    return frozenset(keys)


def _sentence(tag: str, needed: int) -> str:
    return ngettext(
        "“%(tag)s” is not one of the tags here. Who has %(needed)d public comment here, and none rejected lately, may "
        "use others. Please choose from the list.",
        "“%(tag)s” is not one of the tags here. Who has %(needed)d public comments here, and none rejected lately, may "
        "use others. Please choose from the list.",
        needed,
    ) % {"tag": tag, "needed": needed}
