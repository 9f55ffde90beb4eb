"""What a signed-in reader's page of a thread says beside the cards, which are the same for everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import DateTimeField, IntegerField, Value

from perspectives.discussion.cards.maker import microseconds
from perspectives.discussion.models import Comment, Discussion, Status, Visit
from perspectives.discussion.queries import Viewer
from perspectives.discussion.rules import edit_until
from perspectives.discussion.thread import ThreadPage

# A reader's own comments that wait are named, so many at most.
OWN_WAITING = 10


@dataclass(frozen=True)
class Personal:
    """What a member is told: which own comments wait, and how the discussion has grown since the last visit."""

    # Numbers of own comments that wait for a moderator.
    waiting: list[int] = field(default_factory=list)
    # The last visit; None where there was none.
    seen_at: datetime | None = None
    # Public comments now, less those at the last visit; 0 where there are no more.
    more: int = 0

    @property
    def seen(self) -> int:
        """The last visit in microseconds of the epoch, 0 for none."""
        return microseconds(self.seen_at)


def personal(discussion: Discussion, viewer: Viewer) -> Personal | None:
    """Return what the member is told, None where nobody is signed in; one query."""
    if viewer.member is None:
        return None
    waiting = Comment.objects.by(viewer.member).filter(discussion=discussion, status=Status.PENDING).order_by()
    visit = Visit.objects.filter(member=viewer.member, discussion=discussion).order_by()
    no_time = Value(None, output_field=DateTimeField())
    rows = list(
        waiting.annotate(count=Value(0, output_field=IntegerField()), seen=no_time)
        .values_list("number", "count", "seen")
        .union(
            visit.annotate(number=Value(0, output_field=IntegerField())).values_list(
                "number", "public_count", "seen_at"
            ),
            all=True,
        )
        .order_by()
    )
    numbers = sorted(number for number, _count, _seen in rows if number)
    last = next(((count, seen) for number, count, seen in rows if not number), None)
    if last is None:
        return Personal(numbers[:OWN_WAITING])
    return Personal(numbers[:OWN_WAITING], last[1], max(0, discussion.public_count - last[0]))


def own_here(thread: ThreadPage, viewer: Viewer, now: datetime) -> list[tuple[int, bool]]:
    """Return the reader's own public comments on the page, by number, and whether each can still be edited.

    Kept apart from the cards, which are the same for everybody; no query.
    """
    if viewer.member is None:
        return []
    own = [row.comment for row in thread.rows if row.comment.author_id == viewer.member.pk and not row.is_tombstone]
    return [(line.number, line.public_below == 0 and now <= edit_until(line.created_at)) for line in own]
