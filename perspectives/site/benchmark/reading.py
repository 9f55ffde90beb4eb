"""What is measured of reading: every page in every state, each beside the floor for the same page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perspectives.discussion.actions import withdraw_comment
from perspectives.discussion.models import Comment
from perspectives.site.benchmark.clock import Probe
from perspectives.site.benchmark.crowd import Person
from perspectives.site.benchmark.floor import lay, numbers_on
from perspectives.site.benchmark.server import CLEAR, Answer, Line
from perspectives.site.benchmark.stage import Stage, say

BROTLI = {"Accept-Encoding": "br"}
# Comments on the first page from which on one of 1,000 is measured as well.
LARGE = 150
# Statements that only say where a transaction begins and ends.
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass
class Reading:
    """Makes probes; `site` and `large` are the site with pages of 200 and of 1,000 comments, `bare` is the floor."""

    stage: Stage
    folder: Path
    site: Line
    large: Line
    bare: Line
    writer: Person
    # Comments on the pages that were laid out, and their bytes.
    rows: dict[str, int] = field(default_factory=dict)
    size: dict[str, int] = field(default_factory=dict)

    def probes(self) -> list[Probe]:
        """Return everything to be measured in one round, with the floors laid."""
        found = [*self.page("essay", self.stage.essay), *self.page("own page", self.stage.own)]
        found += [*self.compressed(), *self.changed(), *self.unchanged()]
        for name, path in self.stage.pages().items():
            found += self.cold(name, self.site, path)
        if self.rows["essay"] >= LARGE:
            found += self.cold("1,000 on a page", self.large, self.stage.essay)
        signed_in = {"Cookie": self.writer.cookies}
        return [*found, Probe("essay: signed in", self.asked(self.site, self.stage.essay, signed_in))]

    def asked(self, line: Line, path: str, headers: dict[str, str] | None = None) -> Callable[[], Answer]:
        """Return what asks for `path`, its request made ready."""
        return partial(line.send, line.request("GET", path, headers or {}))

    def lay(self, name: str, line: Line, path: str) -> None:
        """Lay the floor of the page at `path`: RuntimeError unless it is the page, byte by byte."""
        page = line.get(path)
        if page.status != 200:
            raise RuntimeError(f"{path}: status {page.status}")
        self.rows[name] = lay(slug_of(name), page.body, self.stage.discussion, self.folder)
        self.size[name] = len(page.body)
        if self.bare.get(f"/rows/{slug_of(name)}").body != page.body:
            raise RuntimeError(f"{path}: the floor is not the page")

    def page(self, name: str, path: str) -> list[Probe]:
        """Return the probes of a page: its bytes from memory, warm, its rows, and with every cache empty."""
        again, bare = self.asked(self.site, path), self.asked(self.bare, f"/bytes/{slug_of(name)}")
        return [
            *self.cold(name, self.site, path),
            Probe(f"{name}: bytes", bare, prepare=bare),
            Probe(f"{name}: warm", again, prepare=again),
        ]

    def cold(self, name: str, line: Line, path: str) -> list[Probe]:
        """Return the probes of a page with every cache empty, and of its rows."""
        self.lay(name, line, path)
        return [
            # Asked for a little something just before, as the site is when its caches are emptied.
            Probe(
                f"{name}: rows", self.asked(self.bare, f"/rows/{slug_of(name)}"), prepare=self.asked(self.bare, "/same")
            ),
            Probe(f"{name}: empty caches", self.asked(line, path), prepare=self.asked(line, CLEAR)),
        ]

    def compressed(self) -> list[Probe]:
        """Return the probes of the essay's page as browsers ask for it."""
        again, bare = self.asked(self.site, self.stage.essay, BROTLI), self.asked(self.bare, "/bytes/essay-br")
        page = again()
        (self.folder / "essay-br.page").write_bytes(page.body)
        self.size["essay in brotli"] = len(page.body) if page.headers.get("content-encoding") == "br" else 0
        return [
            Probe("essay in brotli: bytes", bare, prepare=bare),
            Probe("essay in brotli: warm", again, prepare=again),
        ]

    def changed(self) -> list[Probe]:
        """Return the probes of the essay's page after one new comment on it, which goes again behind the clock.

        The floor is measured in the same state: the database has just been written to, and by another process.
        """
        shown = numbers_on(self.site.get(self.stage.essay).body)
        roots = Comment.objects.filter(discussion=self.stage.discussion, number__in=shown, depth=0, status="public")
        numbers, said = cycle(roots.order_by("number").values_list("number", flat=True)), list[Comment]()
        asked = {
            "essay: rows after a new comment": self.asked(self.bare, "/rows/essay"),
            "essay: after a new comment": self.asked(self.site, self.stage.essay),
        }
        return [
            Probe(
                name,
                ask,
                prepare=lambda: said.append(say(self.stage.discussion, self.writer.member, next(numbers))),
                finish=lambda: withdraw_comment(comment=said.pop(), member=self.writer.member),
            )
            for name, ask in asked.items()
        ]

    def unchanged(self) -> list[Probe]:
        """Return the probes of readers who have everything: the page, and the question what is new."""
        found = [Probe("304: bytes", self.asked(self.bare, "/same"), status=304)]
        for name, path in {"essay: 304": self.stage.essay, "news: 304": self.stage.news}.items():
            found.append(Again(name, self.site, path).probe())
        return found


@dataclass
class Again:
    """A reader who asks for what has not changed since a moment ago."""

    name: str
    line: Line
    path: str
    request: bytes = b""

    def probe(self) -> Probe:
        """Return the probe."""
        return Probe(self.name, lambda: self.line.send(self.request), prepare=self.look, status=304)

    def look(self) -> None:
        """Look once more, and keep the entity tag."""
        tag = self.line.get(self.path).headers["etag"]
        self.request = self.line.request("GET", self.path, {"If-None-Match": tag})


def slug_of(name: str) -> str:
    """Return a name that can stand in an address and be a file's."""
    return re.sub(r"\W+", "-", name)


def queries(path: str, person: Person | None = None, form: dict[str, str] | None = None) -> int:
    """Return the queries of one request in this process: signed out, or by `person`; a form is posted."""
    client = Client(SERVER_NAME="127.0.0.1", HTTP_COOKIE=person.cookies if person else "")
    with CaptureQueriesContext(connection) as caught:
        answer = client.post(path, form) if form else client.get(path)
    if answer.status_code not in (200, 302, 303):
        raise RuntimeError(f"{path}: status {answer.status_code}")
    return sum(not query["sql"].upper().startswith(TRANSACTION) for query in caught.captured_queries)
