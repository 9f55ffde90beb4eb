"""Middleware a host may use: the content security policy, a limit on bodies, an answer when the database is down."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from perspectives.conf import conf

Handler = Callable[[HttpRequest], HttpResponse]

FORM = "application/x-www-form-urlencoded"
# Digits of a Content-Length: more than any body has.
LONGEST_LENGTH = 18
# What drivers raise when the database is away, restarts, stays locked, or has no room left to write.
DATABASE_DOWN = (OperationalError, InterfaceError)
# Fields of a writing form beside its text: with the same key the comment is taken once, however often it is sent.
SENT_AGAIN = ("key", "revision", "tags", "own_tags")


class ContentSecurityPolicyMiddleware:
    """Sends PERSPECTIVES["CONTENT_SECURITY_POLICY"] with every answer that has no policy of its own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the header added."""
        response = self.get_response(request)
        policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in conf.CONTENT_SECURITY_POLICY.items())
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


class BodyLimitMiddleware:
    """Answers 413 by Content-Length, before a byte of the body is read, above Django's own upload limit."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse what is too large; pass on the rest."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdecimal()):
            return _plain_page(request, 400, _("The request gives no readable length."))
        if _is_large(request) and not _is_upload(request):
            return _too_large(request)
        if _is_in_other_letters(request):
            return _plain_page(request, 400, _("The form is not in UTF-8. Please send it as this site's pages do."))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Take an upload from staff only: who sends it is known here, and nobody has read it yet."""
        if not _is_large(request):
            return None
        user = getattr(request, "user", None)
        return None if user is not None and user.is_active and user.is_staff else _too_large(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 413 where the body turned out larger than it said."""
        return _too_large(request) if isinstance(exception, RequestDataTooBig) else None


class DatabaseDownMiddleware:
    """Answers 503 with Retry-After and what was typed when the database cannot be reached, or cannot write."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        got_request_exception.connect(_note_database_down, dispatch_uid="perspectives.database_down")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a database that fails in a middleware behind this one is answered here too."""
        try:
            response = self.get_response(request)
        except DATABASE_DOWN:
            return database_down(request)
        return database_down(request) if _hides_database_down(request, response) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 for a database that is away; leave every other exception alone."""
        return database_down(request) if isinstance(exception, DATABASE_DOWN) else None


def database_down(request: HttpRequest) -> HttpResponse:
    """Return the 503 page, made without the database, with a posted text and a button that sends its form again."""
    fields = request.POST if request.method == "POST" else QueryDict()
    context = {
        "typed": fields.get("body") or fields.get("words") or fields.get("note") or "",
        "address": request.get_full_path() if "body" in fields else "",
        "csrf_token": fields.get("csrfmiddlewaretoken", ""),
        "fields": [(name, value) for name in SENT_AGAIN for value in fields.getlist(name)],
    }
    html = render_to_string("perspectives/errors/503.html", context)
    return HttpResponse(html, status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})


def _note_database_down(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Note on the request that the exception which Django makes a 500 of comes from a database that is away."""
    if request is not None and isinstance(sys.exc_info()[1], DATABASE_DOWN):
        request.__dict__["_perspectives_database_down"] = True


def _hides_database_down(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer stands for a database that is away: Django gives each middleware an answer, not an exception.

    It answers 500, but 400 where the session could not be kept, as if somebody had signed out meanwhile.
    """
    if response.status_code == 400 and getattr(getattr(request, "session", None), "modified", False):
        return any(connection.errors_occurred for connection in connections.all(initialized_only=True))
    return response.status_code == 500 and request.__dict__.get("_perspectives_database_down", False)


def _is_large(request: HttpRequest) -> bool:
    """Whether the body is longer than Django's upload limit; a length of thousands of digits is not computed."""
    limit, length = settings.DATA_UPLOAD_MAX_MEMORY_SIZE, request.META.get("CONTENT_LENGTH") or "0"
    return limit is not None and (len(length) > LONGEST_LENGTH or int(length) > limit)


def _is_in_other_letters(request: HttpRequest) -> bool:
    """Whether a form says it is in another encoding than UTF-8: Django refuses it, and its page of refusal fails."""
    return request.content_type == FORM and (request.encoding or "utf-8").lower() != "utf-8"


def _is_upload(request: HttpRequest) -> bool:
    """Whether the body carries files, which Django counts apart (the admin of a host may take them)."""
    return request.META.get("CONTENT_TYPE", "").startswith("multipart/") and request.path.startswith("/admin/")


def _too_large(request: HttpRequest) -> HttpResponse:
    """Return the 413 page."""
    return _plain_page(request, 413, _("That is more than this site takes at once. Please send less."))


def _plain_page(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Return a page of one sentence, made without the database."""
    html = render_to_string("perspectives/errors/plain.html", {"sentence": sentence})
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store", "Connection": "close"})
