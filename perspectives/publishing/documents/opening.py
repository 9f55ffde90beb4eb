"""The opening of a document: byline, title and tags before the first paragraph, in the order people write them.

The byline comes first and the title second, each on a line of its own. The other order is recognised where it is
plain: a note at the end begins with the name in the second line, or the second line begins with "By" and the first is
not "Name, Affiliation", or the second is "Name, Affiliation" and the first is no name. A first-level heading is always
the title.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from perspectives.publishing.documents.authors import Likeness, begins_with_name, likeness, parse_byline
from perspectives.publishing.documents.document import DocumentAuthor, DocumentRefused, SeriesLine
from perspectives.publishing.documents.lines import Block, Line, heading_in, joined
from perspectives.publishing.documents.links import unlinked
from perspectives.publishing.documents.marks import ends_a_sentence, is_furniture, series_in, tags_in
from perspectives.publishing.rules import AUTHORS, TITLE_LENGTH

UNDERLINE = re.compile(r"={2,}\s*")
# A byline of many authors is long; a paragraph is no byline.
BYLINE_LENGTH = 2_000
# Notes on the authors stand among the last blocks.
NOTES_AMONG = 40


@dataclass(frozen=True)
class Lead:
    """One line of the opening; `heading` says that it was written as a first-level heading."""

    number: int
    text: str
    heading: bool = False


@dataclass
class Opening:
    """What stands before the text, and the blocks that are left."""

    blocks: deque[Block]
    title: Line | None = None
    byline: Line | None = None
    tags: list[tuple[str, int]] = field(default_factory=list)
    series: tuple[SeriesLine, int] | None = None

    def skim(self) -> None:
        """Take furniture, tags and the series line off the top."""
        while self.blocks and self._skimmed(self.blocks.popleft()):
            pass

    def _skimmed(self, block: Block) -> bool:
        """Take what is no opening off a block and put the rest back on top; return whether the block is gone."""
        count = 0
        while count < len(block) and self._aside(block, count):
            count += 1
        rest = block[count:]
        if rest and self.series is None and (series := series_in(joined(rest))):
            self.series, rest = (series, rest[0].number), []
        if rest:
            self.blocks.appendleft(rest)
        return not rest

    def _aside(self, block: Block, index: int) -> bool:
        """Whether a line is furniture or tags, which are kept; the first line of a table is not."""
        line = block[index]
        if is_furniture(line.text):
            return True
        table = index + 1 < len(block) and line.text.lstrip().startswith("|")
        tags = None if table else tags_in(line.text)
        self.tags += [(tag, line.number) for tag in tags or ()]
        return tags is not None

    def _names_an_author_a_line(self, block: Block) -> bool:
        """Whether every line of a block is "Name, Affiliation" and the next block can still be the title."""
        return (
            1 < len(block) <= AUTHORS
            and _lines_together(block) == 1
            and len(self.blocks) > 2
            and _is_title_like(self.blocks[1])
            and all(likeness(line.text[:BYLINE_LENGTH]) is Likeness.AFFILIATED for line in block)
        )

    def _replace_first(self, rest: Block) -> None:
        self.blocks.popleft()
        if rest:
            self.blocks.appendleft(rest)

    def take(self) -> Lead | None:
        """Take the next line of the opening: a heading, several lines that belong together, or one line."""
        self.skim()
        if not self.blocks:
            return None
        block = self.blocks[0]
        if self._names_an_author_a_line(block):
            self.blocks.popleft()
            return Lead(block[0].number, " & ".join(unlinked(line.text.strip()) for line in block))
        count = _lines_together(block)
        self._replace_first(block[count:])
        if words := title_in(block[0].text):
            return Lead(block[0].number, unlinked(words).strip(), heading=True)
        underlined = len(block) > 1 and UNDERLINE.fullmatch(block[1].text) is not None
        text = unlinked(joined(block[: 1 if underlined else count])).strip()
        return Lead(block[0].number, text, heading=underlined)


def title_in(text: str) -> str | None:
    """Return the words of a first-level heading ("# Words"), or None."""
    heading = heading_in(text)
    return heading[1] if heading and heading[0] == 1 else None


def _is_title_like(block: Block) -> bool:
    return len(block) == 1 and not _is_paragraph(block[0].text.strip())


def _lines_together(block: Block) -> int:
    """Return how many of a block's first lines make one line of the opening."""
    texts = [line.text.strip() for line in block[:12]]
    if title_in(texts[0]):
        return 1
    if len(texts) > 1 and UNDERLINE.fullmatch(texts[1]):
        return 2
    count = 1
    while count < len(texts) and _goes_on(texts[count - 1], texts[count]):
        count += 1
    return count


