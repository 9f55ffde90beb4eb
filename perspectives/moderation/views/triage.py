"""Triage: how often the model was right, what it learned from, and which words weigh most in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perspectives.discussion.doors import moderator_required
from perspectives.discussion.frame import page
from perspectives.discussion.queries import Viewer
from perspectives.discussion.rules import viewer_of
from perspectives.moderation.charts import Curves, curves
from perspectives.moderation.measures.sections import SHARE, Cell, Line, Section
from perspectives.moderation.triage.told import Learned, Told, heaviest, told
from perspectives.moderation.triage.weeks import Week, totals, weekly

TEMPLATE = "perspectives/moderation/triage.html"


@moderator_required
@require_safe
def triage(request: HttpRequest) -> HttpResponse:
    """The page: six queries at most, however many decisions there were."""
    viewer, known = viewer_of(request), told()
    context: dict[str, Any] = {"px_room": "triage", "told": known}
    if known.latest:
        context |= _figures(viewer, known)
    return page(request, TEMPLATE, context)


def _figures(viewer: Viewer, known: Told) -> dict[str, Any]:
    """Return what is shown once something was learned; words of comments for who may read them all."""
    weeks = weekly(None if viewer.moderates_all else tuple(sorted(viewer.moderates)))
    words = heaviest(known.model) if known.model and viewer.moderates_all else None
    return {"chart": _chart(weeks), "weeks": _by_week(weeks), "past": _past(known.past), "words": words}


def _chart(weeks: list[Week]) -> Curves:
    """Return the chart of precision and recall."""
    whole = totals(weeks)
    shares = {"precision": _percent(whole.precision), "recall": _percent(whole.recall)}
    description = (
        _("In these weeks together: precision %(precision)s, recall %(recall)s.") % shares
        if whole.flagged or whole.removed
        else _("Nothing that it had scored has been decided on in these weeks.")
    )
    named = [
        (_("Precision: flagged, and then removed"), [week.precision for week in weeks]),
        (_("Recall: removed, and flagged before"), [week.recall for week in weeks]),
    ]
    words = (_("Week from"), _percent, _percent)
    labels = [date_format(week.monday, "j M") for week in weeks]
    return curves("triage", _("How often it was right"), description, labels, named, words)


def _percent(share: float | None) -> str:
    """Return a share in words."""
    return str(Cell(share, SHARE))


def _by_week(weeks: list[Week]) -> Section:
    """Return what the chart was drawn from, the latest week first, without those in which nothing was decided."""
    columns = [
        ("flagged", _("Flagged")),
        ("confirmed", _("of them removed")),
        ("removed", _("Removed")),
        ("found", _("of them flagged")),
    ]
    lines = [
        Line(
            week.monday.isoformat(),
            date_format(week.monday, "j M Y"),
            (Cell(week.flagged), Cell(week.precision, SHARE), Cell(week.removed), Cell(week.recall, SHARE)),
        )
        for week in reversed(weeks)
        if week.flagged or week.removed
    ]
    note = _(
        "Comments it had scored and that a moderator then decided on, by the week of the decision. What was flagged "
        "and never decided on is not counted."
    )
    return Section("weeks", _("Week by week"), columns, lines, note)


def _past(past: list[Learned]) -> Section:
    """Return the times it learned."""
    columns = [
        ("approved", _("Approved")),
        ("removed", _("Removed")),
        ("precision", _("Precision")),
        ("recall", _("Recall")),
        ("auc", _("Right of two")),
    ]
    lines = [
        Line(
            one.at.isoformat(),
            date_format(timezone.localtime(one.at), "DATE_FORMAT"),
            (Cell(one.approved), Cell(one.removed), *(Cell(figure, SHARE) for figure in one.figures)),
        )
        for one in past
    ]
    note = _(
        "Measured on the newest fifth of the decisions, which it had not seen. Right of two: of a removed and an "
        "approved comment, how often the removed one has the higher score."
    )
    return Section("learned", _("What it learned from"), columns, lines, note)
