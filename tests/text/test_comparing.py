"""Two versions of a text are compared word by word: what both sides say comes back whole, and in no time."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perspectives.text.comparing import ADDED, CHANGES_AT_MOST, REMOVED, SAME, WORDS_AT_MOST, Comparison, compare
from tests.pace import allowed_processor


def sides(comparison: Comparison) -> tuple[str, str]:
    """Return the two texts a comparison is made of."""
    old = "".join(text for kind, text in comparison.pieces if kind != ADDED)
    return old, "".join(text for kind, text in comparison.pieces if kind != REMOVED)


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("One two three.", "One two three.", [(SAME, "One two three.")]),
        ("One two three.", "One 2 three.", [(SAME, "One"), (REMOVED, " two"), (ADDED, " 2"), (SAME, " three.")]),
        ("One three", "One two three", [(SAME, "One"), (ADDED, " two"), (SAME, " three")]),
        ("One two", "One", [(SAME, "One"), (REMOVED, " two")]),
        ("So, it is", "So it is", [(SAME, "So"), (REMOVED, ","), (SAME, " it is")]),
        ("", "New", [(ADDED, "New")]),
        ("Old", "", [(REMOVED, "Old")]),
        ("", "", []),
        ("来玩赌博吧", "来玩吧", [(SAME, "来玩"), (REMOVED, "赌博"), (SAME, "吧")]),
        ("<b>x</b>", "<i>x</i>", None),
    ],
)
def test_what_was_put_in_and_taken_out(old: str, new: str, pieces: list[tuple[str, str]] | None) -> None:
    comparison = compare(old, new)
    assert pieces is None or list(comparison.pieces) == pieces
    assert sides(comparison) == (old, new)
    assert comparison.changed == (old != new)


@given(st.text("ab \n.", max_size=60), st.text("ab \n.", max_size=60))
def test_both_sides_come_back_whatever_they_are(old: str, new: str) -> None:
    assert sides(compare(old, new)) == (old, new)


@given(st.lists(st.sampled_from([" a", " b", " c"]), max_size=12), st.lists(st.sampled_from([" a", " b"]), max_size=12))
def test_as_much_stays_as_can_stay(old: list[str], new: list[str]) -> None:
    kept = sum(len(text) for kind, text in compare("".join(old), "".join(new)).pieces if kind == SAME) // 2
    longest = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row, left in enumerate(old):
        for column, right in enumerate(new):
            best = max(longest[row][column + 1], longest[row + 1][column])
            longest[row + 1][column + 1] = longest[row][column] + 1 if left == right else best
    assert kept == longest[-1][-1]


def test_texts_with_too_much_between_them_are_shown_whole() -> None:
    start, end = "The same beginning. ", " The same end."
    many = [" ".join(f"{side}{number}" for number in range(CHANGES_AT_MOST)) for side in "ab"]
    comparison = compare(start + many[0] + end, start + many[1] + end)
    assert comparison.whole
    assert [kind for kind, _text in comparison.pieces] == [SAME, REMOVED, ADDED, SAME]
    assert sides(comparison) == (start + many[0] + end, start + many[1] + end)


@pytest.mark.timed("processor")
@pytest.mark.parametrize("letters", ["a", "ab", "abcdefgh"])
def test_no_two_texts_take_long(letters: str) -> None:
    chance = random.Random(7)
    texts = [" ".join(chance.choice(letters) for _ in range(WORDS_AT_MOST - 9 * turn)) for turn in range(2)]
    start = time.process_time()
    compare(*texts)
    assert time.process_time() - start < allowed_processor(0.5)
