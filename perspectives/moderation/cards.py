"""Everything a moderator's card shows about a comment, in as many queries for a hundred cards as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Q

from perspectives.discussion.models import Answer, Comment, Finding, State
from perspectives.members.models import Member
from perspectives.moderation.asked import Asked
from perspectives.moderation.care import FOUND, word_for
from perspectives.moderation.complaints import Grievance, grievances_of, notices_of
from perspectives.moderation.conversation import Conversation, conversations_of
from perspectives.moderation.findings import Line, line_of, marks_of
from perspectives.moderation.forms import ActForm, DecideForm
from perspectives.moderation.models import Act, Decision, LegalNotice, Report, Rule, Severity
from perspectives.moderation.people_forms import WordsForm, note_form_of
from perspectives.moderation.records import Record, records_of
from perspectives.moderation.rules import JUDGING, MOVES
from perspectives.moderation.sanction_forms import SanctionForm
from perspectives.moderation.sanction_rules import SANCTIONING
from perspectives.text.excerpts import excerpt
from perspectives.text.marking import Marks

# Characters of what a comment answers; enough to know what it is about.
ANSWERED_LENGTH = 600
# What needs no words.
SMALL_ACTS = (Act.LOCK, Act.UNLOCK, Act.LIFT, Act.FEATURE, Act.UNFEATURE)


@dataclass(frozen=True)
class Judged:
    """What was decided on the status of a comment: the newest decision, and whether it was of the worst once."""

    newest: int = 0
    worst: bool = False


@dataclass
class Card:
    """A comment with what a decision needs."""

    comment: Comment
    record: Record
    rules: list[Rule]
    findings: list[Line] = field(default_factory=list)
    grievances: list[Grievance] = field(default_factory=list)
    notices: list[LegalNotice] = field(default_factory=list)
    conversation: Conversation = field(default_factory=Conversation)
    judged: Judged = field(default_factory=Judged)
    asked: Asked = field(default_factory=Asked)
    # Where the card stands: "desk" or "item".
    at: str = "desk"
    # Who else is looking at it now.
    claimed_by: Member | None = None
    # Why who looks may not decide on it, "" who may; and the sanctions (by primary key) that viewer may lift.
    withheld: str = ""
    liftable: frozenset[int] = frozenset()
    form: DecideForm = field(init=False)
    suspend_form: SanctionForm = field(init=False)
    act_form: ActForm = field(init=False)
    note_form: WordsForm = field(init=False)

    def __post_init__(self) -> None:
        self.fill()

    def fill(self, data: Any = None, act: str = "", typed: dict[str, str] | None = None) -> None:
        """Make the card's forms: the one for `act` bound to `data`, the others fresh or with what was `typed`."""
        seen: dict[str, Any] = {"comment": self.comment, "newest": self.newest, "asked": self.asked, "at": self.at}
        judging = act in MOVES
        self.form = DecideForm(data if judging else None, rules=self.rules, typed=typed, **seen)
        self.suspend_form = SanctionForm(data if act in SANCTIONING else None, rules=self.rules, **seen)
        kept = {"body": typed["body"]} if typed and typed.get("body") else None
        self.note_form = note_form_of(data if act == "note" else kept, number=self.comment.pk)
        self.act_form = ActForm(data if act in SMALL_ACTS else None, **seen)

    @property
    def newest(self) -> int:
        """The primary key of the newest decision on the comment's status, 0 without one."""
        return self.judged.newest

    @property
    def reports(self) -> list[Report]:
        """The open reports on the card, by reason."""
        return [complaint.report for grievance in self.grievances for complaint in grievance.complaints]

    @property
    def marks(self) -> Marks:
        """What to mark in the text: the words that checks found."""
        return marks_of(self.findings)

    @property
    def warning(self) -> str:
        """In a word why the text is hard to read, "" where it is not."""
        return word_for(
            weight=self.comment.weight,
            reasons=[grievance.reason for grievance in self.grievances],
            checks=[line.check for line in self.findings if line.answer in FOUND],
            noticed=bool(self.notices),
            worst=self.judged.worst,
        )

    @property
    def whole(self) -> bool:
        """Whether the card shows all of it, as on an item's own page, or the beginnings."""
        return self.at == "item"

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
    """Return a card for each of `comments` (of `for_desk`): twelve queries at most, whatever their number."""
    whole = at == "item"
    findings, judged, rules = _findings(comments), _judged(comments), _rules(comments)
    grievances, notices = grievances_of(comments), notices_of(comments)
    conversations, records = conversations_of(comments, whole=whole), records_of(comments, now, whole=whole)
    return [
        Card(
            comment=comment,
            record=records[comment.author_id, comment.discussion.forum_id],
            rules=rules[comment.discussion.forum_id],
            findings=findings[comment.pk],
            grievances=grievances.get(comment.pk, []),
            notices=notices[comment.pk],
            conversation=conversations[comment.pk],
            judged=judged.get(comment.pk, Judged()),
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


def _judged(comments: Iterable[Comment]) -> dict[int, Judged]:
    """Return what was decided on the status of each comment that was decided on."""
    judged = Decision.objects.filter(comment__in=[comment.pk for comment in comments], act__in=JUDGING)
    worst = Count("pk", filter=Q(act=Act.REJECT, rule__severity=Severity.WORST, undone_by__isnull=True))
    rows = judged.order_by().values_list("comment").annotate(newest=Max("pk"), worst=worst)
    return {comment: Judged(newest, worst > 0) for comment, newest, worst in rows}


def _rules(comments: Iterable[Comment]) -> dict[int, list[Rule]]:
    """Return the rules in force of each forum."""
    rules: dict[int, list[Rule]] = defaultdict(list)
    forums = {comment.discussion.forum_id for comment in comments}
    for rule in Rule.objects.filter(forum__in=forums, active=True).order_by("number"):
        rules[rule.forum_id].append(rule)
    return rules
