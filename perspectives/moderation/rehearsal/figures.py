"""The figures of a rehearsal: how many would have been held, and what moderators had decided on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from perspectives.discussion.models import Answer
from perspectives.moderation.models import Act
from perspectives.moderation.rehearsal.run import Rehearsal, Seen

# What stops or marks a text, the gravest first, and the name of each in the figures.
OUTCOMES = {Answer.REFUSE: "refused", Answer.HOLD: "held", Answer.FLAG: "flagged"}
# What moderators decided, in the order of the table; "" is nothing.
DECIDED = (Act.APPROVE.value, Act.REJECT.value, Act.SPAM.value, "")
LABELS = {
    "refused": gettext_lazy("Refused"),
    "held": gettext_lazy("Held"),
    "flagged": gettext_lazy("Flagged"),
}

Figures = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """A row of the table: an outcome, today's number, the number then split by what was decided, and how many new."""

    label: str
    today: int
    then: int
    decided: list[int]
    newly: int


def figures_of(rehearsal: Rehearsal) -> Figures:
    """Return the figures, as they are kept with the change: numbers, and names of checks."""
    seen = rehearsal.seen
    figures: Figures = {
        "comments": len(seen),
        "asked": rehearsal.asked,
        "complete": rehearsal.complete,
        "failed": sorted(rehearsal.failed),
        # Caught today, and not any more.
        "let_go": sum(1 for one in seen if one.changes and one.then == Answer.PASS),
    }
    for answer, name in OUTCOMES.items():
        figures[name] = sum(1 for one in seen if one.then == answer)
        figures[f"{name}_today"] = sum(1 for one in seen if one.today == answer)
        figures[f"{name}_newly"] = sum(1 for one in seen if one.then == answer and one.changes)
        figures[f"{name}_by_decision"] = _split([one for one in seen if one.then == answer])
    return figures


def _split(seen: list[Seen]) -> list[int]:
    """Return how many of them were approved, rejected, marked as spam, and never decided on."""
    return [sum(1 for one in seen if one.decided == act) for act in DECIDED]


def table_of(figures: Figures) -> list[Line]:
    """Return the rows of the table."""
    return [
        Line(
            label=str(LABELS[name]),
            today=figures[f"{name}_today"],
            then=figures[name],
            decided=figures[f"{name}_by_decision"],
            newly=figures[f"{name}_newly"],
        )
        for name in OUTCOMES.values()
    ]


def summary_of(figures: Figures) -> str:
    """Return the figures in a sentence; "" where there are none."""
    if not figures:
        return ""
    said = ngettext(
        "Of the last %(comments)d comment, %(stopped)d would be held or refused, %(newly)d of them newly.",
        "Of the last %(comments)d comments, %(stopped)d would be held or refused, %(newly)d of them newly.",
        figures["comments"],
    )
    stopped = figures["held"] + figures["refused"]
    newly = figures["held_newly"] + figures["refused_newly"]
    approved = figures["held_by_decision"][0] + figures["refused_by_decision"][0]
    sentence = said % {"comments": figures["comments"], "stopped": stopped, "newly": newly}
    if not stopped:
        return sentence
    rest = ngettext(
        "Moderators had approved %(approved)d of them.", "Moderators had approved %(approved)d of them.", approved
    )
    return _("%(sentence)s %(rest)s") % {"sentence": sentence, "rest": rest % {"approved": approved}}
