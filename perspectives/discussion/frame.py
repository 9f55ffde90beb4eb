"""The one way a page is made: its frame, who may keep it, and the 304 for a reader who has it already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language

import perspectives
from perspectives.conf import conf
from perspectives.discussion.rules import viewer_of

Context = dict[str, Any]


def page(
    request: HttpRequest,
    template: str,
    context: Context | Callable[[], Context] | None = None,
    *,
    status: int = 200,
    etag: str | None = None,
) -> HttpResponse:
    """Return the page `template` in its frame.

    With `etag` (whatever the page is made of, as text) a signed-out reader's page may be kept by anybody, to be asked
    for again each time, and is answered with 304 where nothing changed; `context` may then be a function, which is
    not called for a 304. All other pages are private.
    """
    shared = etag is not None and status == 200 and is_anybodys(request)
    tag = _etag(request, etag) if shared and etag is not None else ""
    if tag and tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _kept(HttpResponseNotModified(), tag)
    made = context() if callable(context) else context
    response = render(request, template, framed(request) | (made or {}), status=status)
    if tag and not response.cookies and is_anybodys(request):
        return _kept(response, tag)
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
        "px_signup_url": resolve_url(conf.SIGNUP_URL) if conf.SIGNUP_URL else "",
    }


def login_url(next_path: str) -> str:
    """Return the address where one signs in and comes back to `next_path`, an address of this site."""
    return f"{resolve_url(conf.LOGIN_URL or settings.LOGIN_URL)}?{urlencode({'next': next_path})}"


def name_url(next_path: str) -> str:
    """Return the address where one chooses a display name and comes back to `next_path`."""
    return f"{reverse('perspectives:name')}?{urlencode({'next': next_path})}"


def is_anybodys(request: HttpRequest) -> bool:
    """Whether the page is the same for every signed-out reader: nobody is signed in and no message waits."""
    if request.method not in ("GET", "HEAD") or viewer_of(request).is_authenticated:
        return False
    waiting = getattr(request, "_messages", None)
    return waiting is None or len(waiting) == 0


def _etag(request: HttpRequest, made_of: str) -> str:
    """Return the entity tag: a digest of what the page is made of, of where it stands, and of this release."""
    parts = [made_of, get_language(), perspectives.__version__, conf.BASE_TEMPLATE, request.get_full_path()]
    digest = salted_hmac("perspectives.frame", "\n".join(map(str, parts)), algorithm="sha256").hexdigest()
    return quote_etag(digest[:32])


def _kept(response: HttpResponse, tag: str) -> HttpResponse:
    """Let anybody keep the page, and ask again each time."""
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["ETag"] = tag
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response
