"""What reading a document gives: the parts of an essay, each in its own field, or the sentence that refuses it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Literal

from django.utils.translation import gettext as _

Format = Literal["plain", "markdown"]


class DocumentRefused(ValueError):
    """A document that cannot be published; `str()` is a sentence naming the file and, where there is one, the line."""

    def __init__(self, name: str, line: int | None, reason: str) -> None:
        super().__init__(name, line, reason)
        self.name = shown_name(name)
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        if self.line is None:
            return _("%(name)s: %(reason)s") % {"name": self.name, "reason": self.reason}
        return _("%(name)s, line %(line)d: %(reason)s") % {"name": self.name, "line": self.line, "reason": self.reason}


def shown_name(name: str) -> str:
    """Return a file's name that is safe to print: what has no shape, such as an escape, becomes U+FFFD."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name)


@dataclass(frozen=True)
class DocumentAuthor:
    """One name of the byline, and the affiliation that follows its first comma ("" where there is none)."""

    name: str
    affiliation: str = ""


@dataclass(frozen=True)
class SeriesLine:
    """The series as the document names it; subtitle and publisher are "" where it does not."""

    title: str
    subtitle: str = ""
    publisher: str = ""

    @property
    def full_title(self) -> str:
        """Title and subtitle as the series line writes them: the text of its link."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title


@dataclass(frozen=True)
class Document:
    """An essay read from a file: texts as Markdown, names and titles as plain text, dead links as `[text](#)`."""

    title: str
    authors: tuple[DocumentAuthor, ...]
    body: str
    bios: tuple[str, ...] = ()
    series: SeriesLine | None = None
    tags: tuple[str, ...] = ()
    slug: str | None = None
    published_at: datetime | date | None = None
    state: Literal["draft"] | None = None
    summary: str | None = None
    format: Format = "plain"
    # Where it came from, for the sentences of whoever publishes it: the file's name and the number of its last line.
    name: str = field(default="", compare=False)
    last_line: int = field(default=1, compare=False)

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) over what was read: line ends, a byte-order mark and furniture change nothing."""
        parts = asdict(self)
        del parts["name"], parts["last_line"]
        return sha256(json.dumps(parts, sort_keys=True, default=str).encode("ascii")).hexdigest()
