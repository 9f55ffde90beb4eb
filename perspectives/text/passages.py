"""The blocks of an essay, each with a key that outlives changes elsewhere, so that comments can be pinned to it."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from xml.etree.ElementTree import Element

KINDS = {
    "p": "paragraph",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "ul": "list",
    "ol": "list",
    "blockquote": "quote",
    "pre": "code",
    "table": "table",
}


_BLOCKS = frozenset((*KINDS, "hr", "li", "tr", "td", "th"))


def part_blocks(root: Element) -> None:
    """Put newlines between blocks, so that their words stay apart in the source and in plain text."""
    for element in root.iter():
        if element.tag in _BLOCKS:
            element.tail = "\n" + (element.tail or "")
        if element.tag == "li" and element.text and len(element) and element[0].tag in _BLOCKS:
            element.text += "\n"


@dataclass(frozen=True)
class Passage:
    """One block: its key (the element's id is "p-" and the key), its kind (see KINDS) and its plain text."""

    key: str
    kind: str
    text: str


def mark_passages(root: Element) -> list[Passage]:
    """Give every block under `root` that holds words its id, and return the passages in reading order."""
    passages: list[Passage] = []
    seen: Counter[str] = Counter()
    for block in root:
        text = " ".join("".join(block.itertext()).split())
        if not text or block.tag not in KINDS:
            continue
        key = _key(KINDS[block.tag], text)
        seen[key] += 1
        if seen[key] > 1:
            key = f"{key}-{seen[key]}"
        block.set("id", f"p-{key}")
        passages.append(Passage(key, KINDS[block.tag], text))
    return passages


def _key(kind: str, text: str) -> str:
    """Return ten hexadecimal digits made of the words: one clash in a million essays of a thousand blocks each."""
    return hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()[:10]
