"""A list of words as moderators write it: what each line stands for, and what is wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from perspectives.moderation.matching.folding import exact
from perspectives.moderation.matching.tokens import words_of

PATTERNS = "perspectives.moderation.matching.linear_patterns"
LONGEST_LINE, MOST_LINES = 300, 5000
# "*a*" would find nearly every word.
SHORTEST_PART = 3


class Form(Enum):
    """What a line of a list stands for."""

    WORDS = "words"
    START = "word*"
    END = "*word"
    INSIDE = "*word*"
    STEM = "~word"
    CASED = '"Word"'
    PATTERN = "/pattern/"


@dataclass(frozen=True)
class Entry:
    """A line of a list: its number from 1, the line as listed, what it stands for, and what is looked for."""

    line: int
    listed: str
    form: Form
    core: str
    # Where in the line that begins, from 1.
    place: int = 1


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line of a list: its number and the place in it, both from 1, and a sentence."""

    line: int
    place: int
    sentence: str

    def __str__(self) -> str:
        return _("Line %(line)d, character %(place)d: %(sentence)s") % {
            "line": self.line,
            "place": self.place,
            "sentence": self.sentence,
        }


def entries_of(listed: str) -> list[Entry]:
    """Return what the lines of a list stand for; blank lines and those that begin with "#" stand for nothing."""
    entries = (_entry(number, line) for number, line in enumerate(listed.splitlines(), 1))
    return [entry for entry in entries if entry is not None]


def _entry(number: int, typed: str) -> Entry | None:
    line = typed.strip()
    if not line or line.startswith("#"):
        return None
    form, cut = _form(line)
    before, behind = cut
    core = line[before : len(line) - behind]
    place = typed.index(line) + before + 1
    return Entry(number, line, form, core, place)


def _form(line: str) -> tuple[Form, tuple[int, int]]:
    """Return the form of a line, and how many characters of it stand before and behind what is looked for."""
    for sign, form in (("/", Form.PATTERN), ('"', Form.CASED)):
        if len(line) > 2 and line.startswith(sign) and line.endswith(sign):
            return form, (1, 1)
    if line.startswith("~"):
        return Form.STEM, (1, 0)
    cut = (int(line.startswith("*")), int(line.endswith("*")))
    form = {(0, 1): Form.START, (1, 0): Form.END, (1, 1): Form.INSIDE}.get(cut, Form.WORDS)
    if form is not Form.WORDS and _is_word(line.strip("*")):
        return form, cut
    return Form.WORDS, (0, 0)


def _is_word(text: str) -> bool:
    """Whether a text is one word and nothing else."""
    folded = exact(text).text
    return words_of(folded) == [folded]


@cache
def pattern_class() -> Any:
    """Return what makes regular expressions of patterns, None where the package for them is not installed."""
    try:
        return import_string(f"{PATTERNS}.LinearPattern")
    except ImportError:
        return None


def validate_list(text: str) -> list[Problem]:
    """Return what is wrong with a list, in the order of its lines; an empty list where all of it can be used."""
    entries = entries_of(text)
    if len(entries) > MOST_LINES:
        return [Problem(entries[MOST_LINES].line, 1, _("A list has at most %(most)d lines.") % {"most": MOST_LINES})]
    return [problem for problem in map(_problem, entries) if problem is not None]


def _problem(entry: Entry) -> Problem | None:
    """Return what is wrong with a line, None where nothing is."""
    if len(entry.listed) > LONGEST_LINE:
        most = {"most": LONGEST_LINE}
        return Problem(entry.line, LONGEST_LINE + 1, _("A line has at most %(most)d characters.") % most)
    if entry.form is Form.PATTERN:
        return _pattern_problem(entry)
    if not words_of(exact(entry.core).text):
        return Problem(entry.line, entry.place, _("There is no word in this line."))
    if entry.form is Form.STEM and not _is_word(entry.core):
        return Problem(entry.line, entry.place, _("“~” stands before one word, without spaces and signs."))
    return _star_problem(entry)


def _star_problem(entry: Entry) -> Problem | None:
    """Return what is wrong with the stars of a line, None where nothing is."""
    if entry.form in (Form.START, Form.END, Form.INSIDE):
        too_short = len(entry.core) < SHORTEST_PART
        sentence = _("Beside “*” stand at least %(least)d letters: it would find too much.") % {"least": SHORTEST_PART}
        return Problem(entry.line, entry.place, sentence) if too_short else None
    if entry.form is Form.WORDS and "*" in entry.core:
        sentence = _("“*” stands at the beginning or the end of one word, without spaces and signs in it.")
        return Problem(entry.line, entry.place + entry.core.index("*"), sentence)
    return None


def _pattern_problem(entry: Entry) -> Problem | None:
    """Return what is wrong with a regular expression, None where nothing is."""
    patterns = pattern_class()
    if patterns is None:
        sentence = _("Regular expressions need the package google-re2, which this site does not have.")
        return Problem(entry.line, 1, sentence)
    try:
        patterns(entry.core)
    except ValueError as error:
        place: int = getattr(error, "place", 0)
        sentence = _("This regular expression cannot be read: %(reason)s.") % {
            "reason": getattr(error, "reason", error)
        }
        return Problem(entry.line, entry.place + place, sentence)
    return None
