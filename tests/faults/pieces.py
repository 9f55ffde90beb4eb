"""A page made of many pieces that may lie in the cache, as a host's templates make them."""

import os
import time

from django.core.cache import caches

PIECES = int(os.environ.get("SERVED_PIECES", "0"))


class PiecesMiddleware:
    """Asks the cache for every piece with each request, and puts back what is not there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer, and say how long the cache was waited for, in seconds."""
        cache, began = caches["pages"], time.monotonic()
        for number in range(PIECES):
            key, piece = f"piece-{number}", f"<p>{number}</p>"
            kept = cache.get(key)
            if kept is None:
                cache.set(key, piece)
            elif kept != piece:
                raise AssertionError(f"{key} is {kept!r}")
        waited = time.monotonic() - began
        response = self.get_response(request)
        response.headers["X-Waited"] = f"{waited:.3f}"
        return response
