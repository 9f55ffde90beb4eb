"""Decide on up to a hundred comments together: a page that shows the text of each and asks, then one transaction."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.discussion.doors import csrf_reason, moderator_required, refused_form
from perspectives.discussion.errors import Refused
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment, Status
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.moderation import queue
from perspectives.moderation.actions import Chosen, Outcome, decide_many, undo_many
from perspectives.moderation.asked import Asked
from perspectives.moderation.cards import Card, cards_of, for_desk
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.notes import tell
from perspectives.moderation.picking import AT_ONCE, TogetherForm, key_of, picked
from perspectives.moderation.remembered import forget, remember, remembered
from perspectives.moderation.rules import MOVES
from perspectives.moderation.stretch import OLDEST, stretch
from perspectives.moderation.views.who import member_of
from perspectives.moderation.withheld import put_withheld


@moderator_required
def together(request: HttpRequest) -> HttpResponse:
    """Show what was ticked, or all that waits of `?member=`; decide on what is still ticked when it is posted."""
    cards = _cards(request)
    act = request.POST.get("act", "")
    form = TogetherForm(request.POST if request.method == "POST" else None, cards=cards)
    if request.method != "POST":
        return _show(request, cards, form)
    if csrf_reason(request):
        return _show(request, cards, form, str(EXPIRED), 403)
    chosen = [_seen(request, card) for card in cards if str(card.comment.pk) in request.POST.getlist("pick")]
    error = _error(form, act, chosen)
    if error:
        return _show(request, cards, form, error, 422)
    try:
        outcome = decide_many(chosen=chosen, moderator=member_of(request), act=Act(act), **form.said(act))
    except Refused as refusal:
        return _show(request, cards, form, refusal.message, refusal.http_status)
    _tell(request, outcome)
    remember(request, outcome.decisions)
    return HttpResponseRedirect(reverse("perspectives:desk"), status=303)


@moderator_required
def undo_together(request: HttpRequest) -> HttpResponse:
    """Take back what was decided together last, all of it."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("perspectives:desk"), status=303)
    if csrf_reason(request):
        return refused_form(request)
    mine = Decision.objects.moderated_by(viewer_of(request)).filter(pk__in=remembered(request)[:AT_ONCE])
    decisions = list(mine.select_related("comment__discussion", "discussion").order_by("pk"))
    outcome = undo_many(decisions=decisions, moderator=member_of(request))
    forget(request)
    count = len(outcome.decisions)
    said = ngettext("%(count)d decision is undone.", "%(count)d decisions are undone.", count) % {"count": count}
    tell(request, " ".join([said, *_left(outcome)]))
    return HttpResponseRedirect(reverse("perspectives:desk"), status=303)


def _cards(request: HttpRequest) -> list[Card]:
    """Return the cards asked for, by number of comment; Http404 where one is not there for this moderator."""
    viewer = viewer_of(request)
    keys = picked(request)
    if request.method != "POST" and request.GET.get("member"):
        keys = _all_of(request)
    comments = list(for_desk(Comment.objects.moderated_by(viewer).filter(pk__in=keys)).order_by("pk"))
    if len(comments) != len(keys):
        raise Http404
    cards = cards_of(comments, timezone.now(), Asked())
    put_withheld(cards, viewer)
    return cards


def _all_of(request: HttpRequest) -> list[int]:
    """Return the primary keys of all that waits by one member, AT_ONCE at most, the oldest first."""
    key = request.GET["member"]
    if not key.isascii() or not key.isalnum():
        raise Http404
    scope = queue.scope_of(viewer_of(request), Asked())
    parts = [part(scope).filter(author__key=key) for part in (queue.held, queue.reported)]
    return list(stretch(parts, OLDEST, AT_ONCE).keys)


def _seen(request: HttpRequest, card: Card) -> Chosen:
    """Return the comment of a card as it was when its text was shown."""
    revision, _colon, newest = request.POST.get(f"seen_{card.comment.pk}", "").partition(":")
    return Chosen(card.comment, key_of(revision), key_of(newest))


def _error(form: TogetherForm, act: str, chosen: list[Chosen]) -> str:
    """Return what is to be mended before anything is decided, "" for nothing."""
    if not chosen:
        return _("Tick the comments to decide on.")
    if act not in MOVES:
        return _("Choose what to do with the comments.")
    if not form.is_valid():
        return _("Nothing was saved yet: please look at the form.")
    if act == Act.REJECT and len({one.comment.discussion.forum_id for one in chosen}) > 1:
        return _("Choose comments of one forum: each forum has its own rules.")
    return ""


def _show(
    request: HttpRequest, cards: list[Card], form: TogetherForm, error: str = "", status: int = 200
) -> HttpResponse:
    """Return the page with the texts; what was unticked stays so."""
    ticked = set(request.POST.getlist("pick")) if request.method == "POST" else None
    pairs = [
        (card, ticked is None or str(card.comment.pk) in ticked)
        for card in cards
        if card.comment.status != Status.WITHDRAWN
    ]
    context: dict[str, Any] = {"px_room": "queue", "pairs": pairs, "form": form, "error": error}
    context["cut"] = AT_ONCE if len(request.GET.getlist("pick")) > AT_ONCE else 0
    return page(request, "perspectives/moderation/together.html", context, status=status)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    """Say how many changed, and name what was left out."""
    count = len(outcome.decisions)
    said = ngettext("%(count)d comment was decided on.", "%(count)d comments were decided on.", count)
    tell(request, " ".join([said % {"count": count}, *_left(outcome)]))


def _left(outcome: Outcome) -> list[str]:
    """Return a sentence for each comment that changed meanwhile, or is the moderator's own."""
    return [
        _("#%(number)d was left as it is. %(why)s") % {"number": comment.number, "why": why}
        for comment, why in outcome.left_out
    ]
