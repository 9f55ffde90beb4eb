"""How often the model was right, week by week: what it had flagged, beside what moderators made of it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from perspectives.discussion.models import Answer, Finding
from perspectives.moderation.measures.figures import edges_of
from perspectives.moderation.measures.scope import Scope
from perspectives.moderation.measures.spans import place_among
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.rules import MOVES

# Weeks shown, the present one among them.
WEEKS = 12
# What the check says of a text that it takes for one that will be removed.
FLAGGED = (Answer.FLAG, Answer.HOLD)


@dataclass(frozen=True)
class Week:
    """The comments that a moderator decided on in a week from Monday on, and that the model had scored before."""

    monday: date
    # Flagged; of these removed; and removed at all.
    flagged: int = 0
    both: int = 0
    removed: int = 0

    @property
    def precision(self) -> float | None:
        """Of what was flagged, which share was removed; None where nothing was."""
        return self.both / self.flagged if self.flagged else None

    @property
    def recall(self) -> float | None:
        """Of what was removed, which share was flagged; None where nothing was."""
        return self.both / self.removed if self.removed else None


def weeks_until(today: date) -> list[date]:
    """Return the Mondays of the last WEEKS weeks by ISO 8601, the latest last."""
    latest = today - timedelta(days=today.weekday())
    return [latest - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def weekly(forums: tuple[int, ...] | None) -> list[Week]:
    """Return the last WEEKS weeks in these forums, None for all. One query, with four rows a week at most."""
    today = timezone.localdate()
    mondays = weeks_until(today)
    rows = _decided(Scope(mondays[0], today, forums)).annotate(
        span=place_among("created_at", edges_of(mondays)),
        flagged=Exists(_said(Q(answer__in=FLAGGED))),
        removed=~Q(act=Act.APPROVE),
    )
    counted = rows.values_list("span", "flagged", "removed").annotate(n=Count("*"))
    found = {(span, bool(flagged), bool(removed)): n for span, flagged, removed, n in counted}
    return [_week(monday, number, found) for number, monday in enumerate(mondays)]


def totals(weeks: Sequence[Week]) -> Week:
    """Return all of the weeks as one."""
    sums = (sum(getattr(week, name) for week in weeks) for name in ("flagged", "both", "removed"))
    return Week(weeks[0].monday, *sums)


def _week(monday: date, number: int, found: dict[tuple[int, bool, bool], int]) -> Week:
    """Return the week of this number."""
    both, spared, missed = (found.get((number, *pair), 0) for pair in ((True, True), (True, False), (False, True)))
    return Week(monday, both + spared, both, both + missed)


def _decided(scope: Scope) -> QuerySet[Decision]:
    """Return the last standing judgement of each comment, by a moderator, on a text that the model had scored."""
    judged = Decision.objects.filter(act__in=list(MOVES), undone_by__isnull=True)
    later = judged.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    decided = scope.decisions().filter(act__in=list(MOVES), undone_by__isnull=True, by__isnull=False)
    return decided.filter(~Exists(later), Exists(_said(Q(facts__has_key="score"))))


def _said(condition: Q) -> QuerySet[Finding]:
    """Return what the model said of the text that was judged."""
    return Finding.objects.filter(
        condition, comment=OuterRef("comment"), revision=OuterRef("revision"), check_name="triage"
    ).order_by()
