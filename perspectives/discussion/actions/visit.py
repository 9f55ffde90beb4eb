"""Note that a member has looked at a discussion, so that the next visit can say what came since."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from perspectives.discussion.cards.maker import EPOCH, microseconds
from perspectives.discussion.models import Discussion, Visit
from perspectives.discussion.news import news_since
from perspectives.members.models import Member


def visit_discussion(
    *, discussion: Discussion, member: Member, since: int | None = None, now: datetime | None = None
) -> None:
    """Note what `member` has seen of `discussion`, and how many public comments that was, in place of an earlier visit.

    `since` is what the page looked at was made of: when its newest comment became public, in microseconds of the
    epoch. What came after it was not seen, though it stands there now. One query, and one more where something came;
    it is nobody's business but the member's, so no event tells of it.
    """
    seen_at, unseen = now or timezone.now(), 0
    if since and since < microseconds(discussion.last_public_at):
        seen_at = EPOCH + timedelta(microseconds=since)
        unseen = len(news_since(discussion, since))
    visit = Visit(
        member=member,
        discussion=discussion,
        seen_at=seen_at,
        public_count=max(0, discussion.public_count - unseen),
    )
    named = connection.features.supports_update_conflicts_with_target
    Visit.objects.bulk_create(
        [visit],
        update_conflicts=True,
        update_fields=["seen_at", "public_count"],
        unique_fields=["member", "discussion"] if named else None,
    )