def _goes_on(line: str, after: str) -> bool:
    """Whether a line of the opening was wrapped: the next one continues its list, or its words in small letters."""
    return line.endswith(("&", ",")) or after.startswith("& ") or after[0].islower()


def read_plain_opening(blocks: Iterable[Block], name: str, *, authors: tuple[DocumentAuthor, ...] = ()) -> Opening:
    """Return the opening whose byline and title are lines of their own; with `authors` given there may be no byline.

    Raises DocumentRefused naming what is missing.
    """
    opening = Opening(deque(blocks))
    first = opening.take()
    if first is None:
        raise DocumentRefused(name, 1, _("the document is empty; write byline, title and text, with a line between."))
    if not authors:
        byline, title = _ordered(first, _second(opening, first, name), opening.blocks)
        _must_be_byline(byline, title, name)
        opening.byline = Line(byline.number, byline.text)
    else:
        title = _second(opening, first, name) if repeats(first.text, authors) and not first.heading else first
    opening.skim()
    _must_be_title(title, name)
    opening.title = Line(title.number, title.text)
    return opening


def repeats(text: str, authors: tuple[DocumentAuthor, ...]) -> bool:
    """Whether a line is the byline that `authors`, given in the head, say better."""
    if len(text) > BYLINE_LENGTH or ends_a_sentence(text):
        return False
    return likeness(text) is Likeness.BY or any(begins_with_name(text, author.name) for author in authors)


def _second(opening: Opening, first: Lead, name: str) -> Lead:
    second = opening.take()
    if second is not None:
        return second
    if first.heading:
        reason = _("there is no byline and no text after the title; name the author in a line of its own.")
    elif _is_paragraph(first.text):
        raise DocumentRefused(name, first.number, _no_byline())
    else:
        reason = _("there is no title and no text after this line; give the title a line of its own, then the text.")
    raise DocumentRefused(name, first.number, reason)


def _ordered(first: Lead, second: Lead, rest: deque[Block]) -> tuple[Lead, Lead]:
    """Return byline and title out of the first two lines."""
    if first.heading != second.heading:
        return (second, first) if first.heading else (first, second)
    if _is_paragraph(second.text):
        return first, second
    one, two = likeness(first.text[:BYLINE_LENGTH]), likeness(second.text[:BYLINE_LENGTH])
    if _has_note(first.text, rest) != _has_note(second.text, rest):
        swapped = _has_note(second.text, rest)
    elif two is Likeness.BY:
        swapped = one in (Likeness.NONE, Likeness.NAME)
    else:
        swapped = two is Likeness.AFFILIATED and one is Likeness.NONE
    return (second, first) if swapped else (first, second)


def _has_note(byline: str, blocks: deque[Block]) -> bool:
    """Whether one of the last blocks begins with a name of this line, were it a byline."""
    names = [author.name for author in parse_byline(byline[:BYLINE_LENGTH])]
    last = [joined(blocks[-back]) for back in range(1, min(NOTES_AMONG, len(blocks)) + 1)]
    return any(begins_with_name(text, name) for text in last for name in names if len(name.split()) > 1)


def _is_paragraph(text: str) -> bool:
    return len(text) > TITLE_LENGTH or (ends_a_sentence(text) and text.rstrip("”’\"')]*_ ")[-1:] in (".", ":", ";"))


def _must_be_byline(byline: Lead, title: Lead, name: str) -> None:
    if title.heading and likeness(byline.text[:BYLINE_LENGTH]) is Likeness.NONE:
        reason = _("there is no author; write “By Name, Affiliation” below the title, or “Authors: …” in a head.")
        raise DocumentRefused(name, byline.number, reason)
    if len(byline.text) > BYLINE_LENGTH:
        raise DocumentRefused(name, byline.number, _no_byline())
    doubtful = _is_paragraph(byline.text) or _is_paragraph(title.text)
    if doubtful and likeness(byline.text) is Likeness.NONE:
        raise DocumentRefused(name, byline.number, _no_byline())


def _no_byline() -> str:
    return _("there is no byline; the first line names the authors, such as “Ann Lindqvist, Institute of Peace”.")


def _must_be_title(title: Lead, name: str) -> None:
    if not title.text or (not title.heading and _is_paragraph(title.text)):
        reason = _("there is no title; give it a line of its own without a full stop, between byline and text.")
        raise DocumentRefused(name, title.number, reason)
