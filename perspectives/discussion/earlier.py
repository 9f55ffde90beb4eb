"""What a writer has said before, asked once: a form sent again, the same words here just now, the same elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from perspectives.discussion.models import Comment, Status
from perspectives.discussion.prepared import Prepared
from perspectives.members.models import Member

# So long the same words in the same place are a form sent again, and lead to the comment they have become.
RESENT_WITHIN = timedelta(minutes=15)
# So long the same words by the same writer are taken for a repeat; later they may be meant.
SAME_WITHIN = timedelta(hours=24)


class Said(NamedTuple):
    """A comment of the writer's: posted with the same key, or with the same words within SAME_WITHIN."""

    pk: int
    key: str
    number: int
    # The discussion, and the number of the comment that it answers.
    discussion: int
    slug: str
    parent: int | None
    status: str
    body_hash: str
    created_at: datetime


FIELDS = (
    "pk",
    "key",
    "number",
    "discussion",
    "discussion__slug",
    "parent__number",
    "status",
    "body_hash",
    "created_at",
)


def _said(author: int, key: str, body_hash: str, since: datetime) -> QuerySet[Comment, tuple[object, ...]]:
    same = Q(key=key) | Q(body_hash=body_hash, created_at__gt=since)
    # Unordered: SQLite would walk everything the author ever said to have it in order.
    return Comment.objects.filter(same, author=author).order_by().values_list(*FIELDS)


SAID = Prepared(_said, converted=True)


def said_earlier(author: Member, key: str, body_hash: str, now: datetime) -> list[Said]:
    """Return what `author` posted with `key`, and what the author said in the same words lately, oldest first."""
    return in_order(SAID.rows(author.pk, key, body_hash, now - SAME_WITHIN))


def in_order(rows: list[tuple[Any, ...]]) -> list[Said]:
    """Return rows of SAID, oldest first."""
    return sorted(Said(*row) for row in rows)


def is_key(key: str) -> bool:
    """Whether a form of ours can have had this one-time key."""
    return 8 <= len(key) <= 64 and key.isascii() and key.isprintable()


def resent(earlier: list[Said], discussion_id: int, parent: int | None, now: datetime) -> Said | None:
    """Return what was said in the same place just before: after "back", browsers send a text with a new key."""
    here = (one for one in earlier if (one.discussion, one.parent) == (discussion_id, parent))
    standing = (one for one in here if one.status != Status.WITHDRAWN)
    return next((one for one in standing if one.created_at > now - RESENT_WITHIN), None)
