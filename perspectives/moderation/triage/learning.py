"""Learning: logistic regression by stochastic gradient descent, always the same from the same decisions.

The method is the textbook's (Bottou, "Large-scale machine learning with stochastic gradient descent", 2010): one step
an example, steps that grow shorter, weights drawn to zero. Classes count alike, however rare one of them is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from perspectives.moderation.triage.features import (
    BUCKETS,
    NOTHING_KNOWN,
    Facts,
    Features,
    features_of,
    named,
    tokens_of,
)
from perspectives.moderation.triage.model import Model, Pattern, dot, sigmoid

ROUNDS = 6
# The first step, how soon steps grow shorter (in examples), and what draws a weight to zero at each of its steps.
STEP, SHORTER, DRAWN = 0.8, 20_000, 1e-4
# Words named, of each side; features kept of a rule's centre; comments that make a pattern.
NAMED, CENTRE, PATTERN = 60, 300, 5


class Example(NamedTuple):
    """A comment that was decided on: its words, whether it was removed, and under which rule (0 for spam)."""

    text: str
    removed: bool
    rule: int = 0
    facts: Facts = NOTHING_KNOWN


def learn(examples: Sequence[Example]) -> Model:
    """Return the model of these examples, which are of both kinds; ValueError where they are not."""
    counts = Counter(example.removed for example in examples)
    if len(counts) < 2:
        raise ValueError("There is nothing to tell apart.")
    share = {kind: len(examples) / (2 * count) for kind, count in counts.items()}
    rows = [(features_of(one.text, one.facts), float(one.removed), share[one.removed]) for one in examples]
    model = Model()
    chance, step = Random(0), 0  # noqa: S311  # The same order each time; nothing is secret.
    for _round in range(ROUNDS):
        chance.shuffle(rows)
        for features, wanted, weight in rows:
            step += 1
            _learn_one(model, features, wanted, weight * STEP / (1 + step / SHORTER))
    model.patterns = _patterns(examples)
    model.names = _names(model, examples)
    return model


def _learn_one(model: Model, features: Features, wanted: float, step: float) -> None:
    """Move the weights of one example's features a step towards what was decided."""
    weights = model.weights
    error = step * (wanted - sigmoid(model.bias + dot(weights, features)))
    model.bias += error * 0.1
    kept = 1 - DRAWN
    for bucket, value in features.items():
        weights[bucket] = weights.get(bucket, 0.0) * kept + error * value


def _patterns(examples: Sequence[Example]) -> list[Pattern]:
    """Return for each rule what comments removed under it have in common, where there are enough of them."""
    texts: dict[int, list[Features]] = defaultdict(list)
    for example in examples:
        if example.removed:
            texts[example.rule].append(features_of(example.text, example.facts))
    return [_pattern(rule, texts[rule]) for rule in sorted(texts) if len(texts[rule]) >= PATTERN]


def _pattern(rule: int, rows: list[Features]) -> Pattern:
    """Return the centre of texts: their heaviest features on average, with length one."""
    total: dict[int, float] = defaultdict(float)
    for features in rows:
        for bucket, value in features.items():
            if bucket < BUCKETS:
                total[bucket] += value
    heaviest = sorted(total.items(), key=lambda item: (-item[1], item[0]))[:CENTRE]
    length = sum(value * value for _bucket, value in heaviest) ** 0.5
    return Pattern(rule, len(rows), {bucket: value / length for bucket, value in heaviest} if length else {})


def _names(model: Model, examples: Sequence[Example]) -> dict[int, str]:
    """Return the commonest name of each of the heaviest buckets, those of words that nobody else would know apart.

    A word is named only where two comments at least have it: a name or an address in one alone is nobody's business.
    """
    words = [(weight, bucket) for bucket, weight in model.weights.items() if bucket < BUCKETS]
    heavy = {bucket for _weight, bucket in [*sorted(words)[:NAMED], *sorted(words)[-NAMED:]]}
    names: dict[int, Counter[str]] = defaultdict(Counter)
    for example in examples:
        for name, bucket in named(tokens_of(example.text)):
            if bucket in heavy:
                names[bucket][name] += 1
    found = {bucket: min(counted.items(), key=lambda item: (-item[1], item[0])) for bucket, counted in names.items()}
    return {bucket: name for bucket, (name, count) in sorted(found.items()) if count > 1}
