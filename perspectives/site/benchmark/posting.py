"""What is measured of posting: one after the other beside one INSERT, many at once, and that nothing went missing."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import StringIO
from itertools import count, cycle
from urllib.parse import urlencode

from django.core.management import call_command
from django.core.management.base import CommandError

from perspectives.discussion.models import Comment, Discussion
from perspectives.site.benchmark.clock import Probe
from perspectives.site.benchmark.crowd import Person
from perspectives.site.benchmark.server import Answer, Line, Server
from perspectives.site.benchmark.stage import Stage, new_text

TAKEN = 303


@dataclass(frozen=True)
class Burst:
    """What became of answers that many people wrote at once."""

    writers: int
    sent: int
    accepted: int
    stored: int
    shown: int
    counted: int
    # By how much the comment they all answer knows of more answers.
    below: int
    # Accepted comments a second.
    rate: float

    @property
    def is_whole(self) -> bool:
        """Whether nothing was refused, lost, doubled or miscounted."""
        return {self.sent} == {self.accepted, self.stored, self.shown, self.counted, self.below}


def probes(stage: Stage, site: Line, bare: Line, people: Sequence[Person], number: int) -> list[Probe]:
    """Return the probes of one answer to comment `number`, whose writer is told, of a new comment, and of one INSERT.

    Each comment is somebody else's.
    """
    turn, keys = cycle(people), count()
    path, anew = stage.reply(number), stage.anew

    def inserted() -> Answer:
        return bare.post("/insert", urlencode({"body": new_text(), "key": f"bench-key-{next(keys)}"}))

    return [
        Probe("insert", inserted, status=302),
        Probe("post anew", lambda: next(turn).post(site, anew, f"bench-new-{secrets.token_hex(6)}"), status=TAKEN),
        Probe("post", lambda: next(turn).post(site, path, f"bench-one-{secrets.token_hex(6)}"), status=TAKEN),
    ]


def burst(stage: Stage, server: Server, people: Sequence[Person], number: int, writers: int) -> Burst:
    """Let each of `people` answer comment `number` once, `writers` of them at a time."""
    before = _known(stage, number)
    keys = [f"bench-{writers}-{secrets.token_hex(8)}" for _person in people]
    work = list(zip(people, keys, strict=True))
    start = threading.Barrier(writers + 1)
    with ThreadPoolExecutor(writers) as pool:
        path = stage.reply(number)
        lines = [server.line() for _writer in range(writers)]
        shares = [pool.submit(_write, line, path, work[n::writers], start) for n, line in enumerate(lines)]
        start.wait()
        began = time.perf_counter()
        accepted = sum(share.result() for share in shares)
        took = time.perf_counter() - began
    stored = Comment.objects.filter(discussion=stage.discussion, key__in=keys)
    after = _known(stage, number)
    return Burst(
        writers,
        len(people),
        accepted,
        stored.count(),
        stored.filter(shown=True).count(),
        after[0] - before[0],
        after[1] - before[1],
        accepted / took,
    )


def _write(line: Line, path: str, work: Sequence[tuple[Person, str]], start: threading.Barrier) -> int:
    """Be one writer; return how many of the answers were taken."""
    start.wait()
    return sum(person.post(line, path, key).status == TAKEN for person, key in work)


def _known(stage: Stage, number: int) -> tuple[int, int]:
    """Return how many public comments the discussion, and comment `number`, know of."""
    below = Comment.objects.values_list("public_below", flat=True).get(discussion=stage.discussion, number=number)
    return Discussion.objects.values_list("public_count", flat=True).get(pk=stage.discussion.pk), below


def differences() -> str:
    """Return what `check_threads` has to say against the database; "" for nothing."""
    out = StringIO()
    try:
        call_command("check_threads", stdout=out)
    except CommandError as error:
        return f"{error} {out.getvalue()[:500]}"
    return ""
