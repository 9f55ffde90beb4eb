"""Caches that fail their host in one way each."""

from __future__ import annotations

from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache


class Away(DummyCache):
    """A cache whose server is down."""

    asked = 0

    def get(self, key, default=None, version=None):
        """Fail."""
        Away.asked += 1
        raise ConnectionError("The cache is away.")

    def set(self, key, value, timeout=None, version=None):
        """Fail."""
        Away.asked += 1
        raise ConnectionError("The cache is away.")


class Full(LocMemCache):
    """A cache that finds, and has no room for more."""

    def set(self, key, value, timeout=None, version=None):
        """Fail."""
        raise OSError("No space left.")


class Confused(DummyCache):
    """A cache that finds something else than what was kept."""

    def get(self, key, default=None, version=None):
        """Return what nobody has kept."""
        return {"key": key}


class Forgetful(LocMemCache):
    """A cache that forgets all of a sudden, every other time."""

    times = 0

    def get(self, key, default=None, version=None):
        """Return what was kept, or nothing."""
        Forgetful.times += 1
        return super().get(key, default, version) if Forgetful.times % 2 else default
