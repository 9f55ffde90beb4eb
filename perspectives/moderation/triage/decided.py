"""The decisions that are learned from: what moderators made of comments in the end, oldest first."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max, QuerySet

from perspectives.discussion.models import Status
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.rules import MOVES
from perspectives.moderation.triage.learning import Example

# Fewer say too little to learn from.
LEAST = 200
# Of more the newest are learned from.
MOST = 20_000
# Rows read at once.
BATCH = 500
FINAL = (Status.PUBLIC, Status.REJECTED, Status.SPAM)


def final_decisions() -> int:
    """Return how many comments a moderator has judged, where that judgement stands; counting ends at MOST."""
    return _decided().order_by().values("pk")[:MOST].count()


def examples() -> list[Example]:
    """Return the newest MOST comments that stand as a moderator left them, in the order of the decisions.

    Words of members who left are not learned from, nor what a rule alone has decided: it would learn from itself.
    """
    newest = list(_decided().order_by("-pk").values_list("pk", flat=True)[:MOST])
    return [one for start in range(0, len(newest), BATCH) for one in _read(newest[start : start + BATCH])][::-1]


def _decided() -> QuerySet[Decision]:
    """Return the last standing judgement of each comment, by a moderator."""
    last = (
        Decision.objects.filter(act__in=list(MOVES), undone_by__isnull=True, comment__isnull=False)
        .order_by()
        .values("comment")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    return Decision.objects.filter(pk__in=last, by__isnull=False, comment__author__erased_at__isnull=True)


def _read(keys: list[int]) -> Iterator[Example]:
    """Yield the examples of decisions, the newest first, whose comments stand as they were left."""
    rows = Decision.objects.filter(pk__in=keys).order_by("-pk")
    columns = ("act", "status_after", "rule__number", "comment__status", "comment__body")
    for act, after, rule, status, body in rows.values_list(*columns):
        if status == after and status in FINAL:
            yield Example(body, act != Act.APPROVE, rule or 0)
