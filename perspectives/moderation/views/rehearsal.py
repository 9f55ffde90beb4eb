"""The page of a rehearsal: its figures, and the comments behind them, page by page."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

from perspectives.discussion.frame import page
from perspectives.moderation.findings import title_of
from perspectives.moderation.policies import values_of, with_values
from perspectives.moderation.policy_forms import PolicyForm
from perspectives.moderation.rehearsal import paper
from perspectives.moderation.rehearsal.checks import left_out
from perspectives.moderation.rehearsal.figures import summary_of, table_of
from perspectives.moderation.rehearsal.page import rows_of
from perspectives.moderation.rehearsal.paper import Hit, Paper
from perspectives.moderation.rehearsal.run import SIZES, rehearse
from perspectives.moderation.versions import settings_compared
from perspectives.moderation.views.desk import size_of_page
from perspectives.moderation.views.where import Place

# Which of the comments are listed: those that change, or all that are caught.
SHOWN = ("changes", "all")


def rehearsed(request: HttpRequest, place: Place, form: PolicyForm) -> HttpResponse:
    """Run the rehearsal and show it."""
    rehearsal = rehearse(place.forum, with_values(place.forum, form.values()), form.cleaned_data["most"] or SIZES[0])
    form.put("paper", paper.sign(place.forum, form.values(), rehearsal))
    return show_rehearsal(request, place, form)


def show_rehearsal(request: HttpRequest, place: Place, form: PolicyForm) -> HttpResponse:
    """Show the rehearsal that the form carries; a new one where it carries none of these very values."""
    found = paper.read(form.data.get("paper", ""), place.forum, form.values())
    if found is None:
        return rehearsed(request, place, form)
    shown = request.POST.get("show", "")
    shown = shown if shown in SHOWN else SHOWN[0]
    hits = _page_of(found, shown, request.POST.get("page", ""))
    changed = with_values(place.forum, form.values())
    context = {
        "place": place,
        "form": form,
        "figures": found.figures,
        "left_out": [title_of(name) for name in left_out()],
        "failed": [title_of(name) for name in found.figures["failed"]],
        "summary": summary_of(found.figures),
        "table": table_of(found.figures),
        "differences": settings_compared(values_of(place.forum), form.values()),
        "show": shown,
        "counts": {"changes": sum(hit.changes for hit in found.hits), "all": len(found.hits)},
        "page": hits,
        "rows": rows_of(list(hits.object_list), place.forum, changed),
        "px_room": "rules",
    }
    return page(request, "perspectives/moderation/rules/rehearsal.html", context)


def _page_of(found: Paper, shown: str, number: str) -> Page[Hit]:
    """Return a page of the comments to be listed; the nearest one for a number that there is not."""
    hits = [hit for hit in found.hits if hit.changes or shown == "all"]
    plain = number.isascii() and number.isdecimal() and len(number) < 8
    return Paginator(hits, size_of_page()).get_page(int(number) if plain else 1)
