"""The one way a page is made: its frame, who may keep it, the 304 for a reader who has it, the store for the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from perspectives.conf import conf
from perspectives.discussion.later import rendered_with_marks
from perspectives.discussion.release import release
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.store import PageStore
from perspectives.web.reversing import address, landing

Context = dict[str, Any]


def page(
    request: HttpRequest,
    template: str,
    context: Context | Callable[[], Context] | None = None,
    *,
    status: int = 200,
    etag: str | None = None,
    keep: bool = False,
) -> HttpResponse:
    """Return the page `template` in its frame.

    With `etag` (whatever the page is made of, as text) a signed-out reader's page may be kept by anybody, to be asked
    for again each time, and is answered with 304 where nothing changed; `context` may then be a function, which is
    not called for a 304. With `keep` such a page is also kept by us, under its tag. All other pages are private.
    """
    shared = etag is not None and status == 200 and is_anybodys(request)
    tag = _etag(request, etag) if shared and etag is not None else ""
    if not tag:
        return _private(request, _rendered(request, template, context, status))
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return kept(HttpResponseNotModified(), tag)
    store = PageStore(request, tag) if keep else None
    found = store.get() if store else None
    if found is not None:
        return kept(found, tag)
    response = _rendered(request, template, context, status)
    if not is_still_anybodys(request, response):
        return _private(request, response)
    return kept(store.put(response) if store else response, tag)


def _rendered(
    request: HttpRequest, template: str, context: Context | Callable[[], Context] | None, status: int
) -> HttpResponse:
    """Return the page; what its templates marked is put in last."""
    made = context() if callable(context) else context
    response: HttpResponse = HttpResponse(status=status)

    def render_it() -> bytes:
        nonlocal response
        response = render(request, template, framed(request) | (made or {}), status=status)
        return response.content

    response.content = rendered_with_marks(render_it)
    return response


def _private(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let nobody but this reader keep the page."""
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def framed(request: HttpRequest) -> Context:
    """Return what `base.html`, or a host's own, needs to know."""
    return {
        "px_base": conf.BASE_TEMPLATE,
        "px_viewer": viewer_of(request),
        "px_site_name": conf.SITE_NAME,
        "px_login_url": login_url(request.get_full_path()),
        "px_signup_url": landing(conf.SIGNUP_URL) if conf.SIGNUP_URL else "",
    }


def login_url(next_path: str) -> str:
    """Return the address where one signs in and comes back to `next_path`, an address of this site."""
    return f"{landing(conf.LOGIN_URL or settings.LOGIN_URL)}?{urlencode({'next': next_path})}"


def name_url(next_path: str) -> str:
    """Return the address where one chooses a display name and comes back to `next_path`."""
    return f"{address('perspectives:name')}?{urlencode({'next': next_path})}"


def is_anybodys(request: HttpRequest) -> bool:
    """Whether the page is the same for every signed-out reader: nobody is signed in and no message waits."""
    if request.method not in ("GET", "HEAD") or viewer_of(request).is_authenticated:
        return False
    waiting = getattr(request, "_messages", None)
    return waiting is None or len(waiting) == 0


def is_still_anybodys(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether making the page left it the same for every signed-out reader.

    No cookie, no token, no session is in it, and no nonce of a content security policy (django-csp, Django 6.0).
    """
    token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    session = getattr(request, "session", None)
    changed = session is not None and session.modified
    nonce = bool(getattr(request, "_csp_nonce", None))
    return not (response.cookies or token or changed or nonce) and is_anybodys(request)


def _etag(request: HttpRequest, made_of: str) -> str:
    """Return the entity tag: a digest of what the page is made of, where it stands, and what makes it.

    It is weak: the same page may travel compressed or not.
    """
    origin = f"{request.scheme}://{request.get_host()}"
    parts = [made_of, get_language(), get_current_timezone_name(), release(), origin, request.get_full_path()]
    digest = salted_hmac("perspectives.frame", "\n".join(map(str, parts)), algorithm="sha256").hexdigest()
    return f'W/"{digest[:32]}"'


def kept(response: HttpResponse, tag: str) -> HttpResponse:
    """Let anybody keep the answer, and ask again each time."""
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["ETag"] = tag
    patch_vary_headers(response, ["Cookie", "Accept-Language", "Accept-Encoding"])
    return response
