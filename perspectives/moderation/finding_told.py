"""What checks found as a writer is told it: in general words where details would teach how to get round a check.

Lists whose words are held or only pointed out to moderators, listed hosts and mail domains, what a model goes by, and
thresholds are the moderators' own. What the composer tells whoever writes, it tells again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from perspectives.discussion.models import Finding
from perspectives.moderation.finding_words import Facts
from perspectives.moderation.findings import facts_of, sentence_of, spans_of, title_of
from perspectives.text.excerpts import plain_text

# These say no more than the member knows, or may see for themselves.
OPEN = frozenset({"closed", "sanctioned", "length", "flood", "slow", "own_tags", "shouting", "newcomer", "policy"})
# As many of the writer's own words as are quoted, and as much of each.
NAMED, LONGEST = 10, 60


@dataclass(frozen=True)
class Told:
    """A finding for its writer: what found it, and what was found."""

    name: str
    sentence: str


def told_of(finding: Finding, html: str) -> Told:
    """Return what the writer is told of `finding`; `html` is the text judged, as it was rendered."""
    facts, check = facts_of(finding), finding.check_name
    if check in OPEN:
        return Told(title_of(check), sentence_of(finding))
    if check == "tone":
        return Told(title_of(check), _tone(facts, html))
    if check == "links":
        return Told(title_of(check), _links(finding, facts))
    name, sentence = GENERALLY.get(check, _some_check)()
    return Told(name, sentence)


def _tone(facts: Facts, html: str) -> str:
    """Return the words in the writer's own spelling, about which the composer asks too; the list's lines are not."""
    text = plain_text(html)
    found = (" ".join(text[start:end].split())[:LONGEST] for start, end in spans_of(facts))
    pieces = list(dict.fromkeys(filter(None, found)))[:NAMED]
    if not pieces:
        return _("A word on a list of words of a harsh tone.")
    return _("Harsh: %(words)s") % {"words": ", ".join(_("“%(word)s”") % {"word": piece} for piece in pieces)}


def _links(finding: Finding, facts: Facts) -> str:
    """Return how many links there were, unless what counted is that one leads to a listed host."""
    return _("A link to a site on a list of this forum.") if "hosts" in facts else sentence_of(finding)


def _some_check() -> tuple[str, str]:
    return _("An automatic check"), _("It pointed the text out to moderators.")


GENERALLY: dict[str, Callable[[], tuple[str, str]]] = {
    "words": lambda: (title_of("words"), _("A word on a list of words of this forum.")),
    "triage": lambda: (_("An automatic estimate"), _("The text is like others that moderators removed here.")),
    "akismet": lambda: (_("An automatic estimate"), _("A service against spam took the text for spam.")),
    "mail": lambda: (_("Settings of the forum"), _("They ask for a moderator’s look at comments from some accounts.")),
    "haste": lambda: (title_of("haste"), _("It was sent very soon after its form was opened.")),
    "duplicate": lambda: (title_of("duplicate"), _("The same text was posted before.")),
    "near_duplicate": lambda: (title_of("near_duplicate"), _("Nearly the same text was posted before.")),
    "reports": lambda: (title_of("reports"), _("Readers reported it.")),
}
