"""The words of a folded text, and runs of letters that somebody has pulled apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from perspectives.moderation.matching.folding import EITHER

# Kinds of characters: a part of a word, a word by itself, a gap, a line's end, an apostrophe, other signs.
WORD, WIDE, GAP, LINE, APOSTROPHE, MARK = "awsnqp"
_TOKEN = re.compile("a+|w")
# Single letters with one or two gaps or signs between them: "v i a g r a", "v. i. a. g. r. a".
_SPACED = re.compile("(?<![aw])a(?:[spq]{1,2}a(?![aw])){2,}")
# Pieces of a letter or two with signs between them, as "vi.ag.ra"; an apostrophe stands in honest words ("he'll").
_PIECES = re.compile("(?<![awq])a{1,2}(?:p{1,2}a{1,2}(?![awq]))+")
Span = tuple[int, int]
# More characters than any text has kinds of.
_KEPT = 20_000


class _Kinds(dict[int, str]):
    """The kind of each code point, found when it is first met."""

    def __missing__(self, code: int) -> str:
        """Return the kind of a code point, and keep it while there is room."""
        kind = _kind(chr(code))
        if len(self) < _KEPT:
            self[code] = kind
        return kind


def _kind(char: str) -> str:
    if char in "'’ʼ‘":
        return APOSTROPHE
    if char == "\n" or char == EITHER:
        return LINE if char == "\n" else WORD
    if char.isspace():
        return GAP
    wide = unicodedata.east_asian_width(char) in "WF"
    if char.isalnum():
        return WIDE if wide else WORD
    return WORD if unicodedata.category(char)[0] == "M" and not wide else MARK


_KINDS = _Kinds()


def kinds_of(text: str) -> str:
    """Return the kind of each character of `text`."""
    return text.translate(_KINDS)


def tokens_in(kinds: str) -> list[Span]:
    """Return where the words stand; a character of a script without spaces is a word of its own."""
    return [match.span() for match in _TOKEN.finditer(kinds)]


def words_of(text: str) -> list[str]:
    """Return the words of a folded text."""
    return [text[start:end] for start, end in tokens_in(kinds_of(text))]


def pulled_apart(text: str, kinds: str) -> Iterator[list[int]]:
    """Return words that may have been pulled apart, each as the places of its letters."""
    for match in _SPACED.finditer(kinds):
        yield from _spaced(text, kinds, *match.span())
    for match in _PIECES.finditer(kinds):
        yield _letters(kinds, *match.span())


def _letters(kinds: str, start: int, end: int) -> list[int]:
    return [place for place in range(start, end) if kinds[place] == WORD]


def _spaced(text: str, kinds: str, start: int, end: int) -> Iterator[list[int]]:
    """Return what a run of single letters may say: all of it, its parts between wider gaps, between other signs."""
    letters = _letters(kinds, start, end)
    between = [text[left + 1 : right] for left, right in pairwise(letters)]
    narrowest = min(map(len, between))
    parts = [letters, *_parted(letters, [len(gap) > narrowest for gap in between])]
    parts += _parted(letters, [gap != before for gap, before in zip(between, [between[0], *between], strict=False)])
    for part in {tuple(part): part for part in parts if len(part) > 2}.values():
        yield part
        # "I" and "a" are words by themselves beside a word that was pulled apart.
        if len(part) > 3 and text[part[0]] in "ai":
            yield part[1:]
        if len(part) > 3 and text[part[-1]] in "ai":
            yield part[:-1]


def _parted(letters: list[int], breaks: list[bool]) -> list[list[int]]:
    """Return `letters` in parts, parted where `breaks` says so of the gap behind a letter."""
    parts = [[letters[0]]]
    for letter, breaks_here in zip(letters[1:], breaks, strict=True):
        if breaks_here:
            parts.append([])
        parts[-1].append(letter)
    return parts
