"""Findings are told in words; what is not ours, or is of another release, never breaks a page."""

from __future__ import annotations

from typing import Any

import pytest

from perspectives.conf import DEFAULTS
from perspectives.discussion.models import Finding
from perspectives.moderation.findings import NAMES, SENTENCES, line_of


@pytest.mark.parametrize(
    ("check", "answer", "facts", "sentence"),
    [
        ("closed", "pass", {}, "The discussion is open."),
        ("closed", "refuse", {"state": "locked"}, "The discussion is locked."),
        ("sanctioned", "pass", {}, "No sanction binds the member."),
        ("sanctioned", "hold", {"kind": "hold", "until": None}, "This member's comments are always held."),
        ("sanctioned", "refuse", {"kind": "ban", "until": None}, "The member is banned."),
        ("length", "pass", {"characters": 1}, "1 character"),
        ("length", "refuse", {"characters": 0, "least": 2}, "0 characters"),
        ("flood", "pass", {}, "At an ordinary pace."),
        ("flood", "refuse", {"seconds": 40}, "Too often; may write again in 40 seconds."),
        ("duplicate", "pass", {}, "Not said before."),
        ("duplicate", "hold", {"number": 3, "slug": "tariffs"}, "The same text as #3 in “tariffs”."),
        ("links", "hold", {"links": 3, "allowed": 2}, "3 links, 2 allowed"),
        ("links", "pass", {"links": 1, "allowed": 2}, "1 link, 2 allowed"),
        ("words", "pass", {}, "None of the listed words."),
        ("words", "hold", {"words": ["a", "b c"]}, "Listed: a, b c"),
        ("words", "flag", {"words": ["a*"], "spans": [[0, 3]]}, "Listed: a*"),
        ("links", "refuse", {"hosts": ["a.example"]}, "To listed hosts: a.example"),
        ("links", "hold", {"links": 1, "allowed": 3, "hosts": ["b"]}, "1 link, 3 allowed. To listed hosts: b"),
        ("slow", "pass", {}, "Waited long enough."),
        ("slow", "refuse", {"seconds": 9}, "Too soon in slow mode; may write here again in 9 seconds."),
        ("mail", "pass", {}, "The account's mail domain is not listed."),
        ("mail", "hold", {"listed": True}, "The account's mail domain is listed."),
        ("own_tags", "pass", {}, "None that this member may not use."),
        ("own_tags", "refuse", {"tags": ["x"]}, "Not among those suggested here: x"),
        ("tone", "pass", {}, "No words of a harsh tone."),
        ("tone", "flag", {"words": ["idiot"], "spans": []}, "Harsh: idiot"),
        ("haste", "pass", {"seconds": None, "least": 5}, "It is not known when the form was opened."),
        ("haste", "hold", {"seconds": 1, "least": 5}, "Written in 1 second, at least 5 expected"),
        ("shouting", "hold", {"capitals": 90, "allowed": 60}, "90% capitals, 60% allowed"),
        ("near_duplicate", "pass", {}, "Nothing nearly the same elsewhere."),
        (
            "near_duplicate",
            "hold",
            {"number": 3, "slug": "tariffs", "alike": 93},
            "Nearly the same (93%) as #3 in “tariffs”.",
        ),
        ("newcomer", "pass", {}, "Not asked here."),
        ("newcomer", "hold", {"public": 0, "needed": 2}, "0 public comments here, 2 needed"),
        ("policy", "hold", {"policy": "hold"}, "Hold all until a moderator approves"),
        ("links", "did-not-run", {"error": "ValueError"}, "The check failed with an error: ValueError"),
        ("links", "hold", {"other": 1}, "other: 1"),
        ("policy", "hold", {"policy": "gone"}, "policy: gone"),
        ("sanctioned", "refuse", {"kind": "suspend", "until": "not a date"}, "kind: suspend, until: not a date"),
        ("mine", "flag", {"score": 0.9, "why": "tone"}, "score: 0.9, why: tone"),
    ],
)
def test_facts_are_sentences(check: str, answer: str, facts: dict[str, Any], sentence: str) -> None:
    assert line_of(Finding(check_name=check, answer=answer, facts=facts)).sentence == sentence


def test_a_suspension_names_its_end() -> None:
    facts = {"kind": "suspend", "until": "2031-03-04T12:00:00+00:00"}
    assert "2031" in line_of(Finding(check_name="sanctioned", answer="refuse", facts=facts)).sentence


def test_every_check_of_ours_has_a_name_and_a_sentence() -> None:
    ours = {path.rpartition(".")[2] for path in DEFAULTS["CHECKS"]}
    # Found by reporting, not by screening; and by a check that only those have who ask for it.
    ours |= {"reports", "akismet"}
    assert ours == set(NAMES) == set(SENTENCES)
