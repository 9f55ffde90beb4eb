"""Leave an item to the other moderators, and take it back: no reason is asked for, and nobody is told."""

from __future__ import annotations

from perspectives.discussion.models import Comment
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.models import Passed


def pass_on(*, comment: Comment, moderator: Member) -> bool:
    """Leave `comment` to the others; False where it was so already. Raises NotFound for other forums' moderators."""
    rules.must_moderate(moderator, comment.discussion.forum_id)
    _row, created = Passed.objects.get_or_create(comment=comment, member=moderator)
    return created


def take_back(*, comment: Comment, moderator: Member) -> bool:
    """Have `comment` in one's own queue again; False where it was. Raises NotFound for other forums' moderators."""
    rules.must_moderate(moderator, comment.discussion.forum_id)
    deleted, _by_model = Passed.objects.filter(comment=comment, member=moderator).delete()
    return deleted > 0
