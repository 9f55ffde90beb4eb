"""What public pages may name and count: forums with a discussion that everybody may read, and decisions on such."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from perspectives.discussion.models import Discussion, Forum
from perspectives.discussion.queries import open_to_all
from perspectives.moderation.models import Rule, RuleRevision
from perspectives.web.paging import LONGEST_LIST


def open_forums() -> QuerySet[Forum]:
    """Return the forums that hold a discussion open to all, by name; no other is named, or known, in public."""
    there = Discussion.objects.public().filter(forum=OuterRef("pk"))
    return Forum.objects.filter(Exists(there)).order_by("name", "pk")


def rule_titles() -> list[str]:
    """Return number and short name of every rule that open forums have, or once had, by number: one query."""
    forums = open_forums().order_by().values("pk")
    now = Rule.objects.filter(forum__in=forums).order_by().values_list("number", "title")
    once = RuleRevision.objects.filter(rule__forum__in=forums).order_by().values_list("number", "title")
    return [f"{number}. {title}" for number, title in now.union(once).order_by("number", "title")[:LONGEST_LIST]]


def nowhere_closed(path: str) -> Q:
    """Return the condition that the forum at lookup `path` is an open one, or that none is named: everywhere."""
    return Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__in": open_forums().order_by().values("pk")})


def open_decisions(now: datetime) -> Q:
    """Return the condition that everybody may know a decision: it concerns a discussion that is open to all, or a
    member in an open forum or everywhere. Offices are the team's own.
    """
    apart = Q(discussion__isnull=True, office="") & nowhere_closed("sanction__forum")
    return open_to_all(now, "discussion__") | apart
