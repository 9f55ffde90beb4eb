"""Where time goes: many looks at what runs, each at a moment of its own, told by the part of the house it is in."""

from __future__ import annotations

import random
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from perspectives.site.bootstrap import ROOT

# Seconds between two looks. The first comes after a random part of it, so that short calls are met in proportion.
INTERVAL = 0.001
# A file's path holds one of these: the innermost frame for which that is so names the part. The first that fits.
PARTS = {
    "/psycopg": "the database and its driver",
    "/django/db/backends/": "the database and its driver",
    # Where rows are fetched.
    "/django/db/utils.py": "the database and its driver",
    "/django/db/": "Django's ORM: statements built, rows made objects",
    "/taggit/": "Django's ORM: statements built, rows made objects",
    "/django/template/": "templates",
    "/django/urls/": "addresses: made and resolved",
    "/django/core/cache/": "the cache of pages",
    # Words, dates, numbers, escaping: theirs who ask for them.
    "/django/utils/": "",
    "/django/": "Django: request, answer, middleware",
    "/allauth/": "Django: request, answer, middleware",
    "/whitenoise/": "Django: request, answer, middleware",
}
# And of the house's own, the longest beginning that fits.
ROOMS = {
    "discussion/actions": "discussion: actions",
    "discussion/cards": "discussion: cards, kept HTML put together",
    "discussion": "discussion: rows, tree, page",
    "moderation": "moderation: checks, records",
    "site": "the site: middleware",
    "templatetags": "templates",
    "text": "text: words made HTML",
    "web": "web: middleware, addresses",
}
HOUSE, MEASURING = f"{ROOT / 'perspectives'}/", "site/benchmark/"
ELSEWHERE = "elsewhere"


class Sampler:
    """Counts what is met running; for the main thread, on systems that have interval timers (not Windows)."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.seen: Counter[str] = Counter()

    def watch(self, call: Callable[[], Any]) -> None:
        """Run `call` and look what it does meanwhile."""
        before = signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, random.uniform(INTERVAL / 1000, INTERVAL), INTERVAL)  # noqa: S311
        try:
            call()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def _look(self, _number: int, frame: FrameType | None) -> None:
        self.seen[part_of(frame)] += 1

    def shares(self) -> dict[str, float]:
        """Return for each part its share of the looks, from 0 to 1, the largest first."""
        every = sum(self.seen.values())
        return {part: looks / every for part, looks in self.seen.most_common()}


def part_of(frame: FrameType | None) -> str:
    """Return the part of the house in which the innermost frame lies that belongs to one."""
    while frame is not None:
        if name := part_of_file(frame.f_code.co_filename):
            return name
        frame = frame.f_back
    return ELSEWHERE


def part_of_file(path: str) -> str:
    """Return the part that a file belongs to; "" for Python's library and others that only serve who calls them."""
    if path.startswith(HOUSE):
        inside = path.removeprefix(HOUSE)
        fitting = [room for room in ROOMS if inside.startswith(f"{room}/")]
        room = max(fitting, key=len, default="")
        return "" if inside.startswith(MEASURING) else ROOMS.get(room, Path(inside).parts[0].removesuffix(".py"))
    return next((name for mark, name in PARTS.items() if mark in path), "")
