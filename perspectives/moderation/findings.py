"""What checks found, in words a moderator can read: "3 links, 2 allowed"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perspectives.discussion.models import Answer, Finding
from perspectives.moderation.finding_words import SENTENCES, Facts
from perspectives.text.marking import Marks

# Checks whose facts are words of the text itself, and not an explanation.
QUOTING = ("words", "tone", "triage")

NAMES = {
    "closed": gettext_lazy("Open discussion"),
    "sanctioned": gettext_lazy("Sanctions"),
    "length": gettext_lazy("Length"),
    "flood": gettext_lazy("Pace"),
    "slow": gettext_lazy("Slow mode"),
    "mail": gettext_lazy("Mail domain"),
    "duplicate": gettext_lazy("Repetition"),
    "links": gettext_lazy("Links"),
    "reports": gettext_lazy("Reports"),
    "words": gettext_lazy("Listed words"),
    "own_tags": gettext_lazy("Tags of one's own"),
    "tone": gettext_lazy("Tone"),
    "haste": gettext_lazy("Time to write"),
    "shouting": gettext_lazy("Capitals"),
    "near_duplicate": gettext_lazy("Near-repetition"),
    "newcomer": gettext_lazy("Newcomer"),
    "policy": gettext_lazy("Policy"),
    "triage": gettext_lazy("Triage"),
    "akismet": gettext_lazy("Akismet"),
}


@dataclass(frozen=True)
class Line:
    """A finding as a page shows it."""

    name: str
    answer: str
    answer_label: str
    sentence: str
    revision: int
    # The name of the check, and its facts as they are stored.
    check: str = ""
    facts: Facts = field(default_factory=dict)

    @property
    def quotes(self) -> bool:
        """Whether the sentence repeats words that may be hard to read."""
        return self.check in QUOTING and bool(self.facts.get("words"))


def line_of(finding: Finding) -> Line:
    """Return the line that shows `finding`."""
    return Line(
        name=title_of(finding.check_name),
        answer=finding.answer,
        answer_label=finding.get_answer_display(),
        sentence=sentence_of(finding),
        revision=finding.revision,
        check=finding.check_name,
        facts=facts_of(finding),
    )


def facts_of(finding: Finding) -> Facts:
    """Return the facts of a finding; of a host's own check that wrote something else, none."""
    return finding.facts if isinstance(finding.facts, dict) else {}


def marks_of(lines: Iterable[Line]) -> Marks:
    """Return what to mark in a text: the places that checks found in it, or where they tell none, the words."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for line in (line for line in lines if line.check in QUOTING):
        found = spans_of(line.facts)
        spans += found
        if not found:
            words += _strings(line.facts.get("words"))
    return Marks(tuple(words), tuple(spans))


def spans_of(facts: Facts) -> list[tuple[int, int]]:
    """Return the places in the plain words that `facts` tell: JSON that a host's own check may have written."""
    given = facts.get("spans")
    pairs = given if isinstance(given, list) else []
    return [(pair[0], pair[1]) for pair in pairs if isinstance(pair, list) and [type(end) for end in pair] == [int] * 2]


def _strings(given: Any) -> list[str]:
    """Return the strings in `given`."""
    return [one for one in given if isinstance(one, str)] if isinstance(given, list) else []


def sentence_of(finding: Finding) -> str:
    """Return the facts of a finding in words; those of a host's own checks as "name: value"."""
    facts = facts_of(finding)
    if finding.answer == Answer.DID_NOT_RUN:
        return _("The check failed with an error: %(error)s") % {"error": facts.get("error", "?")}
    return sentence_by(finding.check_name, facts)


def sentence_by(check: str, facts: Facts) -> str:
    """Return the facts of the check of that name in words."""
    try:
        return SENTENCES[check](facts)
    except (KeyError, TypeError, ValueError):
        # A host's own check, or facts that an older release wrote.
        return ", ".join(f"{name}: {value}" for name, value in facts.items())


def title_of(check: str) -> str:
    """Return the name of a check as moderators read it."""
    return str(NAMES.get(check, check))
