"""Holds or refuses a text with one of the forum's listed words or phrases.

Whole words are compared, whatever their case, width, or the zero-width characters in them; lists are plain lines,
never patterns, so that no list can make the check slow: the text is walked once for each length of phrase in it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from perspectives.discussion.screening import Submission, Verdict, hold, passed, refuse
from perspectives.text.excerpts import plain_text

# As many as a moderator needs to see.
NAMED_AT_MOST = 10


def words(submission: Submission) -> Verdict:
    """Refuse (422) a text with a refused word, hold one with a held word; what is read and what was typed count."""
    forum = submission.forum
    if not (forum.refused_words or forum.held_words):
        return passed()
    tokens = tokens_of(f"{plain_text(submission.html)}\n\n{submission.body}")
    refused = found(tokens, forum.refused_words)
    if refused:
        message = _("This forum does not take texts with these words: %(words)s. Please say it in others.")
        return refuse(message % {"words": ", ".join(refused)}, words=refused)
    held = found(tokens, forum.held_words)
    return hold(words=held) if held else passed()


def found(tokens: list[str], listed: str) -> list[str]:
    """Return the phrases of `listed` (one a line) that stand in `tokens`, as listed, the first ten."""
    phrases = {tuple(tokens_of(line)): line.strip() for line in listed.splitlines()}
    phrases.pop((), None)
    hits: dict[str, None] = {}
    for size in sorted({len(phrase) for phrase in phrases}):
        for run in _runs(tokens, size):
            if run in phrases:
                hits[phrases[run]] = None
    return list(hits)[:NAMED_AT_MOST]


def _runs(tokens: list[str], size: int) -> Iterable[tuple[str, ...]]:
    """Return every run of `size` neighbouring tokens."""
    return zip(*(tokens[start:] for start in range(size)), strict=False)


def tokens_of(text: str) -> list[str]:
    """Return the words of `text`, folded; a character of a script without spaces is a word of its own."""
    tokens: list[str] = []
    word: list[str] = []
    for char in _folded(text):
        wide = unicodedata.east_asian_width(char) in "WF"
        if not wide and (char.isalnum() or unicodedata.category(char)[0] == "M"):
            word.append(char)
            continue
        if word:
            tokens.append("".join(word))
            word = []
        if wide and char.isalnum():
            tokens.append(char)
    if word:
        tokens.append("".join(word))
    return tokens


def _folded(text: str) -> str:
    """Return `text` without invisible characters, in one case and one width."""
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
