"""The store of whole pages of signed-out readers, and of cards that cost much, under what they are made of.

What is kept is found only by a key that says what it is made of, by rows read in this very request: nothing is ever
deleted from the store, nothing in it can be out of date, and a cache that forgets, or is away, costs time alone.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

from django.core.cache import InvalidCacheBackendError, caches
from django.core.cache.backends.base import BaseCache
from django.http import HttpRequest, HttpResponse

from perspectives.conf import conf
from perspectives.web.encodings import compressed, encoding_for

logger = logging.getLogger(__name__)

# Seconds a page is kept after it was made; the page of a discussion in which nothing happens is made anew then.
KEPT = 3600
HTML = "text/html; charset=utf-8"
# After a failure the cache is left alone for so many seconds: the cards of a page must not wait for it one by one.
PAUSE = 10.0
# Until when each cache is left alone, on the monotonic clock; all threads of a process go by it.
_asleep_until: dict[str, float] = {}


class Page(HttpResponse):
    """A page, and what is done when its last byte has been sent: the reader need not wait for that."""

    when_sent: Callable[[], None] | None = None

    def close(self) -> None:
        """Do what was put off, and then what Django does when an answer has been sent: caches are closed by it."""
        put_off, self.when_sent = self.when_sent, None
        try:
            if put_off is not None:
                put_off()
        finally:
            super().close()


class PageStore:
    """One page's place in the cache PERSPECTIVES["CACHE"], in the encoding the reader's browser takes."""

    def __init__(self, request: HttpRequest, tag: str) -> None:
        """Take the request, and the tag the page is known by."""
        self.encoding = encoding_for(request.headers.get("Accept-Encoding", ""))
        self.key = f"perspectives:page:{tag[3:-1]}:{self.encoding}"

    def get(self) -> HttpResponse | None:
        """Return the page if it is there."""
        content = _found(self.key)
        return self._answer(content) if isinstance(content, bytes) else None

    def put(self, response: HttpResponse) -> HttpResponse:
        """Return a page just made in the reader's encoding; it is kept once it has been sent."""
        if response.headers.get("Content-Type") != HTML or response.has_header("Content-Encoding"):
            return response
        content = compressed(response.content, self.encoding)
        answer = self._answer(content)
        answer.when_sent = partial(_keep, self.key, content)
        return answer

    def _answer(self, content: bytes) -> Page:
        response = Page(content, content_type=HTML)
        if self.encoding:
            response.headers["Content-Encoding"] = self.encoding
        return response


def kept_text(made_of: str, make: Callable[[], str]) -> str:
    """Return what `make` makes, or has made before of the same: `made_of` says everything that it depends on."""
    if not conf.CACHE:
        return make()
    key = f"perspectives:text:{hashlib.sha256(made_of.encode()).hexdigest()[:40]}"
    text = _found(key)
    if not isinstance(text, str):
        text = make()
        _keep(key, text)
    return text


def _found(key: str) -> Any:
    """Return what is kept under a key, None where nothing is or the cache does not answer."""
    cache = _cache()
    try:
        return cache.get(key) if cache else None
    except Exception as error:  # Whatever a host's backend raises: a page is worth more than its cache.
        _sleep(error)
        return None


def _keep(key: str, value: bytes | str) -> None:
    """Keep a value under a key, if the cache takes it."""
    cache = _cache()
    try:
        if cache:
            cache.set(key, value, KEPT)
    except Exception as error:  # As above.
        _sleep(error)


def _sleep(error: Exception) -> None:
    """Leave the cache alone for a while."""
    _asleep_until[conf.CACHE] = monotonic() + PAUSE
    logger.warning("The cache %r does not answer; going on without it for %.0f s: %s", conf.CACHE, PAUSE, error)


def _cache() -> BaseCache | None:
    """Return the cache of pages, None where the host wants none, has none of that name, or it failed a moment ago."""
    if not conf.CACHE or monotonic() < _asleep_until.get(conf.CACHE, 0.0):
        return None
    try:
        return caches[conf.CACHE]
    except InvalidCacheBackendError:  # A system check names it; a page is worth more than its cache.
        return None
