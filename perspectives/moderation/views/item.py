"""One comment on the desk, with its whole record; every act on it is posted here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.doors import csrf_reason, forget_typed, kept_typed, moderator_required
from perspectives.discussion.errors import Refused, Unacceptable
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.members.models import Member
from perspectives.moderation import queue
from perspectives.moderation.actions import (
    decide,
    lift_suspension,
    lock_discussion,
    suspend_member,
    unlock_discussion,
)
from perspectives.moderation.cards import SMALL_ACTS, Card, cards_of, for_desk
from perspectives.moderation.forms import CardForm, DecideForm, SuspendForm
from perspectives.moderation.history import history_of
from perspectives.moderation.models import Act, Decision, Sanction
from perspectives.moderation.notes import tell, told
from perspectives.moderation.queue import Asked
from perspectives.moderation.rules import MOVES
from perspectives.moderation.views.desk import size_of_page
from perspectives.moderation.views.who import member_of


@moderator_required
def item(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show the card with its history, or do what a form on it asks for."""
    card = _card(request, slug, number)
    if request.method != "POST":
        kept = kept_typed(request)
        card.fill(typed={name: kept[name][0] for name in ("rule", "words", "note") if kept.get(name)})
        return _show(request, card)
    act = request.POST.get("act", "")
    card.fill(request.POST, act)
    if csrf_reason(request):
        return _show(request, card, str(EXPIRED), 403)
    form = _form_of(card, act)
    if form is None:
        return _show(request, card, _("Choose what to do with the comment."), 422)
    if not form.is_valid():
        return _show(request, card, _("Nothing was saved yet: please look at the form."), 422)
    try:
        decision = _do(request, card, form, act)
    except Refused as refusal:
        return _refused(request, slug, number, act, refusal)
    forget_typed(request)
    tell(request, _sentence(card, decision))
    return HttpResponseRedirect(_onwards(request, card.comment, form, act), status=303)


def _card(request: HttpRequest, slug: str, number: int) -> Card:
    """Return the card of the comment; Http404 unless the viewer moderates its forum."""
    comments = for_desk(Comment.objects.moderated_by(viewer_of(request)))
    comment = get_object_or_404(comments, discussion__slug=slug, number=number)
    return cards_of([comment], timezone.now(), Asked(), at="item")[0]


def _show(request: HttpRequest, card: Card, error: str = "", status: int = 200) -> HttpResponse:
    """Return the item's page."""
    context = {"card": card, "history": history_of(card.comment), "error": error, "notes": told(request)}
    return page(request, "perspectives/moderation/item.html", context, status=status)


def _form_of(card: Card, act: str) -> CardForm | None:
    """Return the form on the card that an act belongs to, None for an act there is none for."""
    if act in MOVES:
        return card.form
    if act == Act.SUSPEND:
        return card.suspend_form
    return card.act_form if act in SMALL_ACTS else None


def _do(request: HttpRequest, card: Card, form: Any, act: str) -> Decision | None:
    """Do what the form asks for, and return the decision or None where nothing was left to do."""
    done = _judge if act in MOVES else DEEDS[act]
    return done(card, form, member_of(request), act)


def _judge(card: Card, form: DecideForm, by: Member, act: str) -> Decision | None:
    return decide(
        comment=card.comment,
        moderator=by,
        act=Act(act),
        revision=form.cleaned_data["revision"],
        rule=form.chosen_rule(),
        words=form.cleaned_data["words"],
        note=form.cleaned_data["note"],
        seen=form.cleaned_data["seen"],
    )


def _suspend(card: Card, form: SuspendForm, by: Member, act: str) -> Decision | None:
    return suspend_member(
        member=card.comment.author,
        forum=card.comment.discussion.forum,
        until=form.cleaned_data["until"],
        words=form.cleaned_data["words"],
        note=form.cleaned_data["note"],
        by=by,
        comment=card.comment,
    )


def _lift(card: Card, form: CardForm, by: Member, act: str) -> Decision | None:
    sanction = Sanction.objects.filter(pk=form.cleaned_data["sanction"], member=card.comment.author).first()
    if sanction is None:
        raise Unacceptable(_("There is no such suspension."), code="sanction")
    return lift_suspension(sanction=sanction, by=by)


def _lock(card: Card, form: CardForm, by: Member, act: str) -> Decision | None:
    return lock_discussion(discussion=card.comment.discussion, by=by)


def _unlock(card: Card, form: CardForm, by: Member, act: str) -> Decision | None:
    return unlock_discussion(discussion=card.comment.discussion, by=by)


DEEDS: dict[str, Callable[..., Decision | None]] = {
    Act.SUSPEND: _suspend,
    Act.LIFT: _lift,
    Act.LOCK: _lock,
    Act.UNLOCK: _unlock,
}


def _refused(request: HttpRequest, slug: str, number: int, act: str, refusal: Refused) -> HttpResponse:
    """Return the page with the comment as it is now, the refusal, and the form as it was filled.

    The form then stands for what is seen now: sending it again is a decision on that.
    """
    card = _card(request, slug, number)
    data = request.POST.copy()
    data["revision"], data["seen"] = str(card.comment.revision), str(card.newest)
    card.fill(data, act)
    return _show(request, card, refusal.message, refusal.http_status)


def _sentence(card: Card, decision: Decision | None) -> str:
    """Return what the next page says."""
    if decision is None:
        return _("Nothing was left to do: it is so already.")
    what = {"number": card.comment.number, "act": decision.get_act_display().lower()}
    return _("#%(number)d: %(act)s.") % what


def _onwards(request: HttpRequest, comment: Comment, form: CardForm, act: str) -> str:
    """Return where the moderator goes on: the next card, or the page the form stood on."""
    if form.cleaned_data["at"] == "item" or act not in MOVES:
        return reverse("perspectives:desk_item", args=[comment.discussion.slug, comment.number])
    place, following = queue.next_place(viewer_of(request), form.asked, comment, size_of_page())
    anchor = f"#c-{following}" if following else ""
    return f"{reverse('perspectives:desk')}{form.asked.query(place)}{anchor}"
