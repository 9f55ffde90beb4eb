"""How pressing a comment is for moderators: what the open reports and the model for triage say, in one number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Sum

from perspectives.discussion.models import Comment, Finding
from perspectives.moderation.models import Act, Decision, Report

# Checks whose facts hold a score, and whose word for a text is how pressing it is.
SCORING = ("triage", "akismet")
# Comment.weight goes from 0 to this; the report of an unknown reader is a tenth of it.
HEAVIEST = 1000
# Acts by which a moderator has found that the words may stand.
CLEARING = (Act.APPROVE, Act.OVERTURN)


@dataclass(frozen=True)
class Waiting:
    """The open reports of a comment: how many, and what they weigh together in hundredths."""

    count: int
    weight: int


def waiting_reports(comment_id: int, since: datetime | None = None) -> Waiting:
    """Return the open reports of a comment, those made after `since` where it is given. One query."""
    reports = Report.objects.open().filter(comment=comment_id)
    if since is not None:
        reports = reports.filter(created_at__gt=since)
    found = reports.aggregate(count=Count("pk"), weight=Sum("weight"))
    return Waiting(found["count"], found["weight"] or 0)


def weight_of(reported: int, score: int) -> int:
    """Return the weight of a comment, 0 to HEAVIEST: of its open reports, in hundredths, and of the model's score."""
    return max(0, min(HEAVIEST, reported + score))


def present_score(comment_id: int) -> int:
    """Return the highest score that checks gave the present text, 0 where none has said anything. One query."""
    said = Finding.objects.filter(comment=comment_id, revision=F("comment__revision"), check_name__in=SCORING)
    scores = [facts.get("score") for facts in said.values_list("facts", flat=True) if isinstance(facts, dict)]
    return max((score for score in scores if isinstance(score, int)), default=0)


def cleared_at(comment: Comment) -> datetime | None:
    """Return when a moderator last found that the present text may stand, None where nobody has. One query."""
    found = Decision.objects.standing().filter(comment=comment, act__in=CLEARING, revision=comment.revision)
    return found.order_by("-pk").values_list("created_at", flat=True).first()
