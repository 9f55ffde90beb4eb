"""A Redis cache that a site can lose: while Redis is away every question is a miss, and pages go on."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger("perspectives.site.cache")

# After a failure Redis is not asked again for so many seconds: forty pieces of one page must not wait forty times.
PAUSE = 10.0


class PatientRedisCache(RedisCache):
    """Django's Redis cache, whose failures are logged once per pause and answered like misses."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._asleep_until = 0.0

    def _ask(self, method: str, fallback: Any, *args: Any, **kwargs: Any) -> Any:
        """Return what Redis says, or `fallback` while it is away."""
        if time.monotonic() < self._asleep_until:
            return fallback
        try:
            return getattr(super(), method)(*args, **kwargs)
        except (RedisError, OSError) as error:
            self._asleep_until = time.monotonic() + PAUSE
            logger.warning("The cache does not answer; going on without it for %.0f s: %s", PAUSE, error)
            return fallback

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value of `key`, or `default`."""
        return self._ask("get", default, key, default=default, version=version)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """Return the values that are there."""
        return self._ask("get_many", {}, keys, version=version)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store `value` if `key` is free; False also while Redis is away."""
        return self._ask("add", False, key, value, timeout=timeout, version=version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store `value`, or forget it while Redis is away."""
        self._ask("set", None, key, value, timeout=timeout, version=version)

    def set_many(self, data: dict[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        """Store many; return the keys that could not be stored."""
        return self._ask("set_many", list(data), data, timeout=timeout, version=version)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Delete `key`; False if it was not there or Redis is away."""
        return self._ask("delete", False, key, version=version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Give `key` a new time; False if it was not there or Redis is away."""
        return self._ask("touch", False, key, timeout=timeout, version=version)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Tell whether `key` is there; False while Redis is away."""
        return self._ask("has_key", False, key, version=version)

    def clear(self) -> None:
        """Empty the cache, if it answers."""
        self._ask("clear", None)
