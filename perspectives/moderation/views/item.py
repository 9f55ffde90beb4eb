"""One comment on the desk, with its whole record; every act on it is posted here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
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
    mark_comment,
    sanction_member,
    unlock_discussion,
    write_note,
)
from perspectives.moderation.asked import Asked
from perspectives.moderation.cards import SMALL_ACTS, Card, cards_of, for_desk
from perspectives.moderation.care import care_of, is_passed
from perspectives.moderation.claims import put_claims
from perspectives.moderation.forms import CardForm, DecideForm
from perspectives.moderation.history import history_of
from perspectives.moderation.models import Act, Decision, Sanction
from perspectives.moderation.notes import tell, told
from perspectives.moderation.rules import MOVES
from perspectives.moderation.sanction_forms import SanctionForm
from perspectives.moderation.sanction_rules import SANCTIONING, Hide
from perspectives.moderation.sanction_words import told_of_hiding
from perspectives.moderation.views.in_place import done, is_by_script
from perspectives.moderation.views.who import member_of
from perspectives.moderation.withheld import put_withheld


@moderator_required
def item(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show the card with its history, or do what a form on it asks for."""
    card = _card(request, slug, number)
    if request.method != "POST":
        kept = kept_typed(request)
        card.fill(typed={name: kept[name][0] for name in ("rule", "words", "note", "body") if kept.get(name)})
        return _show(request, card)
    act = request.POST.get("act", "")
    card.fill(request.POST, act)
    if csrf_reason(request):
        return _show(request, card, str(EXPIRED), 403)
    if act == "note":
        return _note(request, card)
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
    return done(request, _sentence(card, decision), partial(_onwards, request, card.comment, form, act), decision)


def _card(request: HttpRequest, slug: str, number: int) -> Card:
    """Return the card of the comment; Http404 unless the viewer moderates its forum."""
    comments = for_desk(Comment.objects.moderated_by(viewer_of(request)))
    comment = get_object_or_404(comments, discussion__slug=slug, number=number)
    now = timezone.now()
    # Our script puts the card into the list.
    cards = cards_of([comment], now, Asked(), at="desk" if is_by_script(request) else "item")
    put_claims(cards, viewer_of(request), now)
    put_withheld(cards, viewer_of(request))
    return cards[0]


def _show(request: HttpRequest, card: Card, error: str = "", status: int = 200) -> HttpResponse:
    """Return the item's page."""
    context = {"card": card, "history": history_of(card.comment), "error": error, "notes": told(request)}
    context |= {"care": care_of(request), "passed": is_passed(card.comment, viewer_of(request)), "px_room": "queue"}
    return page(request, "perspectives/moderation/item.html", context, status=status)


def _form_of(card: Card, act: str) -> CardForm | None:
    """Return the form on the card that an act belongs to, None for an act there is none for."""
    if act in MOVES:
        return card.form
    if act in SANCTIONING:
        return card.suspend_form
    return card.act_form if act in SMALL_ACTS else None


def _do(request: HttpRequest, card: Card, form: Any, act: str) -> Decision | None:
    """Do what the form asks for, and return the decision or None where nothing was left to do."""
    if act in SANCTIONING:
        return _sanction(request, card, form, act)
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
        usual_words=not form.cleaned_data["filled_in"],
    )


def _sanction(request: HttpRequest, card: Card, form: SanctionForm, act: str) -> Decision | None:
    done = sanction_member(
        member=card.comment.author,
        forum=card.comment.discussion.forum,
        kind=SANCTIONING[Act(act)],
        until=form.cleaned_data["until"],
        rule=form.chosen_rule(),
        words=form.cleaned_data["words"],
        hide=Hide(form.cleaned_data["hide"]),
        note=form.cleaned_data["note"],
        by=member_of(request),
        comment=card.comment,
    )
    for sentence in told_of_hiding(done):
        tell(request, sentence)
    return done.decision


def _note(request: HttpRequest, card: Card) -> HttpResponse:
    """Write a note on the comment and its writer; a form that is wrong is given back."""
    if not card.note_form.is_valid():
        return _show(request, card, _("Nothing was saved yet: please look at the form."), 422)
    comment = card.comment
    try:
        note = write_note(
            forum=comment.discussion.forum,
            member=comment.author,
            comment=comment,
            by=member_of(request),
            body=card.note_form.cleaned_data["body"],
        )
    except Refused as refusal:
        return _show(request, card, refusal.message, refusal.http_status)
    forget_typed(request)
    there = partial(reverse, "perspectives:desk_item", args=[comment.discussion.slug, comment.number])
    return done(request, _("Noted.") if note else _("This note stands there already."), there)


def _lift(card: Card, form: CardForm, by: Member, act: str) -> Decision | None:
    here = Sanction.objects.shown_in(card.comment.discussion.forum_id).filter(member=card.comment.author)
    sanction = here.filter(pk=form.cleaned_data["sanction"]).first()
    if sanction is None:
        raise Unacceptable(_("There is no such suspension."), code="sanction")
    return lift_suspension(sanction=sanction, by=by)


def _lock(card: Card, form: CardForm, by: Member, act: str) -> Decision | None:
    return lock_discussion(discussion=card.comment.discussion, by=by)


def _unlock(card: Card, form: CardForm, by: Member, act: str) -> Decision | None:
    return unlock_discussion(discussion=card.comment.discussion, by=by)


def _mark(card: Card, form: CardForm, by: Member, act: str) -> Decision | None:
    return mark_comment(comment=card.comment, by=by, act=Act(act))


DEEDS: dict[str, Callable[..., Decision | None]] = {
    Act.LIFT: _lift,
    Act.LOCK: _lock,
    Act.UNLOCK: _unlock,
    Act.FEATURE: _mark,
    Act.UNFEATURE: _mark,
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
    asked, following = queue.next_place(viewer_of(request), form.asked, comment)
    anchor = f"#c-{following}" if following else ""
    return f"{reverse('perspectives:desk')}{asked.query()}{anchor}"
