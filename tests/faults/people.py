"""Browsers of members and moderators, with a session each, that remember what they were answered."""

from __future__ import annotations

import html
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from perspectives.discussion.models import Discussion
from perspectives.members.models import Member
from tests import cast
from tests.faults.server import NO_ANSWER, PATIENCE, Answer, Server

NAMES = ["Ada", "Bea", "Cid", "Dag", "Eva", "Fay", "Gus", "Hal", "Ida", "Jon", "Kim", "Lea", "Max", "Ned", "Ola", "Pia"]
# Django takes the form's token if it is the cookie's.
TOKEN = "t" * 32
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sent:
    """A comment that somebody sent, and the answer to it."""

    key: str
    word: str
    path: str
    answer: Answer
    # On the clock of this process.
    began: float

    @property
    def accepted(self) -> bool:
        """Whether the site said that it has the comment."""
        return self.answer.status == 303

    @property
    def number(self) -> int:
        """The number it was given, as the address tells where the writer is led."""
        assert self.accepted, (self.answer.status, self.answer.text[:500])
        return int(re.findall(r"\d+", self.answer.to)[-1])


@dataclass
class Browser:
    """A browser in which a member is signed in."""

    server: Server
    member: Member
    cookies: str = ""
    sent: list[Sent] = field(default_factory=list)
    # Answers that were no last word, where the writer insisted; and how often a line broke.
    rebuffs: list[Sent] = field(default_factory=list)
    broken: int = 0

    def __post_init__(self) -> None:
        """Make the session in the database."""
        client = Client()
        client.force_login(self.member.user)
        kept = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
        self.cookies = f"{kept}; csrftoken={TOKEN}"

    def get(self, path: str) -> Answer:
        """Return a page."""
        return self.server.ask("GET", path, headers={"Cookie": self.cookies})

    def post(self, path: str, **fields: object) -> Answer:
        """Send a form once."""
        data = urlencode({**fields, "csrfmiddlewaretoken": TOKEN})
        return self.server.ask("POST", path, data, {"Content-Type": FORM, "Cookie": self.cookies})

    def write(self, path: str, *, insist: tuple[int, ...] = ()) -> Sent:
        """Send a comment whose one word stands nowhere else, and again while nobody answers or a status of `insist`."""
        deadline = time.monotonic() + PATIENCE
        while True:
            sent = self.try_once(path)
            if sent is not None and sent.answer.status not in insist:
                self.sent.append(sent)
                return sent
            if sent is not None:
                self.rebuffs.append(sent)
            assert time.monotonic() < deadline, sent or "no answer"

    def try_once(self, path: str, words: str = "Words") -> Sent | None:
        """Send the next comment, which stays the next one; None where the line breaks."""
        name, number, began = self.member.name, len(self.sent), time.monotonic()
        key, word = f"{name}-{number:06d}", f"zq{name}{number}qz"
        try:
            answer = self.post(path, body=f"{words} {word} stand here.", key=key, tags="evidence")
        except NO_ANSWER:
            self.broken += 1
            return None
        return Sent(key, word, path, answer, began)


class Judge(Browser):
    """A browser in which a moderator is signed in."""

    def decide(self, discussion: Discussion, number: int, act: str) -> Answer:
        """Fill the form on a comment's page of the desk as it stands, and send it."""
        path = reverse("perspectives:desk_item", args=[discussion.slug, number])
        card = self.get(path).text
        form, rule = _hidden(card), re.search(r'<option value="(\d+)"', card)[1] if act == "reject" else ""
        return self.post(path, **form, at="item", act=act, rule=rule, words="", note="", kind="", forum="")

    def undo(self, discussion: Discussion, number: int) -> Answer | None:
        """Undo the newest decision on a comment; None where there is none."""
        path = reverse("perspectives:desk_item", args=[discussion.slug, number])
        newest = int(_hidden(self.get(path).text)["seen"])
        return self.post(reverse("perspectives:undo", args=[newest]), note="") if newest else None


def _hidden(page: str) -> dict[str, str]:
    """Return what the moderator has seen, as the form on the card says it."""
    fields = {}
    for name in ("revision", "seen"):
        tag = re.search(rf'<input type="hidden" name="{name}"[^>]*>', page)
        assert tag, page[:2000]
        fields[name] = html.unescape(re.search(r'value="([^"]*)"', tag[0])[1])
    return fields


def crowd(server: Server, many: int = len(NAMES)) -> list[Browser]:
    """Return so many writers."""
    return [Browser(server, cast.make_member(name)) for name in NAMES[:many]]
