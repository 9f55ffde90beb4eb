"""CSRF for writing views: they check by themselves, so that a refusal can give the typed text back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class _Checker(CsrfViewMiddleware):
    """Django's own check, asked directly: it answers with the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _no_response(request: HttpRequest) -> HttpResponse:
    """Stand in for the rest of the middleware chain, which is never reached."""
    return HttpResponse()


def csrf_failure(request: HttpRequest) -> str | None:
    """Return why the request fails Django's CSRF check (token, origin, referer), or None if it passes.

    For views marked `csrf_exempt`, which answer a failure with 403 and the filled form.
    """
    if getattr(request, "_dont_enforce_csrf_checks", False):
        return None
    checker = _Checker(_no_response)
    checker.process_request(request)
    exempt = request.__dict__.pop("csrf_processing_done", None)
    reason = checker.process_view(request, _no_response, (), {})
    if exempt is not None:
        request.csrf_processing_done = exempt  # type: ignore[attr-defined]
    return reason  # type: ignore[return-value]
