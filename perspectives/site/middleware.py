"""Headers of the site that neither Django nor the plugin sends."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header

Handler = Callable[[HttpRequest], HttpResponse]

# An essay and its discussion need none of a reader's devices.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class PermissionsPolicyMiddleware:
    """Sends the Permissions-Policy header with every answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the header added."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class PrivatePagesMiddleware:
    """Keeps out of shared caches what was made for one visitor by a view that did not say so itself."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; an answer that depends on the cookie and names no rule for caches is private."""
        response = self.get_response(request)
        if "Cache-Control" not in response.headers and has_vary_header(response, "Cookie"):
            response.headers["Cache-Control"] = "private, no-cache"
        return response
