"""What the model looks at in a text: hashed words and pairs of neighbours, and a few facts. No models, no requests."""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

# Changes whenever the same text would get other features: a model learned by another version is not read.
VERSION = 1
# Words and pairs fall into so many buckets; facts have buckets of their own behind them.
BUCKETS = 2**15
LINKS, CAPITALS, SHORT, LONG, NEWCOMER = range(BUCKETS, BUCKETS + 5)
# Of a longer text the beginning counts: what is said a thousand times is said at the beginning too.
TOKENS = 2000
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LINK = re.compile(r"(?:https?://|www\.)", re.IGNORECASE)
# Letters up to which a text is short, and from which it is long.
SHORT_TEXT, LONG_TEXT = 60, 2000
# Share of capitals among letters from which a text shouts.
SHOUTING = 0.5

Features = dict[int, float]


class Facts(NamedTuple):
    """What is known beside the words."""

    is_newcomer: bool = False


NOTHING_KNOWN = Facts()


def tokens_of(text: str) -> list[str]:
    """Return the first words of a text in one case."""
    found: list[str] = []
    for match in WORD.finditer(text.casefold()):
        found.append(match.group())
        if len(found) == TOKENS:
            break
    return found


def bucket_of(word: str) -> int:
    """Return the bucket of a word or a pair: the same in every process."""
    return zlib.crc32(word.encode("utf-8", "replace")) % BUCKETS


def named(tokens: list[str]) -> Iterator[tuple[str, int]]:
    """Yield each word and each pair of neighbours once, with its bucket."""
    seen = set()
    for place, token in enumerate(tokens):
        pair = f"{token} {tokens[place + 1]}" if place + 1 < len(tokens) else ""
        for name in (token, pair):
            if name and name not in seen:
                seen.add(name)
                yield name, bucket_of(name)


def features_of(text: str, facts: Facts = NOTHING_KNOWN) -> Features:
    """Return the features of a text by bucket; those of words have length one together, whatever its length."""
    buckets = {bucket for _name, bucket in named(tokens_of(text))}
    weight = 1 / math.sqrt(len(buckets)) if buckets else 0.0
    found = dict.fromkeys(sorted(buckets), weight)
    return found | _facts_of(text, facts)


def _facts_of(text: str, facts: Facts) -> Features:
    """Return the features that are no words."""
    links = len(LINK.findall(text))
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    found = {
        LINKS: min(links, 5) / 5,
        CAPITALS: float(len(letters) > 20 and capitals > SHOUTING * len(letters)),
        SHORT: float(len(letters) <= SHORT_TEXT),
        LONG: float(len(letters) >= LONG_TEXT),
        NEWCOMER: float(facts.is_newcomer),
    }
    return {bucket: value for bucket, value in found.items() if value}
