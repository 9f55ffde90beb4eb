"""Walking a thread as a reader does, by its links alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

# (address) -> (status, page)
Ask = Callable[[str], tuple[int, str]]


@dataclass
class Walk:
    """What a reader met."""

    public: set[int] = field(default_factory=set)
    tombstones: set[int] = field(default_factory=set)
    pages: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Everything that was to be read."""
        return "\n".join(self.pages)


class _Page(HTMLParser):
    """Collects the comments of a page, in order, and the links that lead on."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[int] = []
        self.tombstones: list[int] = []
        self.onwards: list[str] = []
        self._more = False

    def handle_starttag(self, tag, attrs):
        """Note a comment or a link."""
        named = {name: value or "" for name, value in attrs}
        classes = named.get("class", "").split()
        if tag == "article" and "px-comment" in classes:
            (self.tombstones if "px-tombstone" in classes else self.numbers).append(int(named["id"]))
        if tag == "p":
            self._more = "px-more" in classes
        if tag == "a" and (self._more or "next" in named.get("rel", "").split()):
            self.onwards.append(named["href"])

    def handle_endtag(self, tag):
        """A paragraph of "more answers" ends."""
        if tag == "p":
            self._more = False


def read(page: str) -> _Page:
    """Return what a page shows."""
    found = _Page()
    found.feed(page)
    return found


def walk(ask: Ask, address: str, most: int = 2000) -> Walk:
    """Follow "next" and "more answers" from `address` until nothing is left, over `most` pages."""
    gone, left, met = set(), [address], Walk()
    while left:
        here = left.pop(0)
        if here in gone:
            continue
        gone.add(here)
        assert len(gone) <= most, "the links never end"
        status, text = ask(here)
        assert status == 200, (status, here)
        page = read(text)
        met.public.update(page.numbers)
        met.tombstones.update(page.tombstones)
        met.pages.append(text)
        met.addresses.append(here)
        left += [urldefrag(urljoin(here, href))[0] for href in page.onwards]
    return met
