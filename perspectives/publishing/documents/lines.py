"""Numbered lines and the blocks they make, so that every refusal can name its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# Longer lines were not wrapped by hand: in a block that holds one, every line is a paragraph of its own.
WRAPPED_AT_MOST = 200

HASHES = re.compile(r" {0,3}(#{1,6})[ \t]++")

# White space and what has no shape: zero-width and bidirectional controls, soft hyphens, fillers, variation selectors.
UNSEEN = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0]*"
)


class Line(NamedTuple):
    """A line and its number in the file, counted from 1."""

    number: int
    text: str


Block = list[Line]


def heading_in(text: str) -> tuple[int, str] | None:
    """Return level and words of an ATX heading ("## Words ##"), or None; "C#" at its end keeps its sign."""
    found = HASHES.match(text)
    if not found:
        return None
    words = text[found.end() :].rstrip()
    closed = words.rstrip("#")
    words = closed.rstrip() if closed[-1:].isspace() else words
    return (len(found.group(1)), words) if words.strip("#") else None


def is_blank(text: str) -> bool:
    """Whether nothing of `text` would be seen."""
    return not text.strip() or (not text.isascii() and UNSEEN.fullmatch(text) is not None)


def joined(block: Block) -> str:
    """Return the words of a block as one line; the breaks of hand-wrapped lines become spaces."""
    return " ".join(line.text.strip() for line in block)


def runs(lines: Iterable[Line]) -> Iterator[Block]:
    """Yield the runs of lines between blank ones."""
    block: Block = []
    for line in lines:
        if not is_blank(line.text):
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def paragraphs(lines: Iterable[Line]) -> Iterator[Block]:
    """Yield the blocks of plain text: runs, but each line for itself where the lines were not wrapped by hand."""
    for block in runs(lines):
        if max(len(line.text) for line in block) > WRAPPED_AT_MOST:
            yield from ([line] for line in block)
        else:
            yield block
