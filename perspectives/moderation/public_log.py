"""The public log's lines: date, act, outcome, rule, automation; words, notes and names are not even fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.models import Discussion, Status
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.open_forums import open_decisions
from perspectives.moderation.public_forms import LogForm, beginning, end

LARGEST_KEY = 2**63 - 1
# All that is ever fetched of a decision for the public.
COLUMNS = ("pk", "created_at", "act", "status_after", "rule_text", "law", "automated", "discussion_id")


@dataclass(frozen=True)
class Row:
    """A line of the log; title and address of the discussion only where everybody may read it, else ""."""

    key: int
    decided_at: datetime
    act: str
    # The comment's status afterwards, "" where the act concerns none.
    outcome: str
    # Number and short name of the rule on that day.
    rule: str
    # Whether it rests on a law.
    law: bool
    automated: bool
    discussion_id: int | None = None
    title: str = ""
    address: str = ""

    @property
    def act_label(self) -> str:
        """The act in words."""
        return str(dict(Act.choices).get(self.act, self.act))

    @property
    def outcome_label(self) -> str:
        """The outcome in a word."""
        return str(dict(Status.choices).get(self.outcome, self.outcome))


def decisions_for(form: LogForm) -> QuerySet[Decision]:
    """Return the decisions that a valid form asks for, of those that everybody may know; the newest first."""
    asked, rows = form.cleaned_data, Decision.objects.filter(open_decisions(timezone.now())).order_by("-pk")
    if asked["act"]:
        rows = rows.filter(act=asked["act"])
    if asked["rule"]:
        # The title is the first line of the rule as it read.
        rows = rows.filter(Q(rule_text=asked["rule"]) | Q(rule_text__startswith=f"{asked['rule']}\n"))
    if form.forum is not None:
        rows = rows.filter(of_forum(form.forum.pk))
    if asked["automation"]:
        rows = rows.filter(automated=asked["automation"] == "yes")
    if asked["from"]:
        rows = rows.filter(created_at__gte=beginning(asked["from"]))
    if asked["to"]:
        rows = rows.filter(created_at__lt=end(asked["to"]))
    return rows


def of_forum(forum_id: int) -> Q:
    """Return the condition that a decision concerns a forum: its discussion's, or the sanction's where it has none."""
    return Q(discussion__forum=forum_id) | Q(discussion__isnull=True, sanction__forum=forum_id)


def before(request: HttpRequest, decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Return the decisions from the cursor `?before=` on, all without one; Http404 for nonsense."""
    typed = request.GET.get("before")
    if typed is None:
        return decisions
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > 19 or not 0 < int(typed) <= LARGEST_KEY:
        raise Http404(_("There is no such page."))
    return decisions.filter(pk__lt=int(typed))


def onwards(request: HttpRequest, key: int | None) -> str:
    """Return the query string of the same part of the log from a decision on, or from its beginning for None."""
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in request.GET.items() if value and name != "before"})
    if key is not None:
        query["before"] = str(key)
    return f"?{query.urlencode()}" if query else "?"


def rows_of(decisions: QuerySet[Decision]) -> list[Row]:
    """Return the lines of decisions, without their discussions: one query."""
    return [_row(values) for values in decisions.values(*COLUMNS)]


def rows_in_batches(decisions: QuerySet[Decision], limit: int, size: int = 1000) -> Iterator[Row]:
    """Yield the lines of at most `limit` decisions, the newest first, fetched `size` at a time."""
    rows = rows_of(decisions[: min(size, limit)])
    while rows:
        yield from rows
        limit -= len(rows)
        rows = rows_of(decisions.filter(pk__lt=rows[-1].key)[: min(size, limit)]) if limit else []


def with_discussions(rows: Sequence[Row]) -> list[Row]:
    """Return the lines with title and address of those discussions that are open to all now: one query."""
    wanted = {row.discussion_id for row in rows if row.discussion_id}
    public = {found.pk: found for found in Discussion.objects.public().filter(pk__in=wanted)}
    return [_placed(row, public.get(row.discussion_id or 0)) for row in rows]


def _placed(row: Row, discussion: Discussion | None) -> Row:
    """Return the line with its discussion, if it may be named."""
    if discussion is None:
        return row
    return Row(**(vars(row) | {"title": discussion.title, "address": discussion.get_absolute_url()}))


def _row(values: dict[str, Any]) -> Row:
    """Return the line of a decision's COLUMNS."""
    return Row(
        key=values["pk"],
        decided_at=values["created_at"],
        act=values["act"],
        outcome=values["status_after"],
        rule=values["rule_text"].partition("\n")[0],
        law=bool(values["law"]),
        automated=values["automated"],
        discussion_id=values["discussion_id"],
    )
