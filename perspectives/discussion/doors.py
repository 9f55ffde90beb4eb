"""Doors before views: who may come in, and what is kept of a text that is typed before one has."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from perspectives.conf import conf
from perspectives.discussion.frame import login_url, name_url, page
from perspectives.discussion.rules import viewer_of
from perspectives.members.errors import LimitReached
from perspectives.members.limits import count_attempt
from perspectives.web.address import client_address
from perspectives.web.csrf import csrf_failure

View = Callable[..., HttpResponse]
SESSION_KEY = "perspectives_kept"
# Texts kept for one visitor: a session is no archive.
TEXTS_KEPT = 3
# Nor is it a store: so many comments of the longest kind fit into one text, all its fields together.
KEPT_COMMENTS = 4
# Fields of our forms that a visitor has typed or chosen.
TYPED = (
    *("body", "tags", "own_tags", "key", "opened", "tone", "revision"),
    *("reason", "words", "rule", "law", "note", "until"),
)


def member_required(view: View) -> View:
    """Let members with a name in; others sign in, or choose a name, and come back to the page with what they typed.

    The view is answered for GET, HEAD and POST. It must look at `csrf_reason(request)` before it changes anything:
    the check is made here, and a refusal left to the view, which gives the typed text back with 403.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = viewer_of(request)
        if request.method == "POST":
            request.__dict__["_perspectives_csrf"] = csrf_failure(request)
        if viewer.member is not None:
            return _entered(view, request, *args, **kwargs)
        if csrf_reason(request):
            return refused_form(request)
        here = request.get_full_path()
        onwards = name_url(here) if viewer.is_authenticated else login_url(here)
        unkept = _unkept(request, onwards, request.path) if request.method == "POST" else None
        return unkept or redirect(onwards)

    return door


def anybody(view: View) -> View:
    """Let everybody in, also where a host lets nobody in who is signed out.

    The view is answered for GET, HEAD and POST, and must look at `csrf_reason(request)` as behind the other doors.
    """

    @login_not_required
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            request.__dict__["_perspectives_csrf"] = csrf_failure(request)
        return _entered(view, request, *args, **kwargs)

    return door


def _unkept(request: HttpRequest, onwards: str, path: str) -> HttpResponse | None:
    """Keep what was typed until the visitor is back from `onwards`; where that cannot be, give it back on a page."""
    typed = sum(len(value) for _name, values in request.POST.lists() for value in values)
    if typed > KEPT_COMMENTS * conf.COMMENT_MAX_LENGTH:
        return _not_kept(request, onwards, _("Your text is too long to be kept while you do. Please copy it."), 422)
    try:
        count_attempt("keep", member=None, address=client_address(request))
    except LimitReached as reached:
        response = _not_kept(request, onwards, str(reached), 429)
        response.headers["Retry-After"] = str(reached.retry_after)
        return response
    keep_typed(request, path)
    return None


def back_with_text(request: HttpRequest, path: str) -> HttpResponse:
    """Return the way back to the composer at `path`, an address of ours, where what was posted here is filled in."""
    unkept = _unkept(request, path, path) if typed_text(request) else None
    return unkept or HttpResponseRedirect(path, status=303)


def _not_kept(request: HttpRequest, onwards: str, sentence: str, status: int) -> HttpResponse:
    """Return the page with a sentence, the way to sign in, and the text to copy."""
    context = {"sentence": sentence, "sign_in": onwards, "typed": typed_text(request)}
    return page(request, "perspectives/errors/not_kept.html", context, status=status)


def _entered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer the view; where there is nothing (any more) to post to, give the typed text back with the 404."""
    try:
        return view(request, *args, **kwargs)
    except Http404:
        typed = typed_text(request)
        if not typed:
            raise
        return page(request, "perspectives/errors/gone.html", {"typed": typed}, status=404)


def moderator_required(view: View) -> View:
    """Let in who moderates any forum; to everybody else who is signed in the page does not exist."""
    inner = member_required(view)

    @wraps(inner)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = viewer_of(request)
        if viewer.is_authenticated and not viewer.is_moderator:
            raise Http404
        return inner(request, *args, **kwargs)

    return door


def typed_text(request: HttpRequest) -> str:
    """Return the text that a posted form carries, "" if none."""
    if request.method != "POST":
        return ""
    return request.POST.get("body") or request.POST.get("words") or ""


def csrf_reason(request: HttpRequest) -> str | None:
    """Return why the CSRF check at the door failed, or None."""
    return request.__dict__.get("_perspectives_csrf")


def refused_form(request: HttpRequest) -> HttpResponse:
    """Return the 403 page that gives back what was typed into a form that cannot be shown again."""
    typed = typed_text(request)
    return page(request, "perspectives/errors/form_expired.html", {"typed": typed}, status=403)


def keep_typed(request: HttpRequest, path: str) -> None:
    """Keep the posted form in the session, by the address of its page, until it is taken or posted."""
    kept = request.session.get(SESSION_KEY, {})
    kept.pop(path, None)
    kept[path] = {name: request.POST.getlist(name)[:20] for name in TYPED if name in request.POST}
    request.session[SESSION_KEY] = dict(list(kept.items())[-TEXTS_KEPT:])


def kept_typed(request: HttpRequest) -> dict[str, list[str]]:
    """Return what was kept for this address, field by field; empty if nothing was."""
    if not hasattr(request, "session"):
        return {}
    return request.session.get(SESSION_KEY, {}).get(request.path, {})


def forget_typed(request: HttpRequest) -> None:
    """Drop what was kept for this address: it is posted."""
    if kept_typed(request):
        kept = request.session[SESSION_KEY]
        del kept[request.path]
        request.session[SESSION_KEY] = kept
