"""Words marked in HTML that has passed the sanitiser: what a check found, shown where it stands.

The HTML is walked once, as a list of tags and of characters (an entity is one); marks are put around characters only,
and closed before every tag, so that neither a tag nor an entity is ever broken. All of it takes linear time.
"""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from perspectives.text.excerpts import plain_text

# More were never asked for by a check; a host's own may write anything into its facts.
WORDS_AT_MOST = 20
SPANS_AT_MOST = 200
# Words in one phrase, and characters looked at of one.
PHRASE_AT_MOST = 20
PHRASE_LENGTH = 200
# Tags inside of which a word goes on: "ca<em>si</em>no". All others part words.
_INLINE = frozenset({"a", "code", "del", "em", "strong"})
# A tag as the sanitiser writes it. The possessive signs let no text make it look twice.
_TAG = re.compile(r'</?([a-zA-Z][a-zA-Z0-9]*+)[^"<>]*+(?:"[^"]*+"[^"<>]*+)*+>')
_CHARACTER = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{0,31});|[^<]", re.DOTALL)


@dataclass(frozen=True)
class Marks:
    """What is to be marked: words and phrases, whatever their case, and places in the plain text."""

    words: tuple[str, ...] = ()
    # Start and end, as positions in `plain_text` of the same HTML.
    spans: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.spans)


@dataclass(frozen=True)
class _Piece:
    """A tag or a character of the HTML: as it is written, and as it is read ("" for a tag inside a word)."""

    source: str
    read: str
    is_tag: bool = False


def marked_html(html: str, marks: Marks) -> str:
    """Return sanitised `html` with every word of `marks`, and every span of it, inside <mark>.

    Words are compared whole, folded in case and width, without invisible characters; a phrase may go over tags.
    Spans outside the text, or of another text, are left out. Without the marks the HTML is the same, byte for byte.
    """
    if not marks:
        return html
    pieces, rest = _pieces(html)
    # What is no HTML of the sanitiser's has no plain text either, whose making is quick for well-formed HTML alone.
    spans = () if rest else marks.spans
    marked = bytearray(len(pieces))
    for first, last in [*_of_words(pieces, marks.words), *_of_spans(pieces, html, spans)]:
        marked[first : last + 1] = b"\x01" * (last + 1 - first)
    return "".join(_joined(pieces, marked)) + rest


def _pieces(html: str) -> tuple[list[_Piece], str]:
    """Return the pieces of `html`, and what is left from the first "<" that begins no tag."""
    pieces: list[_Piece] = []
    place = 0
    while place < len(html):
        is_tag = html[place] == "<"
        found = (_TAG if is_tag else _CHARACTER).match(html, place)
        if found is None:
            break
        source = found[0]
        if is_tag:
            pieces.append(_Piece(source, "" if found[1].lower() in _INLINE else "\n", is_tag=True))
        else:
            pieces.append(_Piece(source, entities.unescape(source) if len(source) > 1 else source))
        place = found.end()
    return pieces, html[place:]


def _of_words(pieces: Sequence[_Piece], words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and last piece of every run of words that is one of `words`."""
    phrases = {tuple(token for token, _first, _last in _tokens(word[:PHRASE_LENGTH])) for word in words[:WORDS_AT_MOST]}
    sizes = sorted({len(phrase) for phrase in phrases} & set(range(1, PHRASE_AT_MOST + 1)))
    tokens = _tokens(piece.read for piece in pieces) if sizes else []
    for size in sizes:
        runs = zip(*([token for token, _first, _last in tokens[start:]] for start in range(size)), strict=False)
        for start, run in enumerate(runs):
            if run in phrases:
                yield tokens[start][1], tokens[start + size - 1][2]


def _tokens(read: Iterable[str]) -> list[tuple[str, int, int]]:
    """Return the folded words of a text, each with the numbers of the first and the last piece it stands in."""
    tokens: list[tuple[str, int, int]] = []
    word: list[str] = []
    first = last = 0
    for place, char in ((place, char) for place, piece in enumerate(read) for char in _folded(piece)):
        joins, alone = _kind(char)
        if joins:
            first = first if word else place
            last = place
            word.append(char)
            continue
        if word:
            tokens.append(("".join(word), first, last))
            word = []
        if alone:
            tokens.append((char, place, place))
    return [*tokens, ("".join(word), first, last)] if word else tokens


def _folded(piece: str) -> str:
    """Return a piece in one case and one width, without what is invisible."""
    if piece.isascii():
        return piece.lower()
    seen = "".join(char for char in piece if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", seen).casefold())


def _kind(char: str) -> tuple[bool, bool]:
    """Say whether a folded character joins a word, and whether it is one by itself (scripts without spaces)."""
    if char.isascii():
        return char.isalnum(), False
    if unicodedata.east_asian_width(char) in "WF":
        return False, char.isalnum()
    return char.isalnum() or unicodedata.category(char)[0] == "M", False


def _of_spans(pieces: Sequence[_Piece], html: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the first and last piece of every span that lies within the plain text.

    Plain text differs from what the pieces say in white space alone: the characters between are counted.
    """
    if not spans:
        return
    owners = [place for place, piece in enumerate(pieces) for char in piece.read if not char.isspace()]
    before = [0]
    for char in plain_text(html):
        before.append(before[-1] + (not char.isspace()))
    if before[-1] != len(owners):
        return
    for start, end in spans[:SPANS_AT_MOST]:
        if 0 <= start < end < len(before) and before[start] < before[end]:
            yield owners[before[start]], owners[before[end] - 1]


def _joined(pieces: Sequence[_Piece], marked: bytearray) -> Iterator[str]:
    """Yield the HTML with its marks."""
    run: list[str] = []
    for piece, on in zip(pieces, marked, strict=True):
        if on and not piece.is_tag:
            run.append(piece.source)
            continue
        yield _wrapped(run)
        run = []
        yield piece.source
    yield _wrapped(run)


def _wrapped(run: list[str]) -> str:
    """Return a run of characters inside a mark; white space alone, as between the items of a list, has none."""
    text = "".join(run)
    return f"<mark>{text}</mark>" if text.strip() else text
