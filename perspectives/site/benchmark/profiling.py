"""`manage.py bench --profile`: of which parts the time of the dearer requests is made."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import cycle
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.utils.module_loading import import_string

from perspectives.discussion.actions import withdraw_comment
from perspectives.discussion.models import Comment
from perspectives.site.benchmark.crowd import Person, filled, gather
from perspectives.site.benchmark.run import database
from perspectives.site.benchmark.sampling import ELSEWHERE, Sampler
from perspectives.site.benchmark.server import CLEAR
from perspectives.site.benchmark.stage import Stage, say, set_up, settle

# Loaded when it is asked, as its middleware is made then.
SITE = "perspectives.site.benchmark.wsgi.application"
# Each request is watched so often; looks come every millisecond.
ROUNDS = 400
# A part below this share is told together with the others.
LEAST = 0.02


@dataclass
class Answered:
    """What the site said."""

    status: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A request to look into; `prepare` and `finish` run before and after it and are not watched."""

    name: str
    request: Callable[[], dict[str, Any]]
    status: int
    prepare: Callable[[], object] = lambda: None
    finish: Callable[[], object] = lambda: None


def run(size: int, rounds: int) -> dict[str, Any]:
    """Fill the empty database with `size` comments and return, for each request, its time and its parts' shares."""
    stage = set_up(size)
    people = gather(2 * (rounds + rounds // 10 + 5))
    settle()
    found = [looked_into(case, rounds) for case in cases(stage, people)]
    return {"database": database(), "size": size, "rounds": rounds, "cases": found}


def looked_into(case: Case, rounds: int) -> dict[str, Any]:
    """Return the median time of a request in milliseconds, unwatched, and the shares of its parts."""
    sampler, took = Sampler(), []
    for watched in [False] * max(rounds // 10, 3) + [True] * rounds:
        case.prepare()
        call = partial(ask, case.request(), case.status)
        if watched:
            sampler.watch(call)
        else:
            began = time.perf_counter()
            call()
            took.append((time.perf_counter() - began) * 1000)
        case.finish()
    shares = sampler.shares()
    return {"name": case.name, "ms": statistics.median(took), "looks": sampler.seen.total(), "shares": shares}


def cases(stage: Stage, people: list[Person]) -> list[Case]:
    """Return the requests whose time is worth telling apart."""
    turn, first = cycle(people), say(stage.discussion, people[0].member).number
    brotli, tagged = {"HTTP_ACCEPT_ENCODING": "br"}, dict[str, str]()

    def look() -> None:
        tagged["HTTP_IF_NONE_MATCH"] = ask(request(stage.essay), 200).headers["etag"]

    clear = partial(ask, request(CLEAR), 204)
    warm = partial(ask, request(stage.essay, brotli), 200)
    return [
        Case("the essay, warm, in brotli", partial(request, stage.essay, brotli), 200, warm),
        Case("the essay, 304", lambda: request(stage.essay, tagged), 304, look),
        Case("the essay, every cache empty", partial(request, stage.essay), 200, clear),
        Case("the own page, every cache empty", partial(request, stage.own), 200, clear),
        changed(stage, people[1]),
        Case("posting a new comment", lambda: form(stage.anew, next(turn)), 303),
        Case("posting an answer, whose reader is told", lambda: form(stage.reply(first), next(turn)), 303),
    ]


def changed(stage: Stage, person: Person) -> Case:
    """Return the essay after one new comment, which goes again when the page has been read."""
    roots = Comment.objects.filter(discussion=stage.discussion, depth=0, status="public").order_by("number")
    numbers, said = cycle(list(roots.values_list("number", flat=True)[:10])), list[Comment]()

    def answer() -> None:
        said.append(say(stage.discussion, person.member, next(numbers)))

    def take_back() -> None:
        withdraw_comment(comment=said.pop(), member=person.member)

    return Case("the essay, after one new comment", partial(request, stage.essay), 200, answer, take_back)


def request(path: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what a WSGI server would hand over for a GET."""
    parts = urlsplit(path)
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    } | (headers or {})


def form(path: str, person: Person) -> dict[str, Any]:
    """Return what a WSGI server would hand over for the form of a new comment."""
    body = urlencode(filled()).encode()
    return request(path, {"HTTP_COOKIE": person.cookies}) | {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }


def ask(environ: dict[str, Any], status: int) -> Answered:
    """Ask the site in this process and read the answer to its end; RuntimeError for another status than expected."""
    answer, application = Answered(), import_string(SITE)

    def start_response(line: str, headers: list[tuple[str, str]], *_error: Any) -> None:
        answer.status, answer.headers = line, {name.lower(): value for name, value in headers}

    body = application(environ, start_response)
    try:
        for _part in body:
            pass
    finally:
        if hasattr(body, "close"):
            body.close()
    if int(answer.status.split()[0]) != status:
        raise RuntimeError(f"{environ['PATH_INFO']}: status {answer.status} instead of {status}")
    return answer


def text(found: list[dict[str, Any]]) -> str:
    """Return a table for each database: a row for each part, a column for each request, in milliseconds and percent."""
    return "\n".join(_table(run) for run in found)


def _table(run: dict[str, Any]) -> str:
    shares = {case["name"]: _gathered(case["shares"]) for case in run["cases"]}
    parts = sorted({part for one in shares.values() for part in one}, key=lambda part: (part == ELSEWHERE, part))
    rows = [["", *shares], ["---", *["---:"] * len(shares)]]
    rows.append(["in all", *(f"{case['ms']:.2f} ms" for case in run["cases"])])
    for part in parts:
        cells = [_cell(case["ms"], shares[case["name"]].get(part, 0)) for case in run["cases"]]
        rows.append([part, *cells])
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"### {run['database']}, {run['size']:,} comments", "", *lines, ""])


def _gathered(shares: dict[str, float]) -> dict[str, float]:
    """Return the shares, those of small parts as one."""
    kept = {part: share for part, share in shares.items() if share >= LEAST}
    rest = sum(shares.values()) - sum(kept.values())
    return kept | {ELSEWHERE: kept.get(ELSEWHERE, 0) + rest}


def _cell(took: float, share: float) -> str:
    return f"{took * share:.2f} ms, {share:.0%}" if share else "–"
