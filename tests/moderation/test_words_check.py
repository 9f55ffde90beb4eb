"""Listed words are found as whole words, whatever is done to hide them, and in no time."""

from __future__ import annotations

import pytest

from perspectives.moderation.checks.words import found, tokens_of


@pytest.mark.parametrize(
    ("text", "listed", "hits"),
    [
        ("Buy casino chips", "casino", ["casino"]),
        ("Buy CASINO chips", "Casino", ["Casino"]),
        ("casinos are many", "casino", []),
        ("ca\u200bsi\u00adno\u2060", "casino", ["casino"]),
        ("\uff43\uff41\uff53\uff49\uff4e\uff4f", "casino", ["casino"]),
        ("(casino)", "casino", ["casino"]),
        ("free   spins, now", "free spins\nother", ["free spins"]),
        ("free-spins", "free spins", ["free spins"]),
        ("free and spins", "free spins", []),
        ("STRASSE", "straße", ["straße"]),
        ("cafe\u0301 open", "café", ["café"]),
        ("来玩赌博吧", "赌博", ["赌博"]),
        ("赌 博", "赌博", ["赌博"]),
        ("anything", "", []),
        ("anything", "\n  \n!!!\n", []),
        ("a.*b", "a.*", ["a.*"]),
        ("aaab", "a.*", []),
    ],
)
def test_words_and_phrases_are_found(text: str, listed: str, hits: list[str]) -> None:
    assert found(tokens_of(text), listed) == hits


def test_ten_hits_are_named_at_most() -> None:
    words = [f"w{number}" for number in range(50)]
    assert len(found(words, "\n".join(words))) == 10


def test_a_long_text_and_a_long_list_take_steps_not_products() -> None:
    """Twenty thousand words against ten thousand phrases: one look into a set for each run of words."""
    tokens = tokens_of("a " * 20_000)
    assert found(tokens, "\n".join(f"a b{number}" for number in range(10_000))) == []


def test_spaces_and_signs_are_no_words() -> None:
    assert tokens_of("  … — 'Yes', \n\t(no)!") == ["yes", "no"]
