"""Who complained of a comment: reports by reason with each reporter's record, and notices that it breaks the law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.discussion.models import Comment, Status
from perspectives.moderation.models import LegalNotice, Report

# Open ones, on one card; the item's own page has more.
REPORTS_SHOWN = 10
NOTICES_SHOWN = 3
# What a report led to when it was upheld: the comment went.
REMOVED = (Status.REJECTED, Status.SPAM)


@dataclass(frozen=True)
class ReportersRecord:
    """How often a forum has decided on somebody's reports, and how often the comment went."""

    upheld: int = 0
    decided: int = 0

    @property
    def words(self) -> str:
        """The record as a card says it: "3 of 4 upheld"."""
        if not self.decided:
            return _("none decided yet")
        said = ngettext("%(upheld)d of %(decided)d upheld", "%(upheld)d of %(decided)d upheld", self.decided)
        return said % {"upheld": self.upheld, "decided": self.decided}


@dataclass(frozen=True)
class Complaint:
    """A report, and what is known of whoever made it."""

    report: Report
    record: ReportersRecord


@dataclass
class Grievance:
    """The open reports of one comment for one reason: how many, and the first of them."""

    reason: str
    label: str
    count: int
    complaints: list[Complaint] = field(default_factory=list)


def grievances_of(comments: Iterable[Comment]) -> dict[int, list[Grievance]]:
    """Return the first open reports of each comment that has any, by reason, the most frequent first: two queries."""
    reports = _open_reports([comment.pk for comment in comments if comment.open_reports])
    forums = {comment.pk: comment.discussion.forum_id for comment in comments}
    records = records_of_reporters({report.member_id for report in reports}, set(forums.values()))
    found: dict[int, dict[str, Grievance]] = defaultdict(dict)
    for report in reports:
        grievances = found[report.comment_id]
        if report.reason not in grievances:
            grievances[report.reason] = Grievance(report.reason, report.get_reason_display(), report.alike)
        record = records.get((report.member_id, forums[report.comment_id]), ReportersRecord())
        grievances[report.reason].complaints.append(Complaint(report, record))
    return {pk: sorted(some.values(), key=lambda one: -one.count) for pk, some in found.items()}


def _open_reports(reported: list[int]) -> list[Any]:
    """Return the first open reports of each of these comments, each with the number of those for the same reason."""
    if not reported:
        return []
    first = Report.objects.open().filter(comment__in=reported)
    first = first.annotate(
        place=Window(RowNumber(), partition_by="comment", order_by="pk"),
        alike=Window(Count("pk"), partition_by=["comment", "reason"]),
    )
    return list(first.filter(place__lte=REPORTS_SHOWN).select_related("member").order_by("pk"))


def records_of_reporters(members: set[int], forums: set[int]) -> dict[tuple[int, int], ReportersRecord]:
    """Return what became of the reports of `members` in `forums`, by both primary keys: one query, none for nobody."""
    if not members:
        return {}
    answered = Report.objects.filter(member__in=members, decision__isnull=False, comment__discussion__forum__in=forums)
    gone = Count("pk", filter=Q(decision__status_after__in=REMOVED))
    rows = answered.order_by().values_list("member", "comment__discussion__forum").annotate(gone=gone, all=Count("pk"))
    return {(member, forum): ReportersRecord(upheld, decided) for member, forum, upheld, decided in rows}


def notices_of(comments: Iterable[Comment]) -> dict[int, list[LegalNotice]]:
    """Return the first open notices of illegal content about each comment; who gave them stands on their own page."""
    place = Window(RowNumber(), partition_by="comment", order_by="pk")
    about = LegalNotice.objects.open().filter(comment__in=[comment.pk for comment in comments])
    found: dict[int, list[LegalNotice]] = defaultdict(list)
    rows = about.annotate(place=place).filter(place__lte=NOTICES_SHOWN)
    for notice in rows.defer("name", "email").order_by("pk"):
        found[notice.comment_id].append(notice)
    return found
