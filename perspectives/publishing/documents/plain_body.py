r"""Blocks of plain text made into Markdown that shows them as they are, with what was meant as heading, list or link.

- `## Words`, with two to six signs, is a heading of that level.
- A short line by itself is a subheading (level 2) when it begins with a capital letter or a digit, does not end as a
  sentence or a date does, and the next block is a paragraph: of more than one line, or long, or ending as a
  sentence. So a line of verse, a signature or a caption at the end stays a line.
- Two or more successive lines or blocks that begin with "- " or "• " are a list; so are those that count "1. ",
  "2. " from one. A single such line stays text, and so does "1990. The".
- `[words](address)` is a link if the address is http, https or mailto; a dead one is kept as `[words](#)` until it is
  resolved; others become their words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from perspectives.publishing.documents.dates import parse_when
from perspectives.publishing.documents.lines import Block, heading_in
from perspectives.publishing.documents.links import LINK, is_live
from perspectives.publishing.documents.marks import ends_a_sentence, is_furniture
from perspectives.text.markdown import escape_plain

BULLET = re.compile(r"[-•]\s+(?=\S)")
NUMBER = re.compile(r"(\d{1,9})\.\s+(?=\S)", re.ASCII)
BEGINNINGS = frozenset("#-•0123456789")
SHORT = 80
HEADING_WORDS = 12
UNENDING = re.compile(r".*[\w)\]”’\"]", re.DOTALL)


@dataclass(slots=True)
class Piece:
    """A part of the text: kind "text", "heading", "bullet" or "number" (an item), and its lines."""

    kind: str
    lines: list[str] = field(default_factory=list)
    level: int = 0
    alone: bool = False  # its block holds nothing else
    number: int = 0

    @property
    def words(self) -> str:
        """The lines as one."""
        return " ".join(self.lines)


def plain_markdown(blocks: Iterable[Block]) -> str:
    """Return the Markdown of a plain text's blocks; one block becomes one paragraph, heading or list."""
    pieces = _with_subheadings(_listed(piece for block in blocks for piece in _pieces(block)))
    return "\n\n".join(_markdown(group) for group in pieces)


def _pieces(block: Block) -> Iterator[Piece]:
    """Yield the parts of a block: its headings, the items of its lists and the lines between."""
    begun = [(text, _piece_begun(text)) for text in _worthwhile(block)]
    kinds = Counter(new.kind for _, new in begun if new)
    piece: Piece | None = None
    for text, new in begun:
        if new is None or _by_accident(new, piece, kinds):
            if piece is not None and piece.kind != "heading":
                piece.lines.append(text)
                continue
            new = Piece("text", [text])
        if piece is not None:
            yield piece
        piece = new
        piece.alone = len(begun) == 1
    if piece is not None:
        yield piece


def _by_accident(new: Piece, before: Piece | None, kinds: Counter[str]) -> bool:
    """Whether a line of a wrapped paragraph begins with a dash or a number, and none other in its block does."""
    return before is not None and new.kind != "heading" and kinds[new.kind] == 1


def _worthwhile(block: Block) -> list[str]:
    """Return a block's lines without the furniture at its top and bottom."""
    texts = [line.text.strip() for line in block]
    start, end = 0, len(texts)
    while start < end and is_furniture(texts[start]):
        start += 1
    while start < end and is_furniture(texts[end - 1]):
        end -= 1
    return texts[start:end]


def _piece_begun(text: str) -> Piece | None:
    """Return the heading or the item that a line begins, if it does."""
    if text[0] not in BEGINNINGS:
        return None
    if (heading := heading_in(text)) and heading[0] > 1:
        return Piece("heading", [heading[1]], level=heading[0])
    if BULLET.match(text):
        return Piece("bullet", [text])
    if number := NUMBER.match(text):
        return Piece("number", [text], number=int(number.group(1)))
    return None


def _listed(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces in groups: items that follow one another are one list, all else stands by itself."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and _follows(groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    for group in groups:
        if len(group) == 1 and group[0].kind in ("bullet", "number"):
            group[0].kind = "text"
    return groups


def _follows(group: list[Piece], piece: Piece) -> bool:
    if piece.kind == "number":
        return group[0].kind == "number" and group[0].number == 1 and piece.number == group[-1].number + 1
    return piece.kind == group[0].kind == "bullet"


def _with_subheadings(groups: list[list[Piece]]) -> list[list[Piece]]:
    """Make headings of the short lines that introduce the paragraph or list after them."""
    for group, after in pairwise(groups):
        if _reads_as_heading(group[0]) and (len(after) > 1 or _is_paragraph(after[0])):
            group[0].kind, group[0].level = "heading", 2
    return groups


def _reads_as_heading(piece: Piece) -> bool:
    words = piece.words
    return (
        piece.kind == "text"
        and piece.alone
        and len(words) <= SHORT
        and len(words.split()) <= HEADING_WORDS
        and words[0].isalnum()
        and not words[0].islower()
        and UNENDING.fullmatch(words) is not None
        and parse_when(words) is None
    )


def _is_paragraph(piece: Piece) -> bool:
    return piece.kind == "text" and (len(piece.lines) > 1 or len(piece.words) > SHORT or ends_a_sentence(piece.words))


def _markdown(group: list[Piece]) -> str:
    first = group[0]
    if len(group) > 1:
        return "\n".join(_item(piece) for piece in group)
    return f"{'#' * first.level} {plain_line(first.words)}" if first.kind == "heading" else plain_line(first.words)


def _item(piece: Piece) -> str:
    if piece.kind == "bullet":
        return f"- {plain_line(BULLET.sub('', piece.words, count=1))}"
    return f"{piece.number}. {plain_line(NUMBER.sub('', piece.words, count=1))}"


def plain_line(text: str) -> str:
    """Return one line of plain text as Markdown that shows the same, its links kept."""
    pieces: list[str] = []
    at, before = 0, ""
    for link in LINK.finditer(text):
        pieces += [_beside(text[at : link.start()], before), _link(link["words"], link["address"])]
        at, before = link.end(), link["words"]
    return "".join([*pieces, _beside(text[at:], before)]) if pieces else escape_plain(text)


def _beside(text: str, before: str) -> str:
    """Return the Markdown of words beside a link, with their spaces; `before` are the words of the link before them.

    Its edges are escaped where they would mean something once a dead link is nothing but its words: "1990" and ".".
    """
    core = text.strip()
    if not core:
        return text
    start = text.index(core)
    escaped = escape_plain(core)
    if before.isdecimal() and not start and escaped.startswith("."):
        escaped = f"\\{escaped}"
    if escaped.endswith("&"):
        escaped = f"{escaped[:-1]}\\&"
    return text[:start] + escaped + text[start + len(core) :]


def _link(words: str, address: str) -> str:
    label = escape_plain(words)
    if not address or address.startswith("#"):
        return f"[{label}](#)"
    return f"[{label}]({address})" if is_live(address) else label
