"""Say that one is looking at a comment, so that two moderators do not read the same; it binds nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from perspectives.discussion.models import Comment
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.models import Claim

# Long enough to read and think; whoever walks away keeps nobody from it for longer.
CLAIM_LASTS = timedelta(minutes=5)


def claim_comment(*, comment: Comment, moderator: Member, now: datetime | None = None) -> Claim:
    """Claim `comment` for CLAIM_LASTS and return the claim that holds: somebody else's where there was one.

    One looks at one thing at a time: the moderator's claims on others end. Raises NotFound for who does not moderate.
    """
    now = now or timezone.now()
    rules.must_moderate(moderator, comment.discussion.forum_id)
    until = now + CLAIM_LASTS
    with transaction.atomic():
        Claim.objects.filter(member=moderator).exclude(comment=comment).delete()
        free = Claim.objects.filter(Q(member=moderator) | Q(until__lte=now), comment=comment)
        if not free.update(member=moderator, until=until):
            _claim_first(comment, moderator, until)
    return Claim.objects.select_related("member").get(comment=comment)


def _claim_first(comment: Comment, moderator: Member, until: datetime) -> None:
    """Write the row, unless somebody else has."""
    if Claim.objects.filter(comment=comment).exists():
        return
    try:
        with transaction.atomic():
            Claim.objects.create(comment=comment, member=moderator, until=until)
    except IntegrityError:  # Another moderator came at the same moment: that claim holds.
        return
