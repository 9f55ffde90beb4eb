"""What is new in a discussion since a moment."""

from __future__ import annotations

from datetime import timedelta

from perspectives.discussion.cards.maker import EPOCH
from perspectives.discussion.models import Comment, Discussion, Status

# New comments that are counted; beyond it there are "more".
MOST = 100


def news_since(discussion: Discussion, since: int) -> list[int]:
    """Return the numbers of comments that became public after `since` (microseconds of the epoch), the first first.

    One more than MOST at most; one query, one range of one index.
    """
    later = EPOCH + timedelta(microseconds=since)
    new = Comment.objects.filter(discussion=discussion, status=Status.PUBLIC, public_at__gt=later)
    return list(new.order_by("public_at").values_list("number", flat=True)[: MOST + 1])
