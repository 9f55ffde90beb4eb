"""Lists are looked at when they are saved: what cannot be used is named with its line and its place."""

from __future__ import annotations

import time
from typing import Any

import pytest

from perspectives.moderation.matching import lists, matcher, named, validate_list
from tests.pace import allowed_processor

HAS_PATTERNS = lists.pattern_class() is not None
needs_patterns = pytest.mark.skipif(not HAS_PATTERNS, reason="google-re2 is not installed here")


def places(text: str) -> list[tuple[int, int]]:
    """Return where something is wrong."""
    return [(problem.line, problem.place) for problem in validate_list(text)]


def test_a_good_list_has_no_problem() -> None:
    assert validate_list('# A list\n\ncasino\nfree spins\nfuck*\n*hole\n*porn*\n~abuse\n"Polish"\n赌博\nC++') == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("fine\n*a*", [(2, 2)]),
        ("foo*bar", [(1, 4)]),
        ("free spin*", [(1, 10)]),
        ("  ~two words", [(1, 4)]),
        ("!!!\nfine\n***", [(1, 1), (3, 1)]),
        ("x" * 301, [(1, 301)]),
    ],
)
def test_what_is_wrong_is_named_with_line_and_place(text: str, where: list[tuple[int, int]]) -> None:
    assert places(text) == where


def test_a_list_has_an_end() -> None:
    assert places("\n".join(f"w{number}" for number in range(5001))) == [(5001, 1)]


def test_a_problem_is_a_sentence() -> None:
    assert str(validate_list("fine\n*a*")[0]).startswith("Line 2, character 2: Beside “*” stand at least 3 letters")


def test_without_the_package_a_regular_expression_is_refused_and_finds_nothing(monkeypatch: Any) -> None:
    monkeypatch.setattr("perspectives.moderation.matching.lists.pattern_class", lambda: None)
    monkeypatch.setattr("perspectives.moderation.matching.finding.pattern_class", lambda: None)
    (problem,) = validate_list("fine\n/a+/")
    assert (problem.line, problem.place) == (2, 1)
    assert "google-re2" in problem.sentence
    assert named(matcher("/without+/\nfine").find("fine without")) == ["fine"]


@needs_patterns
@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("/a(b/", 2),
        ("/fine [z-a]/", 8),
        ("/a**/", 3),
        (r"/(a)\1/", 5),
        ("/a(?=b)/", 3),
        ("/.{0,1000}.{0,1000}y/", 2),
    ],
)
def test_a_bad_pattern_is_refused_with_its_place(line: str, place: int) -> None:
    assert places(f"fine\n{line}") == [(2, place)]


@needs_patterns
def test_patterns_are_found_whatever_their_case_with_their_places() -> None:
    text = "ÉBB, 赌 and ébbb"
    hits = matcher("/éb+/").find(text)
    assert [text[hit.start : hit.end] for hit in hits] == ["ÉBB", "ébbb"]
    assert {hit.listed for hit in hits} == {"/éb+/"}


@needs_patterns
def test_a_pattern_that_cannot_be_used_any_more_finds_nothing(caplog: Any) -> None:
    assert named(matcher("/unusable(/\nfine").find("fine unusable(")) == ["fine"]
    assert "cannot be used" in caplog.text


@needs_patterns
@pytest.mark.timed("processor")
@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(.*)*x", ".*.*.*x", "(a*)*b|a", "a*"])
def test_a_runaway_pattern_hurts_nobody(pattern: str) -> None:
    ready = matcher(f"/{pattern}/")
    began = time.process_time()
    ready.find("a" * 20_000 + "!")
    assert time.process_time() - began < allowed_processor(0.1)
