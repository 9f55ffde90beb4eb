"""How good a model is at texts it has not seen: the newest fifth, told by what was learned from the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from perspectives.moderation.triage.features import features_of
from perspectives.moderation.triage.learning import Example, learn

# One of so many examples is kept back, the newest ones.
HELD_BACK = 5
# Thousandths from which a text counts as flagged.
FLAGGED = 500


def measured(examples: Sequence[Example]) -> dict[str, Any]:
    """Return precision and recall on the newest fifth of `examples` (oldest first), and the area under the curve.

    A figure is None where nothing of the kind is in that fifth, or the rest has only one kind.
    """
    kept = len(examples) - len(examples) // HELD_BACK
    try:
        model = learn(examples[:kept])
    except ValueError:
        return {"precision": None, "recall": None, "auc": None, "of": 0}
    scores = [(model.score(features_of(one.text, one.facts)), one.removed) for one in examples[kept:]]
    flagged = [removed for score, removed in scores if score >= FLAGGED]
    removed = sum(removed for _score, removed in scores)
    return {
        "precision": _share(sum(flagged), len(flagged)),
        "recall": _share(sum(flagged), removed),
        "auc": area(scores),
        "of": len(scores),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def area(scores: Sequence[tuple[int, bool]]) -> float | None:
    """Return how often a removed text has the higher score of two, ties half; None where there are no two kinds."""
    removed = sum(one for _score, one in scores)
    fine = len(scores) - removed
    if not removed or not fine:
        return None
    below, won = 0, 0.0
    ranked = sorted(scores)
    place = 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end][0] == ranked[place][0]:
            end += 1
        tied = ranked[place:end]
        bad = sum(one for _score, one in tied)
        won += bad * (below + (len(tied) - bad) / 2)
        below += len(tied) - bad
        place = end
    return round(won / (removed * fine), 3)
