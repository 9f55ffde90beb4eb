"""What checks found, in words a moderator can read: "3 links, 2 allowed"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from perspectives.discussion.models import Answer, Finding, Policy
from perspectives.moderation.moments import moment

Facts = dict[str, Any]

NAMES = {
    "closed": gettext_lazy("Open discussion"),
    "sanctioned": gettext_lazy("Sanctions"),
    "length": gettext_lazy("Length"),
    "flood": gettext_lazy("Pace"),
    "duplicate": gettext_lazy("Repetition"),
    "links": gettext_lazy("Links"),
    "words": gettext_lazy("Listed words"),
    "newcomer": gettext_lazy("Newcomer"),
    "policy": gettext_lazy("Policy"),
}


@dataclass(frozen=True)
class Line:
    """A finding as a page shows it."""

    name: str
    answer: str
    answer_label: str
    sentence: str
    revision: int


def line_of(finding: Finding) -> Line:
    """Return the line that shows `finding`."""
    return Line(
        name=str(NAMES.get(finding.check_name, finding.check_name)),
        answer=finding.answer,
        answer_label=finding.get_answer_display(),
        sentence=sentence_of(finding),
        revision=finding.revision,
    )


def sentence_of(finding: Finding) -> str:
    """Return the facts of a finding in words; those of a host's own checks as "name: value"."""
    if finding.answer == Answer.DID_NOT_RUN:
        return _("The check failed with an error: %(error)s") % {"error": finding.facts.get("error", "?")}
    try:
        return SENTENCES[finding.check_name](finding.facts)
    except (KeyError, TypeError, ValueError):
        # A host's own check, or facts that an older release wrote.
        return ", ".join(f"{name}: {value}" for name, value in finding.facts.items())


def _closed(facts: Facts) -> str:
    return _("The discussion is locked.") if facts.get("state") else _("The discussion is open.")


def _sanctioned(facts: Facts) -> str:
    if not facts:
        return _("No sanction binds the member.")
    if facts["kind"] == "hold":
        return _("This member's comments are always held.")
    if facts["until"] is None:
        return _("The member is banned.")
    return _("The member is suspended until %(until)s.") % {"until": moment(datetime.fromisoformat(facts["until"]))}


def _length(facts: Facts) -> str:
    count = facts["characters"]
    return ngettext("%(count)d character", "%(count)d characters", count) % {"count": count}


def _flood(facts: Facts) -> str:
    if not facts:
        return _("At an ordinary pace.")
    return _("Too often; may write again in %(seconds)d seconds.") % {"seconds": facts["seconds"]}


def _duplicate(facts: Facts) -> str:
    if not facts:
        return _("Not said before.")
    return _("The same text as #%(number)d in “%(slug)s”.") % {"number": facts["number"], "slug": facts["slug"]}


def _links(facts: Facts) -> str:
    said = ngettext("%(links)d link, %(allowed)d allowed", "%(links)d links, %(allowed)d allowed", facts["links"])
    return said % {"links": facts["links"], "allowed": facts["allowed"]}


def _words(facts: Facts) -> str:
    if not facts:
        return _("None of the listed words.")
    return _("Listed: %(words)s") % {"words": ", ".join(facts["words"])}


def _newcomer(facts: Facts) -> str:
    if not facts:
        return _("Not asked here.")
    said = ngettext(
        "%(public)d public comment here, %(needed)d needed",
        "%(public)d public comments here, %(needed)d needed",
        facts["public"],
    )
    return said % {"public": facts["public"], "needed": facts["needed"]}


def _policy(facts: Facts) -> str:
    return str(Policy(facts["policy"]).label)


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "closed": _closed,
    "sanctioned": _sanctioned,
    "length": _length,
    "flood": _flood,
    "duplicate": _duplicate,
    "links": _links,
    "words": _words,
    "newcomer": _newcomer,
    "policy": _policy,
}
