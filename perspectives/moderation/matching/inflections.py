"""The usual English inflections of a word: what `~word` in a list stands for."""

from __future__ import annotations

_VOWELS = "aeiou"
_ENDINGS = ("ed", "ing", "er", "ers")


def inflections(word: str) -> list[str]:
    """Return `word` with -s, -es, -ed, -ing, -er, -ers behind it, as English spells them, and itself first.

    A silent "e" falls away ("abuse", "abusing"), a final consonant behind one vowel is doubled as well ("rob",
    "robbing"), "y" behind a consonant becomes "ie" ("bully", "bullies"). An apostrophe ends a word, so that -'s is
    found with the word itself.
    """
    forms = [word, f"{word}s", f"{word}es", *(word + ending for ending in _ENDINGS)]
    if word.endswith("e"):
        forms += [f"{word}d", f"{word}r", f"{word}rs", *(word[:-1] + ending for ending in _ENDINGS)]
    elif word.endswith("y") and word[-2:-1] not in _VOWELS:
        forms += [word[:-1] + ending for ending in ("ies", "ied", "ier", "iers")]
    elif _doubles(word):
        forms += [word + word[-1] + ending for ending in _ENDINGS]
    return list(dict.fromkeys(forms))


def _doubles(word: str) -> bool:
    """Whether a word ends with one vowel and a consonant that is doubled."""
    if len(word) < 3:
        return False
    third, vowel, last = word[-3], word[-2], word[-1]
    return third not in _VOWELS and vowel in _VOWELS and last.isalpha() and last not in _VOWELS + "wxy"
