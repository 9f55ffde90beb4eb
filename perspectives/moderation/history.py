"""The whole record of one comment: what it said, what checks found, who complained, what was decided."""

from __future__ import annotations

from dataclasses import dataclass

from perspectives.discussion.models import Comment, CommentRevision, Finding
from perspectives.moderation.findings import Line, line_of
from perspectives.moderation.models import Decision, Report

# Of each kind of row; the admin has the rest.
SHOWN = 100


@dataclass(frozen=True)
class History:
    """The rows of a comment's record, newest first but for findings."""

    revisions: list[CommentRevision]
    findings: list[Line]
    reports: list[Report]
    decisions: list[Decision]


def history_of(comment: Comment) -> History:
    """Return the record of `comment`: four queries, a hundred rows of each kind."""
    revisions = CommentRevision.objects.filter(comment=comment).select_related("by").order_by("-number")
    findings = Finding.objects.filter(comment=comment).order_by("-revision", "pk")
    reports = Report.objects.filter(comment=comment).select_related("member", "decision").order_by("-pk")
    decisions = Decision.objects.filter(comment=comment).select_related("by", "sanction", "undone_by__by")
    return History(
        revisions=list(revisions[:SHOWN]),
        findings=[line_of(finding) for finding in findings[:SHOWN]],
        reports=list(reports[:SHOWN]),
        decisions=list(decisions.order_by("-pk")[:SHOWN]),
    )
