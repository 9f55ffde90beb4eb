"""Everything a moderator's card shows about a comment, in as many queries for a hundred cards as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import RowNumber

from perspectives.discussion.models import Answer, Comment, Finding, State, Status
from perspectives.members.models import Member
from perspectives.moderation.findings import Line, line_of
from perspectives.moderation.forms import ActForm, DecideForm, SuspendForm
from perspectives.moderation.models import Act, Decision, Report, Rule, Sanction
from perspectives.moderation.queue import Asked
from perspectives.moderation.rules import JUDGING, MOVES
from perspectives.text.excerpts import excerpt

# Reports shown on one card; the item's own page has more.
REPORTS_SHOWN = 10
# Characters of what a comment answers; enough to know what it is about.
ANSWERED_LENGTH = 600
# What needs no words.
SMALL_ACTS = (Act.LOCK, Act.UNLOCK, Act.LIFT)


@dataclass
class Record:
    """What a forum knows of a member: comments by status, and the sanctions that bind now."""

    member: Member
    by_status: dict[str, int] = field(default_factory=dict)
    sanctions: list[Sanction] = field(default_factory=list)

    @property
    def public(self) -> int:
        """Public comments in this forum."""
        return self.by_status.get(Status.PUBLIC, 0)

    @property
    def rejected(self) -> int:
        """Rejected comments in this forum, spam apart."""
        return self.by_status.get(Status.REJECTED, 0)

    @property
    def spam(self) -> int:
        """Comments in this forum that were marked as spam."""
        return self.by_status.get(Status.SPAM, 0)


@dataclass
class Card:
    """A comment with what a decision needs."""

    comment: Comment
    record: Record
    rules: list[Rule]
    findings: list[Line] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    newest: int = 0
    asked: Asked = field(default_factory=Asked)
    # Where the card stands: "desk" or "item".
    at: str = "desk"
    form: DecideForm = field(init=False)
    suspend_form: SuspendForm = field(init=False)
    act_form: ActForm = field(init=False)

    def __post_init__(self) -> None:
        self.fill()

    def fill(self, data: Any = None, act: str = "", typed: dict[str, str] | None = None) -> None:
        """Make the card's forms: the one for `act` bound to `data`, the others fresh or with what was `typed`."""
        seen: dict[str, Any] = {"comment": self.comment, "newest": self.newest, "asked": self.asked, "at": self.at}
        judging = act in MOVES
        self.form = DecideForm(data if judging else None, rules=self.rules, typed=typed, **seen)
        self.suspend_form = SuspendForm(data if act == Act.SUSPEND else None, **seen)
        self.act_form = ActForm(data if act in SMALL_ACTS else None, **seen)

    @property
    def answered_words(self) -> str:
        """The beginning of what the comment answers."""
        return excerpt(self.comment.parent.html, ANSWERED_LENGTH) if self.comment.parent else ""

    @property
    def locked(self) -> bool:
        """Whether the discussion takes no comments."""
        return self.comment.discussion.state == State.LOCKED

    @property
    def more_reports(self) -> int:
        """Reports that are not on the card."""
        return max(0, self.comment.open_reports - len(self.reports))


def for_desk(comments: Any) -> Any:
    """Return the queryset `comments` with every join a card shows."""
    return comments.select_related("discussion__forum", "author", "parent__author").prefetch_related("tag_items__tag")


def cards_of(comments: Sequence[Comment], now: datetime, asked: Asked, at: str = "desk") -> list[Card]:
    """Return a card for each of `comments` (of `for_desk`): six queries whatever their number."""
    findings, reports, newest = _findings(comments), _reports(comments), _newest(comments)
    rules, records = _rules(comments), _records(comments, now)
    return [
        Card(
            comment=comment,
            record=records[comment.author_id, comment.discussion.forum_id],
            rules=rules[comment.discussion.forum_id],
            findings=findings[comment.pk],
            reports=reports[comment.pk],
            newest=newest.get(comment.pk, 0),
            asked=asked,
            at=at,
        )
        for comment in comments
    ]


def _findings(comments: Iterable[Comment]) -> dict[int, list[Line]]:
    """Return what the checks found in the present text of each comment, without what merely passed."""
    found = Finding.objects.filter(comment__in=[comment.pk for comment in comments], revision=F("comment__revision"))
    lines: dict[int, list[Line]] = defaultdict(list)
    for finding in found.exclude(answer=Answer.PASS).order_by("pk"):
        if finding.comment_id is not None:
            lines[finding.comment_id].append(line_of(finding))
    return lines


def _reports(comments: Iterable[Comment]) -> dict[int, list[Report]]:
    """Return the first open reports of each comment that has any."""
    reported = [comment.pk for comment in comments if comment.open_reports]
    reports: dict[int, list[Report]] = defaultdict(list)
    place = Window(RowNumber(), partition_by="comment", order_by="pk")
    first = Report.objects.open().filter(comment__in=reported).annotate(place=place).filter(place__lte=REPORTS_SHOWN)
    for report in first.select_related("member").order_by("pk"):
        reports[report.comment_id].append(report)
    return reports


def _newest(comments: Iterable[Comment]) -> dict[int, int]:
    """Return the primary key of the newest decision on the status of each comment."""
    judged = Decision.objects.filter(comment__in=[comment.pk for comment in comments], act__in=JUDGING)
    return dict(judged.order_by().values_list("comment").annotate(newest=Max("pk")))


def _rules(comments: Iterable[Comment]) -> dict[int, list[Rule]]:
    """Return the rules in force of each forum."""
    rules: dict[int, list[Rule]] = defaultdict(list)
    forums = {comment.discussion.forum_id for comment in comments}
    for rule in Rule.objects.filter(forum__in=forums, active=True).order_by("number"):
        rules[rule.forum_id].append(rule)
    return rules


def _records(comments: Iterable[Comment], now: datetime) -> dict[tuple[int, int], Record]:
    """Return the record of each writer in each forum: two queries."""
    records = {(comment.author_id, comment.discussion.forum_id): Record(comment.author) for comment in comments}
    members, forums = {key[0] for key in records}, {key[1] for key in records}
    # Found by writer alone, for which there is an index; asked for the forums as well, SQLite walks all their comments.
    counted = Comment.objects.filter(author__in=members).order_by()
    for member, forum, status, count in counted.values_list("author", "discussion__forum", "status").annotate(
        count=Count("pk")
    ):
        if (member, forum) in records:
            records[member, forum].by_status[status] = count
    for sanction in _sanctions(members, forums, now):
        for (member, forum), record in records.items():
            if sanction.member_id == member and sanction.forum_id in (None, forum):
                record.sanctions.append(sanction)
    return records


def _sanctions(members: set[int], forums: set[int], now: datetime) -> Any:
    """Return the sanctions that bind any of `members` in any of `forums` now."""
    here = Q(forum__in=forums) | Q(forum__isnull=True)
    still = Q(until__isnull=True) | Q(until__gt=now)
    return Sanction.objects.filter(here, still, member__in=members, lifted_at__isnull=True).order_by("pk")
