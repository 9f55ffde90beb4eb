"""The head of a document: `Key: value` lines in the syntax of Python-Markdown's meta extension.

https://python-markdown.github.io/extensions/meta_data/ : keys in any case, further lines of a value indented by four
spaces (or a tab), optional `---` fences, ended by the first blank line. Ours differs in that it refuses what it does
not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from perspectives.publishing.documents.document import DocumentRefused
from perspectives.publishing.documents.lines import Line, is_blank

KEY = re.compile(r" {0,3}([A-Za-z0-9_-]+):(?:[ \t]+(.*))?")
MORE = re.compile(r"(?: {4}|\t)[ \t]*(.*)")
FENCE = re.compile(r"-{3}\s*")
FENCE_END = re.compile(r"(?:-{3}|\.{3})\s*")

# Every key that counts, and the field it fills.
KEYS = {
    "title": "title",
    "author": "author",
    "authors": "authors",
    "series": "series",
    "subtitle": "subtitle",
    "publisher": "publisher",
    "tag": "tags",
    "tags": "tags",
    "date": "date",
    "published": "date",
    "slug": "slug",
    "summary": "summary",
    "bio": "bio",
    "bios": "bio",
    "status": "status",
}
KNOWN = "Title, Authors, Series, Subtitle, Publisher, Tags, Date, Slug, Summary, Bio, Status"
# These may be given several times: once for each author or tag.
REPEATABLE = frozenset({"author", "bio", "tags"})


@dataclass
class Head:
    """The values of a head by field, as numbered lines; `given` is false for a document without one."""

    values: dict[str, list[Line]] = field(default_factory=dict)
    given: bool = False

    def lines(self, key: str) -> list[Line]:
        """Return the lines of a value that say something."""
        return [line for line in self.values.get(key, []) if not is_blank(line.text)]

    def one(self, key: str) -> Line | None:
        """Return a value as one line, or None."""
        lines = self.lines(key)
        return Line(lines[0].number, " ".join(line.text.strip() for line in lines)) if lines else None


def read_head(lines: list[Line], name: str) -> tuple[Head, list[Line]]:
    """Return the head and the lines after it; a document without a known key in its first block has none.

    Raises DocumentRefused for an unknown key, a key given twice and a line that is no part of a head.
    """
    start = next((index for index, line in enumerate(lines) if not is_blank(line.text)), len(lines))
    fenced = start < len(lines) and FENCE.fullmatch(lines[start].text) is not None
    end = _end(lines, start + fenced, fenced)
    block = lines[start + fenced : end]
    if not _is_head(block):
        return Head(), lines
    head = Head(given=True)
    for key, line in _entries(block, name):
        head.values.setdefault(key, []).append(line)
    closed = fenced and end < len(lines) and not is_blank(lines[end].text)
    return head, lines[end + closed :]


def _end(lines: list[Line], start: int, fenced: bool) -> int:
    """Return the index of the line that ends a head: a blank one, or the closing fence."""
    for index in range(start, len(lines)):
        text = lines[index].text
        if is_blank(text) or (fenced and FENCE_END.fullmatch(text)):
            return index
    return len(lines)


def _is_head(block: list[Line]) -> bool:
    if not block or not KEY.fullmatch(block[0].text):
        return False
    keys = (KEY.fullmatch(line.text) for line in block)
    return any(key is not None and key.group(1).lower() in KEYS for key in keys)


def _entries(block: Iterable[Line], name: str) -> Iterator[tuple[str, Line]]:
    """Yield the field and text of every line of a head."""
    current, seen = "", dict[str, int]()
    for line in block:
        more, key = MORE.fullmatch(line.text), KEY.fullmatch(line.text)
        if key:
            current = _field(key.group(1), line, name, seen)
            yield current, Line(line.number, key.group(2) or "")
        elif more and current:
            yield current, Line(line.number, more.group(1))
        else:
            reason = _("this line of the head is no “Key: value”; indent it by four spaces or end the head before it.")
            raise DocumentRefused(name, line.number, reason)


def _field(key: str, line: Line, name: str, seen: dict[str, int]) -> str:
    """Return the field that a key fills; refuse an unknown one, and one that is given twice."""
    found = KEYS.get(key.lower())
    if found is None:
        reason = _("“%(key)s” is not known in the head; use %(known)s, or begin the text after a blank line.") % {
            "key": key,
            "known": KNOWN,
        }
        raise DocumentRefused(name, line.number, reason)
    if found in seen and found not in REPEATABLE:
        reason = _("“%(key)s” was given on line %(first)d already; keep one of the two.")
        raise DocumentRefused(name, line.number, reason % {"key": key, "first": seen[found]})
    seen.setdefault(found, line.number)
    return found
