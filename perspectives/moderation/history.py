"""The whole record of one comment: what it said, what checks found, who complained, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from perspectives.discussion.models import Comment, CommentRevision, Finding
from perspectives.moderation.findings import Line, line_of
from perspectives.moderation.models import Decision, Report
from perspectives.moderation.rules import JUDGING, MOVES, UNDOABLE
from perspectives.text.comparing import Comparison, compare

# Of each kind of row; the admin has the rest.
SHOWN = 100
# Revisions that are compared with the one before, the newest: a comment is seldom edited so often.
COMPARED = 20


@dataclass(frozen=True)
class Version:
    """A revision, and what is new in it; None for the first, and for what is older than is compared."""

    revision: CommentRevision
    comparison: Comparison | None = None


@dataclass(frozen=True)
class History:
    """The rows of a comment's record, newest first but for findings."""

    versions: list[Version]
    findings: list[Line]
    reports: list[Report]
    decisions: list[Decision]

    @property
    def undoable(self) -> set[int]:
        """Which of the decisions can be undone, by primary key: of those that judge the comment the last one alone."""
        last = next((decision.pk for decision in self.decisions if decision.act in JUDGING), None)
        stand = [one for one in self.decisions if one.act in UNDOABLE and not hasattr(one, "undone_by")]
        return {one.pk for one in stand if one.act not in MOVES or one.pk == last}


def history_of(comment: Comment) -> History:
    """Return the record of `comment`: four queries, a hundred rows of each kind."""
    revisions = CommentRevision.objects.filter(comment=comment).select_related("by").order_by("-number")
    findings = Finding.objects.filter(comment=comment).order_by("-revision", "pk")
    reports = Report.objects.filter(comment=comment).select_related("member", "decision").order_by("-pk")
    decisions = Decision.objects.filter(comment=comment).select_related("by", "sanction", "undone_by__by")
    return History(
        versions=versions_of(list(revisions[:SHOWN])),
        findings=[line_of(finding) for finding in findings[:SHOWN]],
        reports=list(reports[:SHOWN]),
        decisions=list(decisions.order_by("-pk")[:SHOWN]),
    )


def versions_of(revisions: Sequence[CommentRevision]) -> list[Version]:
    """Return revisions, newest first, each compared with the one before it."""
    pairs = list(pairwise(revisions))
    compared = [Version(new, compare(old.body, new.body)) for new, old in pairs[:COMPARED]]
    return [*compared, *(Version(revision) for revision in revisions[len(compared) :])]
