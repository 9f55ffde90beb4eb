"""The site's own pages that no room owns: refusals that come before any view, and robots.txt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

# Seconds after which the shortest of allauth's limits lets one try again.
RETRY_AFTER = 60
NOT_FOR_ROBOTS = ["account_home", "perspectives:search"]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old with 403 and what to do."""
    return render(request, "403_csrf.html", status=403)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer a limit of the account pages with 429 and how long to wait."""
    response = render(request, "429.html", {"seconds": RETRY_AFTER}, status=429)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt: everything may be read but what is a person's own or a question."""
    lines = ["User-agent: *", *(f"Disallow: {reverse(name)}" for name in NOT_FOR_ROBOTS)]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('perspectives:sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
