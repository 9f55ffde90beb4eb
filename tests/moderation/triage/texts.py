"""Made-up texts of two kinds, which can be told apart by their words, as moderators tell them apart."""

from __future__ import annotations

from random import Random

from perspectives.moderation.triage.learning import Example

FINE = [
    "the",
    "treaty",
    "inspection",
    "border",
    "talks",
    "essay",
    "argument",
    "evidence",
    "historian",
    "agree",
    "page",
    "winter",
    "letter",
    "answer",
]
BAD = [
    "casino",
    "bonus",
    "click",
    "cheap",
    "pills",
    "offer",
    "winner",
    "bitcoin",
    "discount",
    "prize",
    "guaranteed",
    "viagra",
    "loan",
]
BOTH = ["and", "of", "to", "in", "that", "it", "is", "was", "for", "on", "are", "with", "as", "his", "they"]


def text(chance: Random, words: list[str]) -> str:
    """Return a text of some twenty words, half of them of any kind."""
    return " ".join(chance.choice(words if chance.random() < 0.5 else BOTH) for _word in range(20))


def made(count: int, seed: int = 1) -> list[Example]:
    """Return `count` examples, one in four removed, those under rule 4 or as spam."""
    chance = Random(seed)
    return [
        Example(text(chance, BAD), removed=True, rule=4 if number % 8 else 0)
        if number % 4 == 0
        else Example(text(chance, FINE), removed=False)
        for number in range(count)
    ]
