"""Plain words out of stored HTML: for feeds, search, mail, excerpts and reading times."""

from __future__ import annotations

import math
import re
from html.parser import HTMLParser

WORDS_A_MINUTE = 230
"""A grown reader's pace in English non-fiction (Brysbaert 2019: 238; rounded down for people reading on screens)."""

_BLOCKS = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "table", "tr", "br", "div"]
)
_CELLS = frozenset(("td", "th"))
# One ideograph or kana is counted as a word of its own: these scripts do not put spaces between words.
_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
    "(?:['’\\-‐][^\\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)*"
)


class _Words(HTMLParser):
    """Collects text; blocks become newlines and table cells are kept apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_code = self.in_code or tag == "pre"
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in _CELLS:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.in_code = self.in_code and tag != "pre"
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data if self.in_code else data.replace("\n", " "))


def plain_text(html: str, *, whole: bool = True) -> str:
    """Return the words of sanitised `html`, a line for each block, without tags and without empty lines.

    Of HTML that is not `whole`, the beginning of a longer one, a tag or an entity that was cut in two is left out.
    """
    words = _Words()
    words.feed(html)
    if whole:
        words.close()
    lines = "".join(words.pieces).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def excerpt(html: str, length: int = 240, *, whole: bool = True) -> str:
    """Return the first words of `html` in one line of at most `length` characters; "…" says that more follows.

    `whole` is as in `plain_text`.
    """
    text = " ".join(plain_text(html, whole=whole).split())
    if len(text) <= length:
        return text
    head, space, _ = text[:length].rpartition(" ")
    if not space or len(head) < length // 2:
        head = text[: length - 1]
    return head.rstrip(" ,.;:–—-(“‘") + "…"


def word_count(text: str) -> int:
    """Return the number of words in plain `text`; "don't" and "twenty-one" are one, each ideograph is one."""
    return sum(1 for _ in _WORD.finditer(text))


def reading_minutes(words: int) -> int:
    """Return the whole minutes that `words` words take to read, at least 1."""
    return max(1, math.ceil(words / WORDS_A_MINUTE))
