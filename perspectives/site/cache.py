"""A Redis cache that a site can lose: while Redis is away or slow, memory takes its place, and pages go on."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger("perspectives.site.cache")

# After a failure Redis is not asked again for so many seconds: forty pieces of one page must not wait forty times.
PAUSE = 10.0
# An answer that took longer, in seconds, is as good as none: forty such answers are a page that nobody waits for.
SLOW = 0.2
# Until when each server is left alone, on the monotonic clock; all threads of a process go by it.
_asleep_until: dict[str, float] = {}


class PatientRedisCache(RedisCache):
    """Django's Redis cache; while Redis fails, which is logged once per pause, this process remembers by itself.

    For what is kept under keys that change with its contents, as pages are here: what processes remember by
    themselves they cannot delete for each other.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._server = str(server)
        beside = {name: value for name, value in params.items() if name.upper() != "OPTIONS"}
        self._memory = LocMemCache(f"beside {self._server}", beside)

    def _ask(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """Return what Redis says, or what this process remembers while Redis is away."""
        began, wakes = time.monotonic(), _asleep_until.get(self._server, 0.0)
        if began < wakes:
            return getattr(self._memory, method)(*args, **kwargs)
        if wakes:
            # One asks whether it is back; the others go on without it until they are told.
            _asleep_until[self._server] = began + PAUSE
        try:
            answer = getattr(super(), method)(*args, **kwargs)
        except (RedisError, OSError) as error:
            self._sleep(error, again=wakes > 0)
            return getattr(self._memory, method)(*args, **kwargs)
        took = time.monotonic() - began
        if took > SLOW:
            self._sleep(f"an answer took {took:.1f} s", again=wakes > 0)
        elif wakes:
            _asleep_until.pop(self._server, None)
        return answer

    def _sleep(self, why: object, *, again: bool) -> None:
        """Leave Redis alone for a while; what was remembered in an earlier pause is forgotten."""
        is_first = time.monotonic() >= _asleep_until.get(self._server, 0.0)
        _asleep_until[self._server] = time.monotonic() + PAUSE
        if is_first:
            self._memory.clear()
        if is_first or again:
            logger.warning("The cache does not answer; going on without it for %.0f s: %s", PAUSE, why)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value of `key`, or `default`."""
        return self._ask("get", key, default=default, version=version)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """Return the values that are there."""
        return self._ask("get_many", list(keys), version=version)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store `value` if `key` is free, and tell whether it was."""
        return self._ask("add", key, value, timeout=timeout, version=version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store `value`."""
        self._ask("set", key, value, timeout=timeout, version=version)

    def set_many(self, data: dict[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        """Store many; return the keys that could not be stored."""
        return self._ask("set_many", data, timeout=timeout, version=version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add `delta` and return the sum; ValueError where there is nothing to add to."""
        return self._ask("incr", key, delta, version=version)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Delete `key`; False if it was not there."""
        return self._ask("delete", key, version=version)

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        """Delete many."""
        self._ask("delete_many", list(keys), version=version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Give `key` a new time; False if it was not there."""
        return self._ask("touch", key, timeout=timeout, version=version)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Tell whether `key` is there."""
        return self._ask("has_key", key, version=version)

    def clear(self) -> None:
        """Empty the cache."""
        self._ask("clear")
