"""Odd characters are taken out of a text at every way in, so that no page, feed or database ever meets one."""

from __future__ import annotations

import html
import re
import unicodedata

MARKS_PER_LETTER = 8
"""More combining marks on one letter are decoration that runs over the lines around it; no script needs so many."""

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_GAPS = re.compile(r"[\t\n ]+")
# Letters and symbols that are drawn as nothing: Hangul fillers and the empty Braille cell.
_EMPTY_GLYPHS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# What is left of Markdown when nothing was said with it.
_MARKDOWN_ONLY = frozenset(">#*_`~-+=\\")


def clean_text(raw: str) -> str:
    r"""Return `raw` in NFC with "\n" as line end and without characters that are no text.

    Removed are NUL and the other C0 controls (but tab and newline), DEL, C1, surrogates, non-characters, combining
    marks past MARKS_PER_LETTER on one letter, and white space at the end. Works for every str and raises nothing.
    """
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", raw))
    if not text.isascii():
        # Marks first: sorting a run of thousands of them, as NFC must, takes quadratic time.
        text = _limit_marks(unicodedata.normalize("NFC", _limit_marks(text)))
    return text.rstrip()


def clean_line(raw: str) -> str:
    """Return `raw` cleaned for a field of one line: runs of newlines, tabs and spaces become one space."""
    return _GAPS.sub(" ", clean_text(raw)).strip()


def is_blank(text: str) -> bool:
    """Say whether a reader would see nothing: only spaces, zero-width characters, marks, or bare Markdown signs."""
    return all(_unseen(char) for char in html.unescape(text))


def _unseen(char: str) -> bool:
    if char.isspace() or char in _MARKDOWN_ONLY or char in _EMPTY_GLYPHS:
        return True
    return unicodedata.category(char) in {"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"}


def _limit_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char) if char > "\u02ff" else "L"
        if category in ("Mn", "Me"):
            marks += 1
            if marks > MARKS_PER_LETTER:
                continue
        elif category != "Cf":  # a joiner between marks does not begin a new letter
            marks = 0
        kept.append(char)
    return "".join(kept)
