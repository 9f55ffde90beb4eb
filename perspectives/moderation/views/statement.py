"""The statement of reasons, for who has its signed address; and the appeal, which its member makes there."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perspectives.conf import conf
from perspectives.discussion.doors import csrf_reason, forget_typed, kept_typed, member_required
from perspectives.discussion.errors import Refused
from perspectives.discussion.frame import page
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.moderation.actions import make_appeal as appeal_against
from perspectives.moderation.legal_forms import AppealForm
from perspectives.moderation.models import Decision
from perspectives.moderation.statement import for_statement, statement_on
from perspectives.moderation.tokens import decision_key, statement_path
from perspectives.moderation.views.who import member_of


@login_not_required
@require_safe
def statement(request: HttpRequest, token: str) -> HttpResponse:
    """What was decided about me and why, until when, and how to appeal."""
    return _show(request, _decision(request, token), AppealForm())


@member_required
def make_an_appeal(request: HttpRequest, token: str) -> HttpResponse:
    """Take the appeal; who signs in on the way finds here what was typed."""
    decision = _decision(request, token)
    if request.method != "POST":
        kept = kept_typed(request).get("words")
        return _show(request, decision, AppealForm(initial={"words": kept[0]} if kept else None))
    form = AppealForm(request.POST)
    valid = form.is_valid()
    if csrf_reason(request):
        return _show(request, decision, form, str(EXPIRED), 403)
    if not valid:
        return _show(request, decision, form, _("Your appeal was not sent yet."), 422)
    try:
        appeal_against(decision=decision, member=member_of(request), words=form.cleaned_data["words"])
    except Refused as refusal:
        return _show(request, decision, form, refusal.message, refusal.http_status)
    forget_typed(request)
    return HttpResponseRedirect(statement_path(decision), status=303)


def _decision(request: HttpRequest, token: str) -> Decision:
    """Return the decision that the token names; Http404 for a changed one, and for what concerns a member who left."""
    key = decision_key(token)
    if key is None:
        raise Http404
    decision: Decision = get_object_or_404(for_statement(Decision.objects.all()), pk=key)
    forum = decision.discussion.forum_id if decision.discussion else 0
    if decision.member is None or (decision.member.erased_at and not viewer_of(request).may_moderate(forum)):
        raise Http404
    return decision


def _show(
    request: HttpRequest, decision: Decision, form: AppealForm, error: str = "", status: int = 200
) -> HttpResponse:
    """Return the page; nobody keeps it, and no other site it links to learns its address."""
    viewer = viewer_of(request)
    found, own = statement_on(decision, viewer), viewer.member is not None and viewer.member.pk == decision.member_id
    context = {
        "statement": found,
        "decision": decision,
        "form": form,
        "error": error,
        "own": own,
        # Who is signed out may be the member; somebody else who is signed in is not.
        "may_appeal": found.is_open(timezone.now()) and (own or viewer.member is None),
        "token": request.resolver_match.kwargs["token"] if request.resolver_match else "",
        "redress": conf.REDRESS_TEXT,
    }
    response = page(request, "perspectives/moderation/statement.html", context, status=status)
    # Not "no-referrer": a browser then says of the appeal's form as well that it comes from nowhere, which is refused.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
