"""The figures of the desk: how much is written and decided, how long it waits, what checks find, what is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from perspectives.discussion.models import Answer, Comment, Forum, Status
from perspectives.moderation.findings import NAMES
from perspectives.moderation.measures import waits
from perspectives.moderation.measures.scope import Scope
from perspectives.moderation.measures.sections import Cell, Line, Section, share_of
from perspectives.moderation.measures.spans import percentiles, place_among
from perspectives.moderation.models import Act, Appeal, Decision
from perspectives.moderation.public_forms import beginning
from perspectives.web.paging import LONGEST_LIST

# The acts that judge a comment, and can be reversed.
JUDGED = (Act.APPROVE, Act.REJECT, Act.SPAM)


def days_of(scope: Scope) -> list[date]:
    """Return every day of the period."""
    return [scope.first + timedelta(days=number) for number in range((scope.last - scope.first).days + 1)]


def weeks_of(scope: Scope) -> list[date]:
    """Return the first day of every week of the period, the first week from where the period begins."""
    mondays = [day for day in days_of(scope) if day.weekday() == 0]
    return mondays if mondays[:1] == [scope.first] else [scope.first, *mondays]


def edges_of(days: Sequence[date]) -> list[datetime]:
    """Return the moments at which one span goes over into the next."""
    return [beginning(day) for day in days[1:]]


def a_day(rows: Any, days: Sequence[date]) -> list[int]:
    """Return how many rows there are for each day: one query."""
    spans = rows.annotate(span=place_among("created_at", edges_of(days))).values_list("span")
    found = dict(spans.annotate(n=Count("*")))
    return [found.get(number, 0) for number in range(len(days))]


def waits_by_week(scope: Scope, weeks: Sequence[date]) -> tuple[list[float | None], list[float | None]]:
    """Return the median and the ninetieth percentile of what held comments waited, for each week: one query."""
    week = place_among("created_at", edges_of(weeks))
    found = percentiles(waits.first_looks(scope), waits.held_for(), week)
    pairs = [found.get(number, (None, None)) for number in range(len(weeks))]
    return [median for median, _ninetieth in pairs], [ninetieth for _median, ninetieth in pairs]


def by_check(scope: Scope, screened: int) -> Section:
    """Return for each check how often it found something, of `screened` comments, and what became of what it held."""
    held = Q(answer=Answer.HOLD, comment__isnull=False)
    rows = (
        scope.findings(Answer.FLAG, Answer.HOLD, Answer.REFUSE)
        .values_list("check_name")
        .annotate(
            n=Count("pk"),
            held=Count("pk", filter=held),
            refused=Count("pk", filter=Q(answer=Answer.REFUSE)),
            approved=Count("pk", filter=held & Q(comment__status=Status.PUBLIC)),
            waiting=Count("pk", filter=held & Q(comment__status=Status.PENDING)),
        )
    )
    columns = [
        ("hits", _("Found something")),
        ("rate", _("Of what it saw")),
        ("held", _("Held")),
        ("refused", _("Refused")),
        ("approved", _("Held, then approved")),
    ]
    lines = [_check_line(*row, screened=screened) for row in rows.order_by("-n", "check_name")[:LONGEST_LIST]]
    note = _("“Held, then approved” is of what was held and has been decided on; a high share means the check errs.")
    return Section("checks", _("Checks"), columns, lines, note)


def _check_line(name: str, hits: int, held: int, refused: int, approved: int, waiting: int, *, screened: int) -> Line:
    """Return the line of one check."""
    seen = max(screened + refused, hits)
    cells = (Cell(hits), share_of(hits, seen), Cell(held), Cell(refused), share_of(approved, held - waiting))
    return Line(name, NAMES.get(name, name), cells)


def reversed_decisions(scope: Scope) -> Section:
    """Return for each act that judges how often it was undone, or overturned by an appeal: three queries.

    Counted from the undoings and the appeals, which are few. Asked from the decisions, SQLite may walk over all of
    them for each: nearly all undo nothing, and that is all its statistics know of that index.
    """
    made = dict(scope.decisions().filter(act__in=JUDGED).values_list("act").annotate(n=Count("pk")))
    overturned = dict(_overturned(scope).values_list("decision__act").annotate(n=Count("pk")))
    both = Count("pk", filter=Q(undoes__appeal__outcome__act=Act.OVERTURN))
    undone = {act: counts for act, *counts in _undone(scope).values_list("undoes__act").annotate(n=Count("pk"), b=both)}
    columns = [
        ("made", _("Made")),
        ("undone", _("Undone")),
        ("overturned", _("Overturned on appeal")),
        ("share", _("Share reversed")),
    ]
    lines = [_reversed_line(act, made.get(act, 0), overturned.get(act, 0), *undone.get(act, (0, 0))) for act in JUDGED]
    return Section("reversed", _("Decisions taken back"), columns, lines)


def _undone(scope: Scope) -> QuerySet[Decision]:
    """Return the undoings of what was decided in the period."""
    rows = Decision.objects.order_by().filter(act=Act.UNDO, undoes__act__in=JUDGED)
    return rows.filter(scope.within("undoes__created_at"), scope.here("undoes__discussion"))


def _overturned(scope: Scope) -> QuerySet[Appeal]:
    """Return the appeals granted against what was decided in the period."""
    rows = Appeal.objects.order_by().filter(outcome__act=Act.OVERTURN, decision__act__in=JUDGED)
    return rows.filter(scope.within("decision__created_at"), scope.here("decision__discussion"))


def _reversed_line(act: Act, made: int, overturned: int, undone: int, both: int) -> Line:
    """Return the line of one act; what was undone because an appeal was granted is taken back once."""
    back = undone + overturned - both
    return Line(act.value, act.label, (Cell(made), Cell(undone), Cell(overturned), share_of(back, made)))


def by_forum(scope: Scope, forums: Sequence[Forum]) -> Section:
    """Return for each forum what was written and decided, and what waits now: three queries for all of them."""
    written = dict(scope.comments().values_list("discussion__forum").annotate(n=Count("pk")))
    decided = dict(scope.decisions().values_list("discussion__forum").annotate(n=Count("pk")))
    pending = Comment.objects.order_by().filter(scope.here(), status=Status.PENDING)
    waiting = dict(pending.values_list("discussion__forum").annotate(n=Count("pk")))
    columns = [("written", _("Written")), ("decided", _("Decisions")), ("waiting", _("Held now"))]
    lines = [
        Line(forum.slug, forum.name, tuple(Cell(found.get(forum.pk, 0)) for found in (written, decided, waiting)))
        for forum in forums[:LONGEST_LIST]
    ]
    return Section("forums", _("Forums"), columns, lines)
