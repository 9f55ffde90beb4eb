"""The opening of a Markdown document, where the head has said less or more of it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from django.utils.translation import gettext as _

from perspectives.publishing.documents.authors import Likeness, likeness
from perspectives.publishing.documents.document import DocumentAuthor, DocumentRefused
from perspectives.publishing.documents.lines import Block, Line
from perspectives.publishing.documents.links import words_of
from perspectives.publishing.documents.opening import (
    BYLINE_LENGTH,
    UNDERLINE,
    Opening,
    read_plain_opening,
    repeats,
    title_in,
)

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def read_markdown_opening(
    blocks: list[Block], name: str, *, title: Line | None, authors: tuple[DocumentAuthor, ...], headed: bool
) -> Opening:
    """Return the opening of a Markdown document, given the title and the authors of its head, where it has them.

    Without a title in the head the first first-level heading is the title; in a document that names none, the lines
    are read as those of a plain one, unless it is a Markdown file with a head (`headed`). An author is then named in
    the head or by a line "By …". Raises DocumentRefused naming what is missing.
    """
    heading = None if title else _first_heading(blocks)
    if title is None and (_on_top(blocks, authors) if heading else not headed):
        opening = read_plain_opening(blocks, name, authors=authors)
        opening.title = Line(opening.title.number, words_of(opening.title.text)) if opening.title else None
    else:
        title = title or _taken(heading, blocks, name)
        opening = Opening(deque(block for block in blocks if block), title=title)
        opening.skim()
        _drop_repeated_title(opening)
    _read_byline(opening, authors)
    if opening.byline is None and not authors:
        line = next((line.number for block in blocks for line in block), title.number if title else 1)
        raise DocumentRefused(name, line, _("there is no author; add a line “Authors: Name, Affiliation” to the head."))
    return opening


def _first_heading(blocks: list[Block]) -> Line | None:
    """Return the first first-level heading outside code, its signs still on."""
    return next(_headings(blocks), None)


def _headings(blocks: list[Block]) -> Iterator[Line]:
    fence = ""
    for block in blocks:
        for line, after in zip(block, [*block[1:], None], strict=True):
            if mark := FENCE.match(line.text):
                fence = "" if fence and mark.group(1).startswith(fence) else fence or mark.group(1)
            elif not fence and (title_in(line.text) or (line is block[0] and _is_underline(after))):
                yield line


def _is_underline(line: Line | None) -> bool:
    return line is not None and UNDERLINE.fullmatch(line.text) is not None


def _on_top(blocks: list[Block], authors: tuple[DocumentAuthor, ...]) -> bool:
    """Whether the first heading comes first, but for a byline, tags and furniture."""
    opening = Opening(deque(blocks))
    first, second = opening.take(), opening.take()
    if first is None or first.heading:
        return first is not None
    byline = likeness(first.text[:BYLINE_LENGTH]) is not Likeness.NONE or repeats(first.text, authors)
    return second is not None and second.heading and byline


def _taken(heading: Line | None, blocks: list[Block], name: str) -> Line:
    """Return the words of a heading that stands in the midst of the text, and take it out of there."""
    if heading is None:
        line = blocks[0][0].number if blocks else 1
        raise DocumentRefused(name, line, _("there is no title; add a line “Title: …” to the head."))
    for index, block in enumerate(blocks):
        if heading in block:
            at = block.index(heading)
            underlined = at + 1 < len(block) and UNDERLINE.fullmatch(block[at + 1].text) is not None
            blocks[index] = block[:at] + block[at + 1 + underlined :]
    return Line(heading.number, words_of(title_in(heading.text) or heading.text))


def _drop_repeated_title(opening: Opening) -> None:
    """Take off a heading that says the title of the head once more."""
    first = opening.blocks[0] if opening.blocks else None
    heading = title_in(first[0].text) if first else None
    if heading and opening.title and words_of(heading) == opening.title.text.strip():
        opening.take()


def _read_byline(opening: Opening, authors: tuple[DocumentAuthor, ...]) -> None:
    """Take off a line "By …", or one that repeats the authors of the head, if it stands by itself on top."""
    first = opening.blocks[0] if opening.blocks else []
    if opening.byline is not None or len(first) != 1:
        return
    text = first[0].text.strip()
    if authors and repeats(text, authors):
        opening.blocks.popleft()
    elif not authors and repeats(text, ()):
        opening.byline = first[0]
        opening.blocks.popleft()
    opening.skim()
