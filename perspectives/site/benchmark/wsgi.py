"""The site with one more door, which empties its caches between two measurements."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.wsgi import get_wsgi_application

from perspectives.discussion.cards import memo
from perspectives.site.benchmark.server import CLEAR

site = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the site does, and empty every cache of pages when asked to."""
    if environ["PATH_INFO"] != CLEAR:
        return site(environ, start_response)
    for name, options in settings.CACHES.items():
        # Limits are counted in the database's; no page is.
        if not options["BACKEND"].endswith("DatabaseCache"):
            caches[name].clear()
    memo.forget()
    start_response("204 No Content", [("Content-Length", "0")])
    return [b""]
