"""Made-up comments as Markdown and HTML: composed of sentences, each of which the real renderer has rendered once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, product, zip_longest
from random import Random
from typing import NamedTuple, TypeVar

from perspectives.discussion.filling import stock
from perspectives.text.markdown import render_comment

# Where a sentence goes in the Markdown of a block: letters and digits only, so that no renderer changes it.
PLACE = "PLACE0FOR0WORDS"
# So many blocks a comment has, and in how many of a hundred.
BLOCKS = [1] * 56 + [2] * 25 + [3] * 11 + [4] * 5 + [6] * 2 + [9]
# Shares of comments that are but a few words; in another script; as long as a comment may be.
SHORT, FOREIGN, LONGEST = 0.07, 0.025, 0.0004
# Shares of comments that begin with a quotation, and that have a list; of paragraphs broken into lines.
QUOTING, LISTING, BROKEN = 0.12, 0.06, 0.03
# Characters of a paragraph in the longest texts; what is left when fewer than LAST_PARAGRAPH are wanted is the last.
PARAGRAPH, LAST_PARAGRAPH = 400, 800
# Share of sentences with something of Markdown in them.
MARKED = 0.12


Thing = TypeVar("Thing")


class Text(NamedTuple):
    """A text as typed, and the HTML it is stored with."""

    body: str
    html: str


@cache
def variants(templates: tuple[str, ...]) -> list[list[str]]:
    """Return for each sentence of the stock all that can stand in its slots; a few thousand altogether."""
    found = []
    for template in templates:
        slots = re.findall(r"{(\w+)}", template)
        filled = product(*(stock.SLOTS[slot] for slot in slots))
        found.append([template.format(**dict(zip(slots, words, strict=True))) for words in filled])
    return found


@cache
def frame(source: str) -> list[str]:
    """Return the HTML of the block `source` parted at its places."""
    return render_comment(source).split(PLACE)


@cache
def inner(sentence: str) -> str:
    """Return the HTML of a sentence, without its paragraph."""
    before, after = frame(PLACE)
    return render_comment(sentence).removeprefix(before).removesuffix(after)


def block(source: str, sentences: Sequence[str]) -> Text:
    """Return the block of Markdown `source` with `sentences` in its places."""
    return Text(
        _woven(source.split(PLACE), sentences),
        _woven(frame(source), map(inner, sentences)),
    )


def joined(blocks: Iterable[Text]) -> Text:
    """Return blocks as one text. A list or a quotation must not follow its like: Markdown would make one of them."""
    bodies, pages = zip(*blocks, strict=True)
    return Text("\n\n".join(bodies), "\n".join(pages))


def _woven(pieces: Iterable[str], words: Iterable[str]) -> str:
    return "".join(chain.from_iterable(zip_longest(pieces, words, fillvalue="")))


class Writer:
    """Writes texts of at most `limit` characters, the same ones for the same `rng`."""

    def __init__(self, rng: Random, limit: int) -> None:
        """Take the source of chance and the limit."""
        self.rng = rng
        self.limit = limit

    def write(self) -> Text:
        """Return a text; one too long for the limit is cut to plain words."""
        draw = self.rng.random()
        if draw < LONGEST:
            return self.plain(self.limit)
        if draw < LONGEST + SHORT:
            text = block(PLACE, [self.sentence(stock.SHORT)])
        elif draw < LONGEST + SHORT + FOREIGN:
            text = block(PLACE, [self.pick(stock.FOREIGN)])
        else:
            text = joined(self.blocks())
        return text if len(text.body) <= self.limit else self.plain(self.limit)

    def blocks(self) -> list[Text]:
        """Return the blocks of a text: perhaps a quotation, paragraphs, perhaps a list among them."""
        rng = self.rng
        found = [self.paragraph() for _block in range(self.pick(BLOCKS))]
        if rng.random() < LISTING:
            found.insert(1, self.points())
        if rng.random() < QUOTING:
            found.insert(0, block(f"> {PLACE}", [self.sentence(stock.QUOTED)]))
        return found

    def paragraph(self) -> Text:
        """Return a paragraph of one to five sentences."""
        rng = self.rng
        count = 1 + int(rng.random() * 5)
        parts = [self.sentence(stock.MARKED if rng.random() < MARKED else stock.PLAIN) for _part in range(count)]
        return block(("\n" if rng.random() < BROKEN else " ").join([PLACE] * count), parts)

    def points(self) -> Text:
        """Return a list of two to five points, numbered or not."""
        count = 2 + int(self.rng.random() * 4)
        numbered = self.rng.random() < 0.4
        lines = (f"{place + 1}. {PLACE}" if numbered else f"- {PLACE}" for place in range(count))
        return block("\n".join(lines), [self.sentence(stock.POINTS) for _point in range(count)])

    def longer(self, text: Text) -> Text:
        """Return `text` as its writer left it after an edit: with a word more where there is room, else in short."""
        more = joined([text, self.paragraph()])
        return more if len(more.body) <= self.limit else self.plain(max(1, self.limit // 2))

    def plain(self, length: int) -> Text:
        """Return a text of exactly `length` characters, in paragraphs of plain sentences, the last one broken off.

        Plain sentences are the same in HTML, so they need no renderer, and may be cut anywhere.
        """
        before, after = frame(PLACE)
        parts: list[str] = []
        room = length
        while room > 0:
            words = self.sentence(stock.PLAIN)
            while len(words) < min(room, LAST_PARAGRAPH if room < LAST_PARAGRAPH else PARAGRAPH):
                words = f"{words} {self.sentence(stock.PLAIN)}"
            parts.append(words[:room] if room < LAST_PARAGRAPH else words)
            room -= len(parts[-1]) + 2
        parts[-1] = parts[-1][:-1] + "."
        return joined(Text(words, f"{before}{words}{after}") for words in parts)

    def sentence(self, templates: tuple[str, ...]) -> str:
        """Return one of the sentences, with words in its slots."""
        return self.pick(self.pick(variants(templates)))

    def pick(self, things: Sequence[Thing]) -> Thing:
        """Return one of `things`; quicker than `choice`, which does more than is needed here."""
        return things[int(self.rng.random() * len(things))]
