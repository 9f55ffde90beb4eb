"""What a browser finds: the site, and for every test a stage of its own with people who can sign in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.browser.seeder import Seeder


@dataclass(frozen=True)
class Person:
    """Somebody with an account; `session` is the cookie of a browser that is signed in."""

    name: str
    email: str
    password: str
    session: str


@dataclass(frozen=True)
class Stage:
    """An essay with a short discussion in a forum of its own.

    Ann (#1 and #3) and Ben (#2, an answer to #1) are known there, Newt is new, Mod and Mia moderate,
    Sue is a senior moderator, Eve is a stranger.
    """

    series: str
    essay: str
    discussion: str
    people: dict[str, Person]

    def __getattr__(self, name: str) -> Person:
        """Return one of the people by first name."""
        if name not in self.people:
            raise AttributeError(name)
        return self.people[name]


class Site:
    """The running site: its address, its folder, and what is put into it as soon as somebody asks."""

    def __init__(self, address: str, folder: Path, seeder: Seeder) -> None:
        self.address, self.folder, self._seeder = address, folder, seeder

    def next_stage(self) -> Stage:
        """Return a stage nobody has stood on."""
        row = self._seeder.take("stage")
        # The next one is made while this test runs.
        self._seeder.order("stage")
        return _stage(row)

    @cached_property
    def gallery(self) -> Stage:
        """Everything that can be seen, on one stage."""
        return _stage(self._everything["stage"])

    @property
    def addresses(self) -> dict[str, str]:
        """The addresses of the gallery's single pages, by name."""
        return self._everything["addresses"]

    @property
    def crowd(self) -> Stage:
        """A discussion of 450 comments on several pages; new ones may come while others read it."""
        return _stage(self._crowd["crowd"])

    @property
    def crush(self) -> Stage:
        """A discussion of one conversation, which is longer than a page: 259 answers to one comment."""
        return _stage(self._crowd["crush"])

    @property
    def full(self) -> Stage:
        """The essay that comes with the site, with 200 comments on its page: what an evening's reader loads."""
        return _stage(self._crowd["full"])

    def next_queue(self) -> Stage:
        """Return a stage nobody has stood on where 105 comments wait; Mod and Ben moderate there."""
        return _stage(self._seeder.take("queue"))

    @property
    def attacks(self) -> list[str]:
        """The addresses of the pages that are full of attacks."""
        return self._assault["attacks"]

    @property
    def attacker(self) -> Person:
        """Who wrote them."""
        return Person(**self._assault["attacker"])

    @cached_property
    def _everything(self) -> dict[str, Any]:
        return self._seeder.take("gallery")

    @cached_property
    def _crowd(self) -> dict[str, Any]:
        return self._seeder.take("crowd")

    @cached_property
    def _assault(self) -> dict[str, Any]:
        return self._seeder.take("attacks")

    def send_mail(self) -> int:
        """Send the mail that waits, as `send_notices` does, and return how many were sent."""
        return self._seeder.take("letters")["sent"]

    def mails(self) -> list[str]:
        """Return the mails written so far, the newest last."""
        files = sorted((self.folder / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        return [file.read_text(encoding="utf-8") for file in files]


def _stage(row: dict) -> Stage:
    people = {name: Person(**person) for name, person in row["people"].items()}
    return Stage(row["series"], row["essay"], row["discussion"], people)
