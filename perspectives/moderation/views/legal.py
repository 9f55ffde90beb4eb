"""One notice of illegal content on the desk, with its comment; it is answered here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.doors import csrf_reason, forget_typed, kept_typed, moderator_required
from perspectives.discussion.errors import Refused
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.moderation.actions import act_on_notice, dismiss_notice
from perspectives.moderation.cards import Card, cards_of, for_desk
from perspectives.moderation.legal_forms import AnswerForm
from perspectives.moderation.models import Act, Decision, LegalNotice
from perspectives.moderation.notes import tell, told
from perspectives.moderation.queue import Asked
from perspectives.moderation.views.who import member_of


@moderator_required
def legal_notice(request: HttpRequest, number: int) -> HttpResponse:
    """Show the notice with this primary key, or answer it: take the comment down, or dismiss the notice."""
    notice = _notice(request, number)
    card = card_of(notice.comment_id)
    if request.method != "POST":
        return _show(request, notice, card, _form(card, typed=_kept(request)))
    act, form = request.POST.get("act", ""), _form(card, request.POST)
    if csrf_reason(request):
        return _show(request, notice, card, form, str(EXPIRED), 403)
    if act not in (Act.REJECT, Act.DISMISS):
        return _show(request, notice, card, form, _("Choose what to do about the notice."), 422)
    if not form.is_valid():
        return _show(request, notice, card, form, _("Nothing was saved yet: please look at the form."), 422)
    try:
        decision = _answered(request, notice, form, act)
    except Refused as refusal:
        return _refused(request, number, refusal)
    forget_typed(request)
    tell(request, _("The notice is answered.") if decision else _("Nothing was left to do: it is so already."))
    return HttpResponseRedirect(reverse("perspectives:legal_notice", args=[number]), status=303)


def _notice(request: HttpRequest, number: int) -> LegalNotice:
    """Return the notice; Http404 unless it is about a comment in a forum the viewer moderates."""
    notices = LegalNotice.objects.moderated_by(viewer_of(request))
    joins = ("comment__discussion", "forum", "decision__by")
    return get_object_or_404(notices.select_related(*joins), pk=number)


def card_of(comment_id: int) -> Card:
    """Return what the desk knows of a comment, as its own page shows it."""
    comment = for_desk(Comment.objects.all()).get(pk=comment_id)
    return cards_of([comment], timezone.now(), Asked(), at="item")[0]


def _form(card: Card, data: Any = None, typed: dict[str, str] | None = None) -> AnswerForm:
    return AnswerForm(data, comment=card.comment, newest=card.newest, rules=card.rules, typed=typed or {})


def _kept(request: HttpRequest) -> dict[str, str]:
    """Return what was typed before signing in."""
    kept = kept_typed(request)
    return {name: kept[name][0] for name in ("rule", "law", "words", "note") if kept.get(name)}


def _answered(request: HttpRequest, notice: LegalNotice, form: AnswerForm, act: str) -> Decision | None:
    """Call the action that the button stands for."""
    said = form.cleaned_data
    spoken = {"notice": notice, "moderator": member_of(request), "words": said["words"], "note": said["note"]}
    if act == Act.DISMISS:
        return dismiss_notice(**spoken)
    return act_on_notice(
        rule=form.chosen_rule(), law=said["law"], revision=said["revision"], seen=said["seen"], **spoken
    )


def _refused(request: HttpRequest, number: int, refusal: Refused) -> HttpResponse:
    """Return the page as things stand now, with the refusal and the form as it was filled."""
    notice = _notice(request, number)
    card = card_of(notice.comment_id)
    data = request.POST.copy()
    data["revision"], data["seen"] = str(card.comment.revision), str(card.newest)
    form = _form(card, data)
    form.is_valid()
    return _show(request, notice, card, form, refusal.message, refusal.http_status)


def _show(
    request: HttpRequest, notice: LegalNotice, card: Card, form: AnswerForm, error: str = "", status: int = 200
) -> HttpResponse:
    """Return the page."""
    context = {
        "px_room": "queue",
        "notice": notice,
        "card": card,
        "form": form,
        "error": error,
        "own": notice.comment.author_id == member_of(request).pk,
        "notes": told(request),
    }
    return page(request, "perspectives/moderation/legal_notice.html", context, status=status)
