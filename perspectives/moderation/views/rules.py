"""The rules of a forum: read by its moderators, put into another order by senior ones; and the list of forums."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perspectives.discussion.doors import csrf_reason, moderator_required
from perspectives.discussion.errors import Refused
from perspectives.discussion.frame import page
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.moderation import queue
from perspectives.moderation.actions import exchange_rules
from perspectives.moderation.models import Rule
from perspectives.moderation.notes import tell, told
from perspectives.moderation.views.where import Place, place_of
from perspectives.moderation.views.who import member_of
from perspectives.moderation.wordings import LAST_NUMBER
from perspectives.web.paging import paged

MOVES = ("up", "down")


@moderator_required
@require_safe
def forums(request: HttpRequest) -> HttpResponse:
    """The forums one moderates, each with the way to its rules and its policy."""
    shown = paged(queue.forums_of(viewer_of(request)), request)
    return page(request, "perspectives/moderation/rules/forums.html", {"page": shown, "px_room": "rules"})


@moderator_required
def rules(request: HttpRequest, forum: str) -> HttpResponse:
    """The rules, those in force first; a posted form moves one of them up or down."""
    place = place_of(request, forum)
    if request.method != "POST":
        return _show(request, place)
    if csrf_reason(request):
        return _show(request, place, str(EXPIRED), 403)
    number, act = request.POST.get("number", ""), request.POST.get("act", "")
    if act not in MOVES or not (number.isascii() and number.isdecimal()) or len(number) > len(str(LAST_NUMBER)):
        return _show(request, place, _("Choose a rule, and whether it goes up or down."), 422)
    rule = get_object_or_404(Rule, forum=place.forum, pk=_key(request))
    try:
        moved = exchange_rules(rule=rule, up=act == "up", by=member_of(request), number=int(number))
    except Refused as refusal:
        return _show(request, place, refusal.message, refusal.http_status)
    tell(request, _sentence(moved is not None))
    return HttpResponseRedirect(request.path, status=303)


def _key(request: HttpRequest) -> int:
    """Return the primary key of the rule in a form, 0, which none has, for nonsense."""
    typed = request.POST.get("rule", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0


def _sentence(moved: bool) -> str:
    return _("The rules have changed places.") if moved else _("Nothing was left to do: it is so already.")


def _show(request: HttpRequest, place: Place, error: str = "", status: int = 200) -> HttpResponse:
    """Return the page."""
    shown = paged(Rule.objects.filter(forum=place.forum).order_by("-active", "number"), request)
    context = {
        "place": place,
        "page": shown,
        "error": error,
        "notes": told(request),
        "px_room": "rules",
    }
    return page(request, "perspectives/moderation/rules/rules.html", context, status=status)
