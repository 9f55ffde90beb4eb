"""What a browser finds: the site, and for every test a stage of its own with people who can sign in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


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

    Ann (#1 and #3) and Ben (#2, an answer to #1) are known there, Newt is new, Mod moderates, Eve is a stranger.
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
    """The running site: its address, its folder and what was put into it."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        seeded = json.loads((folder / "seeded.json").read_text(encoding="utf-8"))
        self._stages = iter([_stage(row) for row in seeded["stages"]])
        self.gallery = _stage(seeded["gallery"])
        self.addresses: dict[str, str] = seeded["addresses"]
        self.attacks: list[str] = seeded["attacks"]
        self.attacker = Person(**seeded["attacker"])

    def next_stage(self) -> Stage:
        """Return a stage nobody has stood on."""
        return next(self._stages)

    def mails(self) -> list[str]:
        """Return the mails written so far, the newest last."""
        files = sorted((self.folder / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        return [file.read_text(encoding="utf-8") for file in files]


def _stage(row: dict) -> Stage:
    people = {name: Person(**person) for name, person in row["people"].items()}
    return Stage(row["series"], row["essay"], row["discussion"], people)
