"""How long comments, reports, notices and appeals wait for an answer."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from perspectives.discussion.models import CommentRevision, Status
from perspectives.moderation.measures.scope import Scope
from perspectives.moderation.measures.spans import Seconds
from perspectives.moderation.models import Act, Decision, Report


def first_looks(scope: Scope) -> QuerySet[Decision]:
    """Return the decisions by which somebody took a comment out of the queue."""
    return scope.decisions().filter(
        act__in=(Act.APPROVE, Act.REJECT, Act.SPAM),
        status_before=Status.PENDING,
        by__isnull=False,
        comment__isnull=False,
    )


def held_for() -> Seconds:
    """Return for how long the text judged had waited: since that revision was written, the first with the comment."""
    judged = CommentRevision.objects.filter(comment=OuterRef("comment"), number=OuterRef("revision"))
    edited = When(revision__gt=1, then=Subquery(judged.order_by().values("created_at")[:1]))
    written = Case(edited, default=F("comment__created_at"))
    return Seconds(F("created_at"), Coalesce(written, F("comment__created_at")))


def answered(scope: Scope) -> QuerySet[Report]:
    """Return the reports made in the period that a decision has answered."""
    return scope.reports().filter(decision__isnull=False)


def reported_for() -> Seconds:
    """Return for how long a report had waited."""
    return Seconds(F("decision__created_at"), F("created_at"))


def open_for(until: str) -> Any:
    """Return for how long a notice or an appeal waited, until the time at lookup `until`."""
    return Seconds(F(until), F("created_at"))
