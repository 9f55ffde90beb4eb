"""A text as its words are compared, each character with its place in the text that was typed.

Two foldings: `exact` takes away what cannot be seen and what is one character in two ways, and no more; `reading` also
reads characters for the letters they are drawn like, and says which of them it had to read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from perspectives.text.confusables import PROTOTYPE
from perspectives.text.names import is_invisible

# Drawn like "i" and like "l": both are tried. From the area for private use, which cleaned texts may hold, but whose
# characters then are no letters of any listed word.
EITHER = "\ue000"
# The usual digits and signs in the place of letters.
_DIGITS = {"0": "o", "1": EITHER, "3": "e", "4": "a", "5": "s", "7": "t"}
_SIGNS = {"@": "a", "$": "s"}
# Marks of Latin, Greek and Cyrillic letters, and those that enclose any.
_LOOSE = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_STEADY = str.maketrans(_DIGITS | _SIGNS)
# What a character of a reading was: a letter as it stands, a digit, a sign, a letter of another script with a Latin
# look-alike, one without, or none of these.
LETTER, DIGIT, SIGN, ALIKE, FOREIGN, OTHER = "ldsfh "


class Folded(NamedTuple):
    """A folded text: of each character where in the typed text it begins and ends, None where both are alike."""

    text: str
    begins: Sequence[int] | None
    ends: Sequence[int] | None
    # Of each character of a reading, what it was.
    was: str = ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the typed text the characters from `start` to `end` stand."""
        if self.begins is None or self.ends is None:
            return start, end
        return self.begins[start], self.ends[end - 1]


# A text is compared with several lists, one after the other.
@lru_cache(maxsize=4)
def exact(text: str) -> Folded:
    """Return `text` in one case and one width, without invisible characters."""
    if text.isascii():
        return Folded(text.lower(), None, None)
    return _folded(text, lambda cluster: (_plain(cluster, fold=True), ""))


def cased(text: str) -> Folded:
    """Return `text` as `exact` does, its case kept."""
    if text.isascii():
        return Folded(text, None, None)
    return _folded(text, lambda cluster: (_plain(cluster, fold=False), ""))


@lru_cache(maxsize=4)
def reading(text: str) -> Folded:
    """Return `text` as it looks to a reader of Latin letters, without loose marks."""
    if text.isascii():
        return Folded(text.lower().translate(_STEADY), None, None, text.translate(_WAS))
    return _folded(text, _read)


def _folded(text: str, fold: Callable[[str], tuple[str, str]]) -> Folded:
    """Return `text` with each cluster of a character and its marks folded by itself."""
    pieces: list[str] = []
    was: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    start = 0
    for end in _cluster_ends(text):
        piece, what = fold(text[start:end])
        pieces.append(piece)
        was.append(what)
        begins.extend([start] * len(piece))
        ends.extend([end] * len(piece))
        start = end
    return Folded("".join(pieces), begins, ends, "".join(was))


def _cluster_ends(text: str) -> list[int]:
    """Return where each character ends, with the marks and invisible characters behind it."""
    ends = [index for index, char in enumerate(text) if index and not _hangs_on(char)]
    return [*ends, len(text)] if text else []


@lru_cache(maxsize=4096)
def _hangs_on(char: str) -> bool:
    """Whether a character belongs to the one before it."""
    return char > "\x7f" and (unicodedata.combining(char) > 0 or _is_unseen(char))


def _is_unseen(char: str) -> bool:
    """Whether a character is drawn as nothing; variation selectors are marks by their category."""
    return is_invisible(char) or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


@lru_cache(maxsize=16_384)
def _plain(cluster: str, *, fold: bool) -> str:
    """Return one cluster for `exact` or `cased`."""
    if cluster.isascii():
        return cluster.lower() if fold else cluster
    seen = unicodedata.normalize("NFKC", "".join(char for char in cluster if not _is_unseen(char)))
    return unicodedata.normalize("NFKC", seen.casefold()) if fold else seen


@lru_cache(maxsize=16_384)
def _read(cluster: str) -> tuple[str, str]:
    """Return one cluster for `reading`, and of each of its characters what it was."""
    seen = unicodedata.normalize("NFKC", "".join(char for char in cluster if not _is_unseen(char)))
    letters = [char for char in unicodedata.normalize("NFKD", seen) if not _is_loose(char)]
    read = [_look(char) for char in letters]
    return "".join(text for text, _was in read), "".join(was * len(text) for text, was in read)


def _is_loose(char: str) -> bool:
    """Whether a mark can hang on any letter; the marks of Indic scripts, Thai and kana tell words apart."""
    return bool(_LOOSE.match(char))


def _look(char: str) -> tuple[str, str]:
    """Return what a character without marks is drawn like, and what it is."""
    if char.isascii():
        return char.lower().translate(_STEADY), _what(char)
    alike = PROTOTYPE.get(char) or PROTOTYPE.get(char.upper()) or ""
    if alike:
        return (EITHER if alike == "l" else alike.translate(_STEADY)), ALIKE
    digit = str(unicodedata.decimal(char, ""))
    if digit:
        return digit.translate(_STEADY), DIGIT
    wide = unicodedata.east_asian_width(char) in "WF"
    return char.casefold(), FOREIGN if char.isalpha() and not wide and not _is_latin(char) else OTHER


def _is_latin(char: str) -> bool:
    """Whether a letter that has no Latin look-alike is Latin itself, as "ø" and "ß" are."""
    return char <= "\u024f" or "\u1e00" <= char <= "\u1eff"


def _what(char: str) -> str:
    """Return what an ASCII character is."""
    if char.isalpha():
        return LETTER
    return DIGIT if char.isdigit() else SIGN if char in _SIGNS else OTHER


_WAS = {code: _what(chr(code)) for code in range(128)}
