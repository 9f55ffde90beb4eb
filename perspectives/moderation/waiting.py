"""What waits for a moderator, by kind and forum: numbers for a mail, no words of anybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Comment, Status
from perspectives.discussion.queries import Viewer
from perspectives.moderation.models import Appeal, LegalNotice, Report
from perspectives.moderation.queue import HELD
from perspectives.web.paging import LONGEST_LIST

# Where an appeal belongs: its decision's discussion, or for a sanction without one its forum.
APPEALS = ("decision__discussion__forum", "decision__sanction__forum")


@dataclass(frozen=True)
class Waiting:
    """How much of one kind waits in one forum, and since when the oldest does."""

    kind: str | Promise
    forum: str | Promise
    count: int
    oldest: datetime


def what_waits(viewer: Viewer) -> list[Waiting]:
    """Return what waits in the forums `viewer` moderates, kind by kind, the forums by name: four queries."""
    judged = Appeal.objects.open().judged_by(viewer)
    held = Comment.objects.moderated_by(viewer).filter(HELD)
    reports = Report.objects.open().filter(viewer.moderated("comment__discussion__forum"))
    reported = reports.filter(comment__status=Status.PUBLIC) if viewer.is_moderator else reports.none()
    return [
        *_each_forum(_("Notices of illegal content"), LegalNotice.objects.open().moderated_by(viewer), "forum"),
        *_each_forum(_("Appeals"), judged, *APPEALS),
        *_each_forum(_("Held comments"), held, "discussion__forum"),
        *_each_forum(_("Reported comments"), reported, "comment__discussion__forum", counted="comment"),
    ]


def _each_forum(kind: str | Promise, rows: Any, *forums: str, counted: str = "pk") -> list[Waiting]:
    """Return how many of `rows` there are in each forum, and when the oldest began to wait.

    `forums` are the lookups that lead to it, the first that does; what none leads from is everywhere.
    """
    names = [F(f"{forum}__name") for forum in forums]
    where = Coalesce(*names, Value("")) if len(names) > 1 else names[0]
    grouped = rows.order_by().annotate(where=where).values_list("where")
    found = grouped.annotate(n=Count(counted, distinct=True), oldest=Min("created_at")).order_by("where")
    return [Waiting(kind, name or _("every forum"), number, oldest) for name, number, oldest in found[:LONGEST_LIST]]
