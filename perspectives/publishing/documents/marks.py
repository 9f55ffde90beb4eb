"""Lines that are no part of the text: page furniture, tags between pipes, the line that names the series."""

from __future__ import annotations

import re

from perspectives.publishing.documents.document import SeriesLine
from perspectives.publishing.documents.links import LINK, unlinked

# What the pages of the series had around every essay; several may stand on one line, linked or not.
_PIECE = r"(?:Printable PDF|PRINTABLE PDF|Print|PRINT|Share|SHARE)"
FURNITURE = re.compile(rf"{_PIECE}(?:[\s|•·/]++{_PIECE})*+")
EDGES = " \t|•·[]"
SEPARATOR = re.compile(r"[-*_=~•·\s]+|\s*⁂\s*")
ABOUT = re.compile(r"[#*_\s]*+(?:about the authors?|the authors?|authors?)[*_:=\-\s]*+", re.IGNORECASE)

TAGS_PREFIX = re.compile(r"(?:tags|tagged|topics|filed under):\s*", re.IGNORECASE)
TAG_LENGTH = 60
TAG_WORDS = 8
SENTENCE_END = re.compile(r".*[.!?:;…][”’\"')\]]*", re.DOTALL)
# "U.S.", "J.", "St.", "Inc.": a full stop that ends no sentence.
ABBREVIATION = re.compile(r".*(?:\b\w\.|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|etc|al)\.|\.\.\.)[”’\"')\]]*", re.DOTALL)
# A publisher's own full stop, which its sentence shares.
KEEPS_STOP = re.compile(r".*(?:\b\w\.\w\.|\b(?:Inc|Ltd|Co|Corp)\.)", re.DOTALL)

SERIES_START = re.compile(
    r"[*_]*This (?:post|essay|article|piece|text) is (?:a )?part of (?:the |a |an )?", re.IGNORECASE
)
PRODUCED_BY = re.compile(r"\s(?:produced|published|presented) by\s", re.IGNORECASE)
KIND = re.compile(r"(?<![\s,])[\s,]++(?:essay |post |blog )?(?:project|series)[\s,]*+\Z", re.IGNORECASE)


def is_furniture(text: str) -> bool:
    """Whether a line is nothing but "Print", "Printable PDF" or "Share", as words or links."""
    words = text.strip(EDGES)
    return words.startswith(("P", "S")) and FURNITURE.fullmatch(unlinked(text).strip(EDGES)) is not None


def is_separator(text: str) -> bool:
    """Whether a line only parts ("---", "* * *")."""
    return SEPARATOR.fullmatch(text) is not None


def ends_a_sentence(text: str) -> bool:
    """Whether a line ends as sentences do; "the U.S." and "Smith et al." do not."""
    words = text.rstrip(" \t*_")
    return SENTENCE_END.fullmatch(words) is not None and ABBREVIATION.fullmatch(words) is None


def tags_in(text: str) -> tuple[str, ...] | None:
    """Return the tags of a line "U.S. Foreign Policy | NATO | [Ukraine](#)", or None if it is no such line.

    Two or more between pipes, none of them longer than TAG_LENGTH or ending as a sentence does; commas part them as
    well. After "Tags:" one is enough, and no pipe is needed.
    """
    words = unlinked(text).strip()
    named = TAGS_PREFIX.match(words)
    listed = words[named.end() :] if named else words
    tags = tuple(" ".join(part.split()) for part in re.split(r"[|,]", listed.strip("| \t")))
    enough = named or ("|" in words and len(tags) > 1)
    return tags if enough and all(_is_tag(tag) for tag in tags) else None


def _is_tag(tag: str) -> bool:
    return (
        0 < len(tag) <= TAG_LENGTH
        and len(tag.split()) <= TAG_WORDS
        and any(character.isalnum() for character in tag)
        and not ends_a_sentence(tag)
    )


def series_in(text: str) -> SeriesLine | None:
    """Return the series of "This post is part of the [TITLE: Subtitle](#) project produced by PUBLISHER.", or None."""
    start = SERIES_START.match(text)
    if not start:
        return None
    rest = text[start.end() :].rstrip(" \t*_")
    link = LINK.match(rest)
    named, tail = (link["words"], rest[link.end() :]) if link else _parted(rest)
    title, subtitle = split_title(unlinked(named))
    produced = PRODUCED_BY.search(tail)
    publisher = _without_stop(unlinked(tail[produced.end() :]).strip()) if produced else ""
    return SeriesLine(title, subtitle, publisher) if title else None


def split_title(text: str) -> tuple[str, str]:
    """Return title and subtitle, which the first colon and space part."""
    title, _colon, subtitle = text.strip().partition(": ")
    return title.strip(), subtitle.strip()


def _parted(rest: str) -> tuple[str, str]:
    """Return the name of a series that is no link, without "project" or "series", and what follows it."""
    produced = PRODUCED_BY.search(rest)
    named, tail = (rest[: produced.start()], rest[produced.start() :]) if produced else (_without_stop(rest), "")
    return KIND.sub("", named).strip(' \t,“”"'), tail


def _without_stop(text: str) -> str:
    """Return a name without the full stop of its sentence, which one in "Inc." is not."""
    return text if KEEPS_STOP.fullmatch(text) else text.removesuffix(".")
