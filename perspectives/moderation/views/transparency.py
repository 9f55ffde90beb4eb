"""The transparency report of any period: as a page, as a table, as data; public, and all of it from the rows."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perspectives.conf import conf
from perspectives.discussion.documents import kept
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment
from perspectives.discussion.queries import open_to_all
from perspectives.moderation.measures.report import report_of
from perspectives.moderation.measures.scope import Scope
from perspectives.moderation.models import Decision
from perspectives.moderation.open_forums import open_decisions, open_forums
from perspectives.moderation.public_forms import FIRST_DAY, PeriodForm
from perspectives.moderation.seal import seal_now
from perspectives.moderation.spreadsheets import harmless
from perspectives.web.paging import LONGEST_LIST

TEMPLATE = "perspectives/moderation/transparency.html"


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """The report as a page; without a period that of the last calendar year, or of what there is."""
    form = _form(request)
    if not form.is_valid():
        return page(request, TEMPLATE, {"form": form}, status=400)
    scope = _scope(form)
    sections, seal = report_of(scope), seal_now()
    form.initial = {"from": scope.first, "to": scope.last}
    query = request.GET.urlencode()
    context = {
        "form": form,
        "forum": form.forum,
        "scope": scope,
        "sections": sections,
        "seal": seal,
        "query": f"?{query}" if query else "",
    }
    trace = repr((scope, sections, seal, [*form.forums.items()]))
    return page(request, TEMPLATE, context, etag=trace)


@require_safe
def transparency_json(request: HttpRequest) -> HttpResponse:
    """The report for programs; times in seconds, shares from 0 to 1, names the same in every language."""
    form, scope = _asked(request)
    seal = seal_now()
    told: dict[str, Any] = {
        "site": str(conf.SITE_NAME),
        "from": scope.first.isoformat(),
        "to": scope.last.isoformat(),
        "forum": form.forum.slug if form.forum else None,
        "log": {"decisions": seal.position, "seal": seal.words},
    }
    told |= {section.key: section.as_data() for section in report_of(scope)}
    return kept(request, JsonResponse(told, json_dumps_params={"indent": 1}))


@require_safe
def transparency_csv(request: HttpRequest) -> HttpResponse:
    """The report as a table: a line for each value."""
    _form_of, scope = _asked(request)
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(("section", "line", "column", "value"))
    for section in report_of(scope):
        for line in section.lines:
            for (name, _label), cell in zip(section.columns, line.cells, strict=True):
                value = "" if cell.value is None else cell.value
                writer.writerow((section.key, harmless(line.key), name, value))
    response = HttpResponse(lines.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="transparency-{scope.first}-{scope.last}.csv"'
    return kept(request, response)


def _form(request: HttpRequest) -> PeriodForm:
    """Return the form with what the query string says."""
    return PeriodForm(request.GET, list(open_forums()[:LONGEST_LIST]))


def _asked(request: HttpRequest) -> tuple[PeriodForm, Scope]:
    """Return what the query string asks for; Http404 for nonsense."""
    form = _form(request)
    if not form.is_valid():
        raise Http404(_("There is no such period."))
    return form, _scope(form)


def _scope(form: PeriodForm) -> Scope:
    """Return what is counted: the days asked for, and for those not asked for what there is."""
    since, until = form.cleaned_data["from"], form.cleaned_data["to"]
    forums = (form.forum.pk,) if form.forum else None
    today = timezone.localdate()
    if since is None and until is None:
        return Scope(*_usual_period(today), forums, public=True)
    first = since or min(_first_day(today), until)
    return Scope(first, max(first, until or today), forums, public=True)


def _usual_period(today: date) -> tuple[date, date]:
    """Return the last calendar year, or from the first day there is until today where all is younger."""
    first, new_year = _first_day(today), today.replace(month=1, day=1)
    if first < new_year:
        return new_year.replace(year=today.year - 1), new_year - timedelta(days=1)
    return first, today


def _first_day(today: date) -> date:
    """Return the day of the first comment or decision that is told of, today where there is none: two queries."""
    oldest = [rows.order_by("pk").values_list("created_at", flat=True).first() for rows in (_comments(), _decisions())]
    days = [timezone.localdate(moment) for moment in oldest if moment is not None]
    return max(FIRST_DAY, min([*days, today]))


def _comments() -> Any:
    return Comment.objects.filter(open_to_all(timezone.now(), "discussion__"))


def _decisions() -> Any:
    return Decision.objects.filter(open_decisions(timezone.now()))
