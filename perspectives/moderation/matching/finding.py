"""A list made ready once in a process, and its words found in texts in time that goes with their length.

A word that stands there plainly is compared as a whole and exactly. Only what nobody writes by chance is read for what
it looks like: digits and signs among letters, letters of other scripts among Latin ones, marks, letters pulled apart.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product
from typing import Any, NamedTuple

from perspectives.moderation.matching import folding
from perspectives.moderation.matching.folding import EITHER, Folded
from perspectives.moderation.matching.inflections import inflections
from perspectives.moderation.matching.lists import Entry, Form, entries_of, pattern_class
from perspectives.moderation.matching.shapes import Shapes
from perspectives.moderation.matching.tokens import Span, kinds_of, pulled_apart, tokens_in, words_of

logger = logging.getLogger(__name__)

# More finds tell a moderator nothing more, and a pattern that finds everything must not fill a row.
HITS_AT_MOST, HITS_OF_A_PATTERN = 100, 5
# With more doubtful letters all are read in one way.
DOUBTS_AT_MOST = 2


class Hit(NamedTuple):
    """A find: where in the text it begins and ends, and the line of the list."""

    start: int
    end: int
    listed: str


class _Phrases:
    """Runs of words, by the first of them and their number."""

    def __init__(self) -> None:
        self._by_first: dict[str, dict[int, dict[tuple[str, ...], Entry]]] = {}

    def add(self, words: list[str], entry: Entry) -> None:
        runs = self._by_first.setdefault(words[0], {}).setdefault(len(words), {})
        runs.setdefault(tuple(words), entry)

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def found_in(self, folded: Folded) -> Iterator[Hit]:
        """Return the runs of words of a text that are listed."""
        spans = tokens_in(kinds_of(folded.text))
        words = [folded.text[start:end] for start, end in spans]
        for place, word in enumerate(words):
            for size, runs in self._by_first.get(word, {}).items():
                entry = runs.get(tuple(words[place : place + size]))
                if entry is not None:
                    yield Hit(*folded.span(spans[place][0], spans[place + size - 1][1]), entry.listed)


class Matcher:
    """A list of words, ready to be looked for."""

    def __init__(self, listed: str) -> None:
        """Take the list; lines that cannot be used find nothing (see `validate_list`)."""
        self._plain, self._disguised = Shapes(), Shapes()
        self._phrases, self._cased = _Phrases(), _Phrases()
        self._patterns: list[tuple[Any, Entry]] = []
        for entry in entries_of(listed):
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        if entry.form is Form.PATTERN:
            self._add_pattern(entry)
        elif entry.form is Form.CASED:
            words = words_of(folding.cased(entry.core).text)
            if words:
                self._cased.add(words, entry)
        else:
            self._add_words(entry, words_of(folding.exact(entry.core).text))

    def _add_words(self, entry: Entry, words: list[str]) -> None:
        if len(words) > 1:
            self._phrases.add(words, entry)
        elif words:
            for form in inflections(words[0]) if entry.form is Form.STEM else words:
                self._plain.add(entry.form, form, entry)
        cores = inflections("".join(words)) if entry.form is Form.STEM else ["".join(words)]
        for look in (look for core in cores for look in _looks(folding.reading(core).text)):
            if len(look) > 2:
                self._disguised.add(entry.form, look, entry)

    def _add_pattern(self, entry: Entry) -> None:
        patterns = pattern_class()
        try:
            if patterns is not None:
                self._patterns.append((patterns(entry.core), entry))
        except ValueError:  # Saved before lists were looked at, or with another release of the package.
            logger.warning("A listed regular expression cannot be used: %r", entry.core)

    def find(self, text: str) -> list[Hit]:
        """Return what of the list stands in a plain text, in its order; of finds in one place the longest, once."""
        hits = [*self._words(text), *self._of_patterns(text)]
        if self._cased:
            hits += self._cased.found_in(folding.cased(text))
        kept: list[Hit] = []
        for hit in sorted(set(hits), key=lambda hit: (hit.start, -hit.end, hit.listed)):
            if not kept or hit.start >= kept[-1].end or hit.listed != kept[-1].listed:
                kept.append(hit)
        return kept[:HITS_AT_MOST]

    def _words(self, text: str) -> Iterator[Hit]:
        folded = folding.exact(text)
        if self._plain:
            for start, end in tokens_in(kinds_of(folded.text)):
                for entry, begins, ends in self._plain.found_in(folded.text[start:end]):
                    yield Hit(*folded.span(start + begins, start + ends), entry.listed)
        if self._phrases:
            yield from self._phrases.found_in(folded)
        if self._disguised:
            yield from self._of_disguises(text)

    def _of_disguises(self, text: str) -> Iterator[Hit]:
        """Return what is found in words that were disguised."""
        read = folding.reading(text)
        kinds = kinds_of(read.text)
        latin_only = folding.FOREIGN not in read.was
        altered = (places for places in _altered(text, read, kinds) if _is_meant(read, places, latin_only))
        apart = (places for places in pulled_apart(read.text, kinds) if _is_meant(read, places, apart=True))
        for places in (*altered, *apart):
            for look in _looks("".join(read.text[place] for place in places)):
                for entry, begins, ends in self._disguised.found_in(look):
                    span = read.span(places[begins], places[ends - 1] + 1)
                    yield Hit(*span, entry.listed)

    def _of_patterns(self, text: str) -> Iterator[Hit]:
        if not self._patterns:
            return
        encoded = text.encode("utf-8", "replace")
        for pattern, entry in self._patterns:
            for start, end in pattern.spans(encoded, HITS_OF_A_PATTERN):
                begins = len(encoded[:start].decode("utf-8", "replace"))
                yield Hit(begins, begins + len(encoded[start:end].decode("utf-8", "replace")), entry.listed)


def _altered(text: str, read: Folded, kinds: str) -> Iterable[range]:
    """Return the words that look like others than they are."""
    for start, end in _tokens_with_doubt(read, kinds):
        first, last = read.span(start, end)
        if text[first:last].lower() != read.text[start:end]:
            yield range(start, end)


def _tokens_with_doubt(read: Folded, kinds: str) -> list[Span]:
    """Return the words of a reading; none at once where nothing had to be read."""
    if read.begins is None and not any(what in read.was for what in folding.DIGIT + folding.SIGN):
        return []
    return [(start, end) for start, end in tokens_in(kinds) if end - start > 2]


def _is_meant(read: Folded, places: Iterable[int], latin_only: bool = True, *, apart: bool = False) -> bool:
    """Whether a word is a disguise: not a number, not a name with a number, not a word of another script."""
    was = [read.was[place] for place in places]
    if len(was) < 3 or was.count(folding.DIGIT) * 5 > len(was) * 3:
        return False
    # A text with a letter that has no Latin look-alike is written in that script: there such words are honest.
    others = folding.ALIKE in was or (apart and folding.FOREIGN in was)
    return folding.LETTER in was or (latin_only and others)


def _looks(word: str) -> Iterable[str]:
    """Return what a word may say: a sign drawn like "i" and like "l" is either."""
    doubts = word.count(EITHER)
    if not doubts:
        return [word]
    if doubts > DOUBTS_AT_MOST:
        return [word.replace(EITHER, letter) for letter in "il"]
    pieces = word.split(EITHER)
    choices = product("il", repeat=doubts)
    return ["".join(part + letter for part, letter in zip(pieces, (*choice, ""), strict=True)) for choice in choices]


@lru_cache(maxsize=128)
def matcher(listed: str) -> Matcher:
    """Return the list with this text, ready; each is made once in a process."""
    return Matcher(listed)


def named(hits: Iterable[Hit], most: int = 10) -> list[str]:
    """Return the lines that were found, each once, the first `most`: as many as a moderator needs to see."""
    return list(islice(dict.fromkeys(hit.listed for hit in hits), most))
