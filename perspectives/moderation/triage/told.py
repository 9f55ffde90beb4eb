"""What the desk tells of the model: whether it is in use, what it learned from, and which words weigh most in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from perspectives.moderation.models import TriageModel
from perspectives.moderation.triage.decided import LEAST, final_decisions
from perspectives.moderation.triage.features import VERSION
from perspectives.moderation.triage.model import Model
from perspectives.moderation.triage.present import present_model

# Rows of the past shown, and words of each side.
PAST, WORDS = 12, 20
FIGURES = ("precision", "recall", "auc")


@dataclass(frozen=True)
class Learned:
    """One time it learned: when, from how many decisions, and the shares it had right of those it had not seen."""

    at: datetime
    approved: int
    removed: int
    unseen: int
    figures: tuple[float | None, ...]
    readable: bool


@dataclass(frozen=True)
class Told:
    """The state of the model: the times it learned, the latest first, and the one in use, None where none is."""

    past: list[Learned]
    model: Model | None
    # Judgements there are and needed, where nothing was learned yet.
    decisions: int = 0
    least: int = 0

    @property
    def latest(self) -> Learned | None:
        """The last time it learned."""
        return self.past[0] if self.past else None


def told() -> Told:
    """Return the state of the model: two queries, two more once a minute in each process."""
    columns = ("created_at", "version", "learned_from", "measured")
    rows = TriageModel.objects.order_by("-pk").values_list(*columns)[:PAST]
    past = [_learned(*row) for row in rows]
    return Told(past, present_model()) if past else Told([], None, final_decisions(), LEAST)


def heaviest(model: Model) -> tuple[list[str], list[str]]:
    """Return the words and pairs that weigh most for removal and for approval, the heaviest of each first."""
    known = sorted((-model.weights.get(bucket, 0.0), name) for bucket, name in model.names.items())
    removal = [name for weight, name in known if weight < 0][:WORDS]
    return removal, [name for weight, name in reversed(known) if weight > 0][:WORDS]


def _learned(at: datetime, version: int, counted: Any, measured: Any) -> Learned:
    """Return the times of a row, whatever an older release has written there."""
    counts, figures = (given if isinstance(given, dict) else {} for given in (counted, measured))
    approved, removed, unseen = (
        _count(value) for value in (*map(counts.get, ("approved", "removed")), figures.get("of"))
    )
    return Learned(
        at, approved, removed, unseen, tuple(_share(figures.get(name)) for name in FIGURES), version == VERSION
    )


def _count(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _share(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
