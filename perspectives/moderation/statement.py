"""A statement of reasons: everything that a decision which restricts somebody is to be explained by, from the rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from perspectives.discussion.models import Answer, Comment, CommentRevision, Discussion, Finding
from perspectives.discussion.queries import Viewer
from perspectives.moderation.finding_told import Told, told_of
from perspectives.moderation.models import Appeal, Decision, LegalNotice, Report
from perspectives.moderation.redress import ON_COMMENTS, RESTRICTING, appeal_until, why_settled


@dataclass(frozen=True)
class Statement:
    """A decision and its reasons, as the member concerned may read them: never who told of it, never who decided."""

    decision: Decision
    # The essay's title where the reader may know it now, else "".
    title: str
    # What the comment said when it was judged, as HTML of the comment's renderer; "" where there is no comment.
    html: str
    appeal_until: datetime
    # Why the decision holds no more, "" where it does.
    settled: str
    findings: list[Told] = field(default_factory=list)
    # Whether somebody's notice, or report, led to it.
    notified: bool = False
    reported: bool = False
    appeal: Appeal | None = None

    @property
    def on_comment(self) -> bool:
        """Whether it restricts a comment, and not a member."""
        return self.decision.act in ON_COMMENTS

    @property
    def automated(self) -> bool:
        """Whether a check or a model took part."""
        return self.decision.automated or self.decision.by_id is None or bool(self.findings)

    @property
    def by_nobody(self) -> bool:
        """Whether no person decided."""
        return self.decision.by_id is None

    def is_open(self, now: datetime) -> bool:
        """Whether one may still appeal."""
        return self.appeal is None and not self.settled and now <= self.appeal_until


def statement_on(decision: Decision, viewer: Viewer) -> Statement:
    """Return the statement of `decision` for who looks, in eight queries at most."""
    appeal = Appeal.objects.filter(decision=decision).select_related("outcome").first()
    html = _text_judged(decision)
    return Statement(
        decision=decision,
        title=_title(decision, viewer),
        html=html,
        appeal_until=appeal_until(decision),
        settled=why_settled(decision),
        findings=_findings(decision, html),
        notified=LegalNotice.objects.filter(decision=decision).exists(),
        reported=Report.objects.filter(decision=decision).exists(),
        appeal=appeal,
    )


def for_statement(decisions: QuerySet[Any]) -> QuerySet[Any]:
    """Return the queryset `decisions` with every join a statement shows."""
    joins = ("discussion__forum", "comment__discussion", "member", "sanction__forum")
    return decisions.filter(act__in=RESTRICTING, member__isnull=False).select_related(*joins)


def statement_decision_of(comment: Comment) -> Decision | None:
    """Return the decision that explains why `comment` is not public, None where none does; one query."""
    restricting = Decision.objects.standing().filter(comment=comment, act__in=ON_COMMENTS)
    found = restricting.order_by("-pk").first()
    return found if found is not None and found.status_after == comment.status else None


def _title(decision: Decision, viewer: Viewer) -> str:
    if decision.discussion is None:
        return ""
    open_to = Discussion.objects.visible_to(viewer).filter(pk=decision.discussion_id)
    return decision.discussion.title if open_to.exists() else ""


def _text_judged(decision: Decision) -> str:
    """Return what the comment said in the revision judged; revisions are kept only of what was edited."""
    if decision.comment is None:
        return ""
    kept = CommentRevision.objects.filter(comment=decision.comment_id, number=decision.revision or 0)
    html = kept.values_list("html", flat=True).first()
    if html is not None:
        return html
    return decision.comment.html if decision.comment.revision == decision.revision else ""


def _findings(decision: Decision, html: str) -> list[Told]:
    """Return what checks had found in the revision judged, when it was, as its writer is told it; each thing once."""
    if decision.act not in ON_COMMENTS or decision.comment_id is None:
        return []
    found = Finding.objects.filter(
        comment=decision.comment_id, revision=decision.revision or 0, answer__in=(Answer.HOLD, Answer.FLAG)
    )
    told = (told_of(finding, html) for finding in found.filter(created_at__lte=decision.created_at).order_by("pk"))
    return list(dict.fromkeys(told))
