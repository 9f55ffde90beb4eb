"""The figures of the desk: charts and tables of the forums somebody moderates, over thirty or ninety days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perspectives.discussion.doors import moderator_required
from perspectives.discussion.frame import page
from perspectives.discussion.models import Forum
from perspectives.discussion.queries import Viewer
from perspectives.discussion.rules import viewer_of
from perspectives.moderation.charts import Bars, Curves, bars, curves
from perspectives.moderation.figures_form import FiguresForm
from perspectives.moderation.measures import figures as counted
from perspectives.moderation.measures.report import by_rule
from perspectives.moderation.measures.scope import Scope
from perspectives.moderation.measures.sections import Cell, span_in_words
from perspectives.moderation.queue import forums_of
from perspectives.web.paging import LONGEST_LIST

TEMPLATE = "perspectives/moderation/figures.html"


@moderator_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The charts and tables: as many queries for a hundred thousand comments as for ten."""
    viewer = viewer_of(request)
    forums = list(forums_of(viewer)[:LONGEST_LIST])
    form = FiguresForm(request.GET, forums)
    context: dict[str, Any] = {"form": form, "px_room": "figures"}
    if not form.is_valid():
        return page(request, TEMPLATE, context, status=400)
    shown = [form.forum] if form.forum else forums
    scope = _scope(viewer, form.days, form.forum)
    return page(request, TEMPLATE, context | {"scope": scope} | _counted(scope, shown))


def _scope(viewer: Viewer, days: int, forum: Forum | None) -> Scope:
    """Return what is counted: the forum asked for, else all that the viewer moderates, the last `days` days."""
    today = timezone.localdate()
    everywhere = None if viewer.moderates_all else tuple(sorted(viewer.moderates))
    return Scope(today - timedelta(days=days - 1), today, (forum.pk,) if forum else everywhere)


def _counted(scope: Scope, forums: list[Forum]) -> dict[str, Any]:
    """Return charts and tables."""
    days = counted.days_of(scope)
    written = counted.a_day(scope.comments(), days)
    decided = counted.a_day(scope.decisions(), days)
    return {
        "charts": [
            _day_chart("comments", _("Comments a day"), days, written),
            _day_chart("decisions", _("Decisions a day"), days, decided),
        ],
        "waits": _wait_chart(scope),
        "sections": [
            counted.by_check(scope, sum(written)),
            by_rule(scope),
            counted.reversed_decisions(scope),
            counted.by_forum(scope, forums),
        ],
    }


def _day_chart(key: str, title: str, days: list[date], values: list[int]) -> Bars:
    """Return the chart of a number for each day."""
    most = max(values)
    pairs = [(_day(day), value) for day, value in zip(days, values, strict=True)]
    columns = (_("Day"), _("Number"))
    if not most:
        return bars(key, title, _("None in %(days)d days.") % {"days": len(days)}, pairs, columns)
    told = {"all": Cell(sum(values)), "days": len(days), "most": Cell(most), "day": _day(days[values.index(most)])}
    description = _("%(all)s in %(days)d days; the most on one day: %(most)s, on %(day)s.") % told
    return bars(key, title, description, pairs, columns)


def _wait_chart(scope: Scope) -> Curves:
    """Return the chart of how long held comments waited, week by week."""
    weeks = counted.weeks_of(scope)
    median, ninetieth = counted.waits_by_week(scope, weeks)
    known = [value for value in median if value is not None]
    description = (
        _("The median of the latest week with decisions: %(span)s.") % {"span": span_in_words(known[-1])}
        if known
        else _("Nothing that was held has been decided on in this time.")
    )
    unit, name = _unit_of(max([value for value in ninetieth if value is not None], default=0))
    named = [(_("Half within"), _in(unit, median)), (_("Nine in ten within"), _in(unit, ninetieth))]
    words = (
        _("Week from"),
        lambda value: name % {"number": f"{value:g}"} if value else "0",
        lambda value: "–" if value is None else span_in_words(value * unit),
    )
    return curves(
        "waits", _("How long held comments waited"), description, [_day(week) for week in weeks], named, words
    )


def _unit_of(most: float) -> tuple[int, str]:
    """Return the seconds of the unit that suits spans up to `most` seconds, and how a number of them is written."""
    if most < 5400:
        return 60, _("%(number)s min")
    return (3600, _("%(number)s h")) if most < 172_800 else (86_400, _("%(number)s d"))


def _in(unit: int, values: list[float | None]) -> list[float | None]:
    """Return spans in a unit."""
    return [None if value is None else value / unit for value in values]


def _day(day: date) -> str:
    """Return a day without its year: the page says which."""
    return date_format(day, "j M")
