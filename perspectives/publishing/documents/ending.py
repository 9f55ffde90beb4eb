"""The ending of a document: the notes on its authors, the line that names the series, and what is left of the page."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from perspectives.publishing.documents.authors import begins_with_name
from perspectives.publishing.documents.document import SeriesLine
from perspectives.publishing.documents.lines import Block, joined
from perspectives.publishing.documents.marks import ABOUT, SERIES_START, is_furniture, is_separator, series_in, tags_in

# A second paragraph of a note speaks of the person whose name began the first.
GOES_ON = re.compile(r"[*_]?(?:He|She|They|His|Her|Their)\s")


@dataclass
class Ending:
    """What stands after the text, and the blocks that are left: the text itself."""

    blocks: deque[Block]
    names: list[str]
    bios: deque[Block] = field(default_factory=deque)
    series: tuple[SeriesLine, int] | None = None
    tags: list[tuple[str, int]] = field(default_factory=list)

    def take(self) -> bool:
        """Take the last block off if it belongs to the ending; return whether it did."""
        block = self.blocks[-1]
        text = joined(block)
        if is_furniture(block[-1].text):
            self._drop_furniture()
        elif self.series is None and (series := series_in(text)):
            self._drop_block()
            self.series = (series, block[0].number)
        elif not self.tags and not (len(block) > 1 and text.startswith("|")) and (tags := tags_in(text)):
            self._drop_block()
            self.tags = [(tag, block[0].number) for tag in tags]
        elif (self.bios or self.series or self.tags) and (is_separator(text) or (self.bios and ABOUT.fullmatch(text))):
            self._drop_block()
        else:
            return self._took_bio(block)
        return True

    def _drop_block(self) -> None:
        self.blocks.pop()

    def _drop_furniture(self) -> None:
        block = self.blocks.pop()
        end = len(block)
        while end and is_furniture(block[end - 1].text):
            end -= 1
        if end:
            self.blocks.append(block[:end])

    def _took_bio(self, block: Block) -> bool:
        """Take a note, or its two paragraphs, if it begins with the name of an author who has none yet."""
        if self._begin(block):
            self.bios.extendleft(reversed(_notes(self.blocks.pop(), self.names)))
        elif len(self.blocks) > 1 and GOES_ON.match(joined(block)) and self._begin(self.blocks[-2]):
            self.blocks.pop()
            self.bios.appendleft([*self.blocks.pop(), *block])
        else:
            return False
        return True

    def _begin(self, block: Block) -> bool:
        text = joined(block)
        named = [name for name in self.names if begins_with_name(text, name)]
        taken = any(begins_with_name(joined(bio), name) for bio in self.bios for name in named)
        return bool(named) and not taken


def _notes(block: Block, names: list[str]) -> list[Block]:
    """Return a block of notes parted before every line that begins with an author's name."""
    notes: list[Block] = []
    for line in block:
        if not notes or any(begins_with_name(line.text, name) for name in names):
            notes.append([])
        notes[-1].append(line)
    return notes


def read_ending(blocks: Iterable[Block], names: Iterable[str]) -> Ending:
    """Return the ending of a document whose authors are `names`.

    A note is a block that begins with an author's name, one for each; it may go on for a second paragraph that
    begins "He", "She", "They". Notes, series line, tags and furniture may come in any order.
    """
    ending = Ending(_parted(blocks), [name for name in names if name])
    while ending.blocks and ending.take():
        pass
    return ending


def _parted(blocks: Iterable[Block]) -> deque[Block]:
    """Return the blocks with the series line in one of its own, also where no blank line stands before it."""
    parted: deque[Block] = deque()
    for block in blocks:
        cut = next((index for index, line in enumerate(block) if index and SERIES_START.match(line.text)), None)
        parted.extend([block] if cut is None else [block[:cut], block[cut:]])
    return parted
