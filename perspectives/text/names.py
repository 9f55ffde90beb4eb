"""Names that cannot be mistaken: what a display name may hold, and the skeleton by which look-alikes are the same."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext, ngettext

from perspectives.text.clean import clean_line
from perspectives.text.confusables import PROTOTYPE
from perspectives.text.errors import TextRefused

_MAIL_ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]")
# Marks of no script in particular, Arabic vowel signs (optional in writing) and variation selectors. The marks of
# Indic scripts, Hebrew, Thai and kana tell words apart and stay.
_LOOSE_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u064b-\u065f\u0670\u0640\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f"
    "\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
_EMPTY_GLYPHS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"


def clean_name(raw: str, max_length: int = 60) -> str:
    """Return the display name in `raw`: NFC, one line, single spaces.

    Raises TextRefused ("name_empty", "name_control", "name_address", "name_no_letter", "name_long").
    """
    name = clean_line(raw)
    if not name:
        raise TextRefused("name_empty", gettext("Please give a name."))
    if any(is_invisible(char) for char in raw):
        raise TextRefused("name_control", gettext("The name has an invisible character in it. Please type it anew."))
    if _MAIL_ADDRESS.search(name):
        raise TextRefused("name_address", gettext("Names are public. Please choose one that is no e-mail address."))
    if not any(unicodedata.category(char).startswith("L") for char in name):
        raise TextRefused("name_no_letter", gettext("A name needs at least one letter."))
    if len(name) > max_length:
        raise TextRefused("name_long", _too_long(max_length))
    return name


def _too_long(max_length: int) -> str:
    return ngettext(
        "A name can have at most %(limit)d character. Please shorten it.",
        "A name can have at most %(limit)d characters. Please shorten it.",
        max_length,
    ) % {"limit": max_length}


def is_invisible(char: str) -> bool:
    """Say whether `char` cannot be seen: a control, a sign of direction, a filler; gaps that are closed can."""
    if char in _EMPTY_GLYPHS:
        return True
    if char in "\t\n\r":  # a gap, which cleaning makes a space
        return False
    return unicodedata.category(char) in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def skeleton(name: str) -> str:
    """Return what `name` looks like: two names with one skeleton are too alike to stand in one discussion.

    After the idea of UTS 39, section 4: NFKC, letters of other scripts by the ASCII one they look like, case folded,
    loose marks, spaces, punctuation and symbols left out, "m" as "rn" and "w" as "vv". Never empty for a name that
    `clean_name` accepts. For comparing only, never shown.
    """
    plain = _LOOSE_MARKS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name)))
    folded = "".join(_prototype(char) for char in plain).casefold()
    letters = "".join(_prototype(char) for char in folded if unicodedata.category(char)[0] not in "CPSZ")
    return unicodedata.normalize("NFC", letters.replace("m", "rn").replace("w", "vv")) or name


def _prototype(char: str) -> str:
    if char in PROTOTYPE:
        return PROTOTYPE[char]
    return PROTOTYPE.get(char.upper(), str(unicodedata.decimal(char, char)))
