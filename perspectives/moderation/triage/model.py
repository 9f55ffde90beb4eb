"""The model itself: what it makes of features, and how it is written down and read. Pure, no database."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from perspectives.moderation.triage.features import Features

# Digits of a weight that are kept, and the size below which it says nothing.
DIGITS, FAINT = 4, 0.005


@dataclass(frozen=True)
class Pattern:
    """What comments rejected under one rule (0: marked as spam) have in common, and how many there were."""

    rule: int
    count: int
    centre: Features


@dataclass
class Model:
    """A logistic regression: weights by bucket, and what explains them."""

    bias: float = 0.0
    weights: Features = field(default_factory=dict)
    # The commonest word or pair of each of the heaviest buckets.
    names: dict[int, str] = field(default_factory=dict)
    patterns: list[Pattern] = field(default_factory=list)

    def probability(self, features: Features) -> float:
        """Return how likely a moderator is to remove what has these features, from 0 to 1."""
        return sigmoid(self.bias + dot(self.weights, features))

    def score(self, features: Features) -> int:
        """Return the probability in thousandths."""
        return round(1000 * self.probability(features))

    def stored(self) -> dict[str, Any]:
        """Return the model as JSON: numbers short, faint weights left out."""
        return {
            "bias": round(self.bias, DIGITS),
            "weights": _stored(self.weights),
            "names": {str(bucket): name for bucket, name in self.names.items()},
            "patterns": [
                {"rule": one.rule, "count": one.count, "centre": _stored(one.centre)} for one in self.patterns
            ],
        }


def read(stored: dict[str, Any]) -> Model:
    """Return the model that `stored` is; KeyError, TypeError or ValueError where it is none."""
    return Model(
        bias=float(stored["bias"]),
        weights=_read(stored["weights"]),
        names={int(bucket): str(name) for bucket, name in stored["names"].items()},
        patterns=[Pattern(int(one["rule"]), int(one["count"]), _read(one["centre"])) for one in stored["patterns"]],
    )


def _stored(features: Features) -> dict[str, float]:
    return {str(bucket): round(value, DIGITS) for bucket, value in features.items() if abs(value) >= FAINT}


def _read(stored: dict[str, Any]) -> Features:
    return {int(bucket): float(value) for bucket, value in stored.items()}


def sigmoid(value: float) -> float:
    """Return the logistic function, without overflow."""
    if value < -60:
        return 0.0
    return 1 / (1 + math.exp(-min(value, 60.0)))


def dot(weights: Features, features: Features) -> float:
    """Return the product of weights and features."""
    get = weights.get
    return sum(value * get(bucket, 0.0) for bucket, value in features.items())
