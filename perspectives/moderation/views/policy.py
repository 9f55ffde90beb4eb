"""A forum's settings of screening: shown to its moderators, rehearsed and saved by senior ones."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from perspectives.discussion.doors import csrf_reason, moderator_required
from perspectives.discussion.errors import Refused
from perspectives.discussion.frame import page
from perspectives.discussion.words import EXPIRED
from perspectives.moderation.actions import save_policy
from perspectives.moderation.errors import PolicyChangedMeanwhile
from perspectives.moderation.notes import tell, told
from perspectives.moderation.policies import changed_fields, fingerprint, values_of
from perspectives.moderation.policy_forms import PolicyForm
from perspectives.moderation.rehearsal import paper
from perspectives.moderation.seniors import must_be_senior
from perspectives.moderation.versions import settings_compared
from perspectives.moderation.views.rehearsal import rehearsed, show_rehearsal
from perspectives.moderation.views.where import Place, place_of
from perspectives.moderation.views.who import member_of


@moderator_required
def policy(request: HttpRequest, forum: str) -> HttpResponse:
    """Show the settings; rehearse what was typed, go through the comments it would catch, save it, go on typing."""
    place = place_of(request, forum)
    if request.method != "POST":
        return _show(request, place, PolicyForm(forum=place.forum))
    form = PolicyForm(request.POST, forum=place.forum)
    if csrf_reason(request):
        return _show(request, place, form, str(EXPIRED), 403)
    try:
        must_be_senior(member_of(request), place.forum.pk)
    except Refused as refusal:
        return _show(request, place, form, refusal.message, refusal.http_status)
    if not form.is_valid():
        return _show(request, place, form, _("Nothing was saved yet: please look at the form."), 422)
    return _act(request, place, form, request.POST.get("act", ""))


def _act(request: HttpRequest, place: Place, form: PolicyForm, act: str) -> HttpResponse:
    """Do what the button that was pressed asks for."""
    if act == "save":
        return _save(request, place, form)
    if act == "edit":
        return _show(request, place, form)
    if act not in ("rehearse", "list"):
        return _show(request, place, form, _("Choose whether to rehearse the settings or to save them."), 422)
    if not changed_fields(values_of(place.forum), form.values()):
        return _show(request, place, form, _("Nothing is changed yet, so there is nothing to rehearse."), 422)
    return show_rehearsal(request, place, form) if act == "list" else rehearsed(request, place, form)


def _save(request: HttpRequest, place: Place, form: PolicyForm) -> HttpResponse:
    """Save the settings, with the figures of their rehearsal if there was one."""
    values = form.values()
    found = paper.read(form.cleaned_data["paper"], place.forum, values)
    try:
        change = save_policy(
            forum=place.forum,
            by=member_of(request),
            values=values,
            seen=form.cleaned_data["seen"],
            rehearsal=found.figures if found else None,
            note=form.cleaned_data["note"],
        )
    except PolicyChangedMeanwhile as refusal:
        return _changed_meanwhile(request, place, form, refusal)
    except Refused as refusal:
        return _show(request, place, form, refusal.message, refusal.http_status)
    tell(request, _("The settings are saved.") if change else _("Nothing was left to do: it is so already."))
    return HttpResponseRedirect(request.path, status=303)


def _changed_meanwhile(
    request: HttpRequest, place: Place, form: PolicyForm, refusal: PolicyChangedMeanwhile
) -> HttpResponse:
    """Return what stands now beside what was typed; sending it again is then a decision on both."""
    form.put("seen", fingerprint(refusal.present))
    both = settings_compared(refusal.present, form.values())
    return _show(request, place, form, refusal.message, refusal.http_status, both=both)


def _show(
    request: HttpRequest, place: Place, form: PolicyForm, error: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    """Return the page with the form."""
    context = {"place": place, "form": form, "error": error, "notes": told(request), "px_room": "rules"}
    return page(request, "perspectives/moderation/rules/policy.html", context | more, status=status)
