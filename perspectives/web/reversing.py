"""Addresses of this site's own pages, put together once: each page of a thread has twenty."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.shortcuts import resolve_url
from django.urls import get_resolver, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

# Addresses remembered in a process.
MOST = 2_000


def address(name: str, *args: str | int) -> str:
    """Return what `reverse` returns; for views and arguments that come again, not for each of a million comments."""
    return _reversed(place(), name, args)


def landing(to: Any) -> str:
    """Return what `resolve_url` returns for a setting: an address, the name of a view, or a lazy one."""
    if isinstance(to, str | Promise):
        return _resolved(place(), str(to))
    return resolve_url(to)


def place() -> tuple[Any, ...]:
    """Return what the same name may lead elsewhere by: the addresses known, where they are mounted, the language."""
    return get_resolver(get_urlconf()), get_script_prefix(), get_language()


@lru_cache(maxsize=MOST)
def _reversed(place: Any, name: str, args: tuple[str | int, ...]) -> str:
    return reverse(name, args=args)


@lru_cache(maxsize=MOST)
def _resolved(place: Any, to: str) -> str:
    return resolve_url(to)
