"""One appeal on the desk: the decision and its reasons, what the member says to them, and the outcome."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from perspectives.discussion.doors import csrf_reason, forget_typed, kept_typed, moderator_required
from perspectives.discussion.errors import Refused
from perspectives.discussion.frame import page
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.moderation.actions import judge_appeal
from perspectives.moderation.actions.judge import must_judge, returns
from perspectives.moderation.legal_forms import JudgeForm
from perspectives.moderation.models import Act, Appeal, Decision
from perspectives.moderation.notes import tell, told
from perspectives.moderation.statement import for_statement, statement_on
from perspectives.moderation.views.legal import card_of
from perspectives.moderation.views.who import member_of

OUTCOMES = {"grant": Act.OVERTURN, "turn-down": Act.UPHOLD}


@moderator_required
def appeal(request: HttpRequest, number: int) -> HttpResponse:
    """Show the appeal with this primary key, or judge it."""
    found = get_object_or_404(Appeal.objects.moderated_by(viewer_of(request)).for_desk(), pk=number)
    if request.method != "POST":
        kept = kept_typed(request)
        return _show(request, found, JudgeForm(initial={name: kept[name][0] for name in kept if kept[name]}))
    form, act = JudgeForm(request.POST), OUTCOMES.get(request.POST.get("outcome", ""))
    valid = form.is_valid()
    if csrf_reason(request):
        return _show(request, found, form, str(EXPIRED), 403)
    if act is None:
        return _show(request, found, form, _("Choose whether to grant the appeal."), 422)
    if not valid:
        return _show(request, found, form, _("Nothing was saved yet: please look at the form."), 422)
    try:
        outcome = judge_appeal(appeal=found, judge=member_of(request), granted=act is Act.OVERTURN, **form.cleaned_data)
    except Refused as refusal:
        found = Appeal.objects.for_desk().get(pk=number)
        return _show(request, found, form, refusal.message, refusal.http_status)
    forget_typed(request)
    tell(request, _("The appeal is judged.") if outcome else _("Nothing was left to do: it is so already."))
    return HttpResponseRedirect(reverse("perspectives:appeal", args=[number]), status=303)


def _show(request: HttpRequest, found: Appeal, form: JudgeForm, error: str = "", status: int = 200) -> HttpResponse:
    """Return the page; to who may not judge it, it says why in place of the form."""
    decision: Decision = for_statement(type(found.decision).objects.all()).get(pk=found.decision_id)
    context = {
        "px_room": "queue",
        "appeal": found,
        "statement": statement_on(decision, viewer_of(request)),
        "decision": decision,
        "card": card_of(decision.comment_id) if decision.comment_id else None,
        "returns": returns(decision),
        "why_not": _why_not(found, request),
        "form": form,
        "error": error,
        "notes": told(request),
    }
    return page(request, "perspectives/moderation/appeal.html", context, status=status)


def _why_not(found: Appeal, request: HttpRequest) -> str:
    """Return why the viewer cannot judge the appeal, "" who can."""
    try:
        must_judge(found, member_of(request))
    except Refused as refusal:
        return refusal.message
    return ""
