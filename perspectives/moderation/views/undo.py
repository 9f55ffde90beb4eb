"""Undo a decision: a page that asks, and the act."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from perspectives.discussion.doors import csrf_reason, moderator_required
from perspectives.discussion.errors import Refused
from perspectives.discussion.frame import page
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.moderation.actions import undo_decision
from perspectives.moderation.forms import UndoForm
from perspectives.moderation.models import Decision
from perspectives.moderation.notes import tell
from perspectives.moderation.rules import UNDOABLE
from perspectives.moderation.views.in_place import is_by_script, item_of, private
from perspectives.moderation.views.who import member_of


@moderator_required
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a note, then undo the decision with this primary key."""
    decision = _decision(request, number)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, decision, form)
    if csrf_reason(request):
        return _show(request, decision, form, str(EXPIRED), 403)
    if not form.is_valid():
        return _show(request, decision, form, _("Nothing was saved yet: please look at the form."), 422)
    try:
        undoing = undo_decision(decision=decision, moderator=member_of(request), note=form.cleaned_data["note"])
    except Refused as refusal:
        return _show(request, decision, form, refusal.message, refusal.http_status)
    sentence = _("The decision is undone.") if undoing else _("Nothing was left to do: it is so already.")
    if is_by_script(request):
        return private(JsonResponse({"said": sentence} | item_of(decision)))
    tell(request, sentence)
    from_item = request.POST.get("at") == "item" and decision.comment is not None
    back = item_of(decision)["item"] if from_item else reverse("perspectives:desk")
    return HttpResponseRedirect(back, status=303)


def _decision(request: HttpRequest, number: int) -> Decision:
    """Return the decision; Http404 unless it is of a forum the viewer moderates and of a kind that can be undone."""
    decisions = Decision.objects.moderated_by(viewer_of(request)).select_related(
        "by", "member", "sanction", "comment__discussion", "discussion"
    )
    decision = get_object_or_404(decisions, pk=number)
    if decision.act not in UNDOABLE:
        raise Http404
    return decision


def _show(request: HttpRequest, decision: Decision, form: UndoForm, error: str = "", status: int = 200) -> HttpResponse:
    """Return the page that asks."""
    context = {"decision": decision, "form": form, "error": error, "px_room": "queue"}
    return page(request, "perspectives/moderation/undo.html", context, status=status)
