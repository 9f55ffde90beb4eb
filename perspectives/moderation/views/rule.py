"""One rule: its form for senior moderators, and every wording it ever had with what changed in each."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from perspectives.discussion.doors import csrf_reason, moderator_required
from perspectives.discussion.errors import Refused
from perspectives.discussion.frame import page
from perspectives.discussion.words import EXPIRED
from perspectives.moderation.actions import save_rule
from perspectives.moderation.models import Rule
from perspectives.moderation.notes import tell, told
from perspectives.moderation.rule_forms import WordingForm
from perspectives.moderation.versions import versions_of
from perspectives.moderation.views.where import Place, place_of
from perspectives.moderation.views.who import member_of
from perspectives.moderation.wordings import LAST_NUMBER


@moderator_required
def new(request: HttpRequest, forum: str) -> HttpResponse:
    """Word a new rule."""
    place = place_of(request, forum)
    if request.method != "POST":
        return _show(request, place, None, WordingForm(number=_next_number(place)), status=200 if place.senior else 403)
    return _save(request, place, None, WordingForm(request.POST))


@moderator_required
def rule(request: HttpRequest, forum: str, rule: int) -> HttpResponse:
    """Show a rule with its versions, or save what it is to say."""
    place = place_of(request, forum)
    found = get_object_or_404(Rule, forum=place.forum, pk=rule)
    if request.method != "POST":
        return _show(request, place, found, WordingForm(rule=found))
    return _save(request, place, found, WordingForm(request.POST))


def _save(request: HttpRequest, place: Place, found: Rule | None, form: WordingForm) -> HttpResponse:
    """Save the rule, or give back what was typed with the reason."""
    if csrf_reason(request):
        return _show(request, place, found, form, str(EXPIRED), 403)
    if not form.is_valid():
        return _show(request, place, found, form, _("Nothing was saved yet: please look at the form."), 422)
    try:
        revision = save_rule(
            forum=place.forum,
            by=member_of(request),
            wording=form.wording(),
            rule=found,
            seen=form.cleaned_data["seen"] if found else None,
        )
    except Refused as refusal:
        return _refused(request, place, found, form, refusal)
    tell(request, _("The rule is saved.") if revision else _("Nothing was left to do: it is so already."))
    return HttpResponseRedirect(reverse("perspectives:rules", args=[place.forum.slug]), status=303)


def _refused(
    request: HttpRequest, place: Place, found: Rule | None, form: WordingForm, refusal: Refused
) -> HttpResponse:
    """Return the filled form with the refusal; it then stands for the version that is there now."""
    if refusal.code in form.fields:
        form.add_error(refusal.code, refusal.message)
    if found is not None:
        found = Rule.objects.get(pk=found.pk)
        form.put("seen", str(found.version))
    return _show(request, place, found, form, refusal.message, refusal.http_status)


def _show(
    request: HttpRequest, place: Place, found: Rule | None, form: WordingForm, error: str = "", status: int = 200
) -> HttpResponse:
    """Return the page."""
    context: dict[str, Any] = {
        "place": place,
        "rule": found,
        "form": form,
        "error": error,
        "notes": told(request),
        "px_room": "rules",
    }
    if found is not None:
        context |= versions_of(found, request)
    return page(request, "perspectives/moderation/rules/rule.html", context, status=status)


def _next_number(place: Place) -> int:
    """Return the number behind the last one of the forum."""
    last = Rule.objects.filter(forum=place.forum).aggregate(last=Max("number"))["last"] or 0
    return min(last + 1, LAST_NUMBER)
