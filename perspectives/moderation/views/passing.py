"""Leave an item to the others without giving a reason, or take it back: a page that asks, and the act."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from perspectives.discussion.doors import csrf_reason, moderator_required
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.moderation import actions
from perspectives.moderation.views.in_place import done
from perspectives.moderation.views.who import member_of


@moderator_required
def pass_on(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Leave the item to the others."""
    return _passing(request, _comment(request, slug, number), back=False)


@moderator_required
def take_back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Have the item in one's own queue again."""
    return _passing(request, _comment(request, slug, number), back=True)


def _passing(request: HttpRequest, comment: Comment, *, back: bool) -> HttpResponse:
    """Ask, or do it and lead on."""
    if request.method != "POST":
        return _show(request, comment, back=back)
    if csrf_reason(request):
        return _show(request, comment, back=back, error=str(EXPIRED), status=403)
    act = actions.take_back if back else actions.pass_on
    sentence = _sentence(comment, changed=act(comment=comment, moderator=member_of(request)), back=back)
    return done(request, sentence, partial(next_address, request))


def _comment(request: HttpRequest, slug: str, number: int) -> Comment:
    """Return the comment; Http404 unless the viewer moderates its forum."""
    comments = Comment.objects.moderated_by(viewer_of(request)).select_related("discussion")
    return get_object_or_404(comments, discussion__slug=slug, number=number)


def _sentence(comment: Comment, *, changed: bool, back: bool) -> str:
    """Return what the next page says."""
    if not changed:
        return _("Nothing was left to do: it is so already.")
    said = _("#%(number)d is in your queue again.") if back else _("#%(number)d is left to the others.")
    return said % {"number": comment.number}


def _show(request: HttpRequest, comment: Comment, *, back: bool, error: str = "", status: int = 200) -> HttpResponse:
    """Return the page that asks."""
    context = {"comment": comment, "back": back, "error": error, "next": next_address(request)}
    return page(request, "perspectives/moderation/pass.html", context, status=status)


def next_address(request: HttpRequest) -> str:
    """Return where the moderator came from, if that is on this site, else the desk."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else reverse("perspectives:desk")
