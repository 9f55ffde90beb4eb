"""One size on one database: everything that is measured there, as plain figures."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from django.db import connection

from perspectives.discussion.models import Comment
from perspectives.site.benchmark import posting
from perspectives.site.benchmark.clock import measure
from perspectives.site.benchmark.crowd import Person, filled, gather
from perspectives.site.benchmark.floor import make_tables
from perspectives.site.benchmark.reading import Reading, queries
from perspectives.site.benchmark.server import serving
from perspectives.site.benchmark.stage import Stage, say, set_up, settle
from perspectives.site.serving import WORKERS

APPLICATION = "perspectives.site.benchmark.{}:application"
# Different pages of a thread that the test of memory turns over.
PAGES = 40


@dataclass(frozen=True)
class Scale:
    """How much is measured."""

    rounds: int = 60
    posts: int = 120
    # Answers sent by so many writers at once.
    bursts: dict[int, int] = field(default_factory=lambda: {4: 200, 16: 600})
    # Pages after which the memory of a worker is looked at.
    pages: tuple[int, int] = (100, 1000)
    workers: int = 1
    # Processes of the server that many write to at once: as many as `start` runs.
    crowd_workers: int = WORKERS


QUICK = Scale(rounds=3, posts=4, bursts={4: 8, 16: 32}, pages=(20, 60))


def run(size: int, scale: Scale, folder: Path) -> dict[str, Any]:
    """Fill the empty database with a discussion of `size` comments, measure, and return the figures."""
    began = time.perf_counter()
    stage = set_up(size)
    filled = time.perf_counter() - began
    people = gather(max(2 * scale.posts + 2, *scale.bursts.values()))
    make_tables()
    number = say(stage.discussion, people[0].member).number  # It is answered, and its writer hears of that.
    with ExitStack() as stack:
        start: dict[str, Any] = {"folder": folder, "workers": scale.workers, "BENCH_FOLDER": str(folder)}
        site = stack.enter_context(serving(APPLICATION.format("wsgi"), **start))
        large = stack.enter_context(serving(APPLICATION.format("wsgi"), **start, BENCH_PAGE_SIZE="1000"))
        bare = stack.enter_context(serving(APPLICATION.format("bare"), **start))
        reading = Reading(stage, folder, site.line(), large.line(), bare.line(), people[0])
        times = measure(reading.probes(), scale.rounds)
        times |= measure(posting.probes(stage, site.line(), bare.line(), people, number), scale.posts, warm_up=1)
    with serving(APPLICATION.format("wsgi"), folder, workers=scale.crowd_workers) as crowd:
        bursts = [posting.burst(stage, crowd, people[:sent], number, n) for n, sent in scale.bursts.items()]
    settle()
    return {
        "database": database(),
        "size": size,
        "workers": scale.workers,
        "filled": filled,
        "times": {name: asdict(one) for name, one in times.items()},
        "rows": reading.rows,
        "bytes": reading.size,
        "queries": _queries(stage, people, number),
        "bursts": [asdict(one) | {"whole": one.is_whole} for one in bursts],
        "differences": posting.differences(),
        "memory": _memory(stage, folder, scale),
    }


def _queries(stage: Stage, people: Sequence[Person], number: int) -> dict[str, int]:
    """Count the queries of a page signed out and signed in, with nothing kept yet, and of posting."""
    return {
        "essay": queries(stage.essay),
        "own page": queries(stage.own),
        "essay, signed in": queries(stage.essay, people[1]),
        "own page, signed in": queries(stage.own, people[1]),
        "post": queries(stage.reply(number), people[1], filled()),
        "post anew": queries(stage.anew, people[1], filled()),
    }


def _memory(stage: Stage, folder: Path, scale: Scale) -> dict[str, int]:
    """Return the resident kB of a new server's worker after few pages and after many, by number of pages."""
    roots = Comment.objects.filter(discussion=stage.discussion, shown=True, depth=0).order_by("number")
    numbers = list(roots.values_list("number", flat=True)[:100_000])
    starts = numbers[:: max(1, len(numbers) // PAGES)]
    paths = cycle([*stage.pages().values(), stage.own, *(f"{stage.essay}?from={number}" for number in starts)])
    found, done = {}, 0
    with serving(APPLICATION.format("wsgi"), folder) as server:
        line = server.line()
        for wanted in scale.pages:
            for path in islice(paths, wanted - done):
                line.get(path)
            found[str(wanted)], done = server.memory(), wanted
    return found


def database() -> str:
    """Return what the database is, and how careful with what it is given."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            version = cursor.fetchone()[0]
            cursor.execute("PRAGMA synchronous")
            careful = {0: "off", 1: "normal", 2: "full", 3: "extra"}[cursor.fetchone()[0]]
            return f"SQLite {version}, WAL, synchronous={careful}"
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
        cursor.execute("SHOW synchronous_commit")
        return f"PostgreSQL {version}, synchronous_commit={cursor.fetchone()[0]}"
