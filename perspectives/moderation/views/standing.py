"""Where I stand: my own sanctions with their reasons, how far each forum trusts me, and how to answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perspectives.discussion.doors import back_with_text, csrf_reason, member_required
from perspectives.discussion.frame import page
from perspectives.discussion.models import Forum
from perspectives.discussion.words import EXPIRED
from perspectives.members.models import Member
from perspectives.moderation.actions import acknowledge
from perspectives.moderation.models import Decision, Sanction, SanctionKind
from perspectives.moderation.notes import tell, told
from perspectives.moderation.sanction_rules import SANCTIONING
from perspectives.moderation.sanction_words import told_to_member
from perspectives.moderation.tokens import statement_path
from perspectives.moderation.trust_words import trust_of
from perspectives.moderation.views.who import member_of
from perspectives.web.paging import paged

# Forums whose trust is told; nobody writes in more.
FORUMS_SHOWN = 20


@member_required
@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    """Everything that binds or bound the member, the latest first; nothing of moderators' notes."""
    return _show(request)


@member_required
def acknowledged(request: HttpRequest, number: int) -> HttpResponse:
    """Take the word of a member that a warning was read, and lead back to the composer with what was typed."""
    member = member_of(request)
    warning = get_object_or_404(Sanction, pk=number, member=member, kind=SanctionKind.WARN)
    if request.method != "POST":
        raise Http404
    if csrf_reason(request):
        return _show(request, error=str(EXPIRED), status=403)
    if acknowledge(sanction=warning, member=member):
        tell(request, _("Thank you. You can write again."))
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return back_with_text(request, target if safe else reverse("perspectives:standing"))


def _show(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    """Return the page."""
    member, now = member_of(request), timezone.now()
    rows = Sanction.objects.filter(member=member).select_related("forum", "rule").order_by("-pk")
    shown = paged(rows, request)
    statements = _statements(shown.object_list)
    binding = {sanction.pk for sanction in shown if is_binding(sanction)}
    context: dict[str, Any] = {
        "page": shown,
        "sanctions": [
            (sanction, sanction.pk in binding, told_to_member(sanction), statements.get(sanction.pk, ""))
            for sanction in shown
        ],
        "trusts": list(trust_of(member, _forums(member), now).values()),
        "error": error,
        "notes": told(request),
    }
    return page(request, "perspectives/moderation/standing.html", context, status=status)


def is_binding(sanction: Sanction) -> bool:
    """Whether a sanction binds now: not lifted, not over, and no warning that was read."""
    over = sanction.until is not None and sanction.until <= timezone.now()
    return sanction.lifted_at is None and sanction.acknowledged_at is None and not over


def _statements(sanctions: Iterable[Sanction]) -> dict[int, str]:
    """Return the address of the statement of reasons, where one can appeal, of each sanction; one query."""
    began = Decision.objects.filter(sanction__in=[sanction.pk for sanction in sanctions], act__in=list(SANCTIONING))
    return {decision.sanction_id: statement_path(decision) for decision in began if decision.sanction_id}


def _forums(member: Member) -> list[Forum]:
    """Return the forums where the member has written."""
    wrote = Forum.objects.filter(discussions__comments__author=member)
    return list(wrote.distinct().order_by("name", "pk")[:FORUMS_SHOWN])
