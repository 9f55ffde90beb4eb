"""Card: the documented context of the templates that show one comment in a thread, the same for every reader."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TagLink:
    """A tag on a card and the address of the thread's comments that carry it."""

    name: str
    url: str


@dataclass(frozen=True)
class Answered:
    """What a comment answers, where the eye cannot see it: `url` is empty where its place is not kept."""

    number: str
    # Empty where its words are not public.
    name: str = ""
    url: str = ""


@dataclass(frozen=True)
class Card:
    """What `_card.html` and `_tombstone.html` are given, as `card`. All of it is text, ready to be placed.

    A template that only places these fields, and asks only whether they are empty, is compiled into a mould once and
    costs a few microseconds a comment. One that does more with them is rendered for each comment: right, and slower.
    """

    number: str
    # Address of the comment's own page.
    url: str
    # Steps of indentation, from 0 to PERSPECTIVES["INDENT_DEPTH"].
    indent: str
    name: str = ""
    # When it was written: in words, and by ISO 8601.
    written: str = ""
    written_iso: str = ""
    # When it became public, in microseconds of the epoch; only where that was later than it was written.
    at: str = ""
    # Safe HTML.
    body: str = ""
    tags: list[TagLink] = field(default_factory=list)
    answered: Answered | None = None
    # Where it can be answered and reported; empty where it cannot.
    reply_url: str = ""
    report_url: str = ""
    # The comment it answers, and the next answer to the same comment: places on this page or addresses.
    parent_url: str = ""
    next_url: str = ""
    is_edited: bool = False
    # Whether its writer is an author of what is discussed; what an author or a moderator said of it.
    is_author: bool = False
    is_featured: bool = False
    is_answered: bool = False
    # Whether the page is about this one.
    is_main: bool = False
    is_tombstone: bool = False
