"""Why a text has its score: the words that moved it most, and what it is like."""

from __future__ import annotations

from typing import Any

from perspectives.moderation.triage.features import Features, named, tokens_of
from perspectives.moderation.triage.model import Model, dot

# Words named for a text.
NAMED = 6
# Likeness (the cosine of two texts' features) from which something may be called alike.
ALIKE = 0.25


def moved_by(model: Model, text: str, features: Features) -> list[list[Any]]:
    """Return the words and pairs of `text` that moved its score most, each with 1 (towards removal) or -1."""
    moves = {}
    for name, bucket in named(tokens_of(text)):
        weight = model.weights.get(bucket, 0.0) * features.get(bucket, 0.0)
        if weight:
            moves[name] = weight
    heaviest = sorted(moves.items(), key=lambda item: (-abs(item[1]), item[0]))[:NAMED]
    return [[name[:60], 1 if weight > 0 else -1] for name, weight in heaviest]


def likeness(model: Model, features: Features) -> dict[str, int]:
    """Return the rule (0 for spam) under which comments like this were removed, and how many; {} for none."""
    near = [(dot(pattern.centre, features), pattern) for pattern in model.patterns]
    best = max(near, key=lambda item: (item[0], -item[1].rule), default=None)
    if best is None or best[0] < ALIKE:
        return {}
    return {"rule": best[1].rule, "count": best[1].count}
