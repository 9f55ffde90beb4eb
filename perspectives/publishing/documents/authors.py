"""The grammar of a byline: "A, Org & B, Org and Other, C", and how much a line looks like one."""

from __future__ import annotations

import re
from enum import IntEnum

from perspectives.publishing.documents.document import DocumentAuthor
from perspectives.publishing.documents.links import unlinked

BY = re.compile(r"by:?\s+(?=\S)", re.IGNORECASE)
AMPERSAND = re.compile(r"\s&\s")
HONORIFIC = re.compile(
    r"(?:(?:dr|prof|professor|amb|ambassador|gen|general|lt|col|adm|sen|senator|sir|dame|mr|mrs|ms)\b\.?\s+)+",
    re.IGNORECASE,
)
PARTICLES = frozenset(
    ["al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "van", "von", "y", "zu"]
)
# A name of more words is more likely a title, where no comma shows that an affiliation follows.
BARE_NAME_WORDS = 3
NAME_WORDS = 5
# Enough of a paragraph to find a name at its beginning.
BEGINNING = 400


class Likeness(IntEnum):
    """How much a line looks like a byline; more wins."""

    NONE = 0
    NAME = 1  # nothing but capitalised words
    AFFILIATED = 2  # capitalised words, a comma, an affiliation
    BY = 3  # "By …"


def parse_byline(text: str) -> tuple[DocumentAuthor, ...]:
    """Return the authors of a byline, a leading "By" and links taken off.

    Authors are parted at " & " only where a comma follows later; " and " never parts; in each author the first comma
    ends the name, the rest is the affiliation. (A field of `Author:` lines says what this grammar cannot.)
    """
    words = _words(text)
    last_comma = words.rfind(",")
    cuts = [found.span() for found in AMPERSAND.finditer(words) if found.end() <= last_comma]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(words)]
    return tuple(parse_author(words[start:end]) for start, end in zip(starts, ends, strict=True))


def parse_author(text: str) -> DocumentAuthor:
    """Return the one author of `text`: the first comma ends the name, the rest is the affiliation."""
    name, _comma, affiliation = _words(text).partition(",")
    return DocumentAuthor(name=name.strip(), affiliation=affiliation.strip())


def likeness(text: str) -> Likeness:
    """Return how much a line looks like a byline."""
    if BY.match(text.strip()) and parse_byline(text)[0].name[:1].isupper():
        return Likeness.BY
    authors = parse_byline(text)
    if all(author.affiliation and _is_name(author.name, NAME_WORDS) for author in authors[-1:]) and all(
        _is_name(author.name, NAME_WORDS) for author in authors
    ):
        return Likeness.AFFILIATED
    return Likeness.NAME if all(_is_name(author.name, BARE_NAME_WORDS) for author in authors) else Likeness.NONE


def begins_with_name(text: str, name: str) -> bool:
    """Whether a paragraph begins with a person's name, linked or not, with or without title and middle initials."""
    words = _folded(HONORIFIC.sub("", _words(text[:BEGINNING].lstrip(' \t*_[“"')), count=1))
    full = _folded(HONORIFIC.sub("", name, count=1))
    parts = full.split(" ")
    spellings = {full, f"{parts[0]} {parts[-1]}"} - {""}
    return any(words.startswith(spelling) and not words[len(spelling) :][:1].isalnum() for spelling in spellings)


def _words(text: str) -> str:
    return BY.sub("", unlinked(text).strip(), count=1).strip()


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_name(name: str, at_most: int) -> bool:
    """Whether `name` is two words or more that begin like names; initials and particles ("van") do not count."""
    words = [word for word in name.split() if word not in PARTICLES and not re.fullmatch(r"(?:\w\.)+-?(?:\w\.)*", word)]
    return 1 <= len(words) <= at_most and len(name.split()) > 1 and not any(_is_lower(word) for word in words)


def _is_lower(word: str) -> bool:
    return word[0].islower() or not word[0].isalpha()
