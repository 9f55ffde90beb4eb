"""Measuring: probes in turns, round after round, so that whatever disturbs the machine disturbs all of them alike."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from perspectives.site.benchmark.server import Answer


@dataclass(frozen=True)
class Probe:
    """Something to measure: `ask` is timed by the answer it returns, `prepare` runs before it and is not."""

    name: str
    ask: Callable[[], Answer]
    prepare: Callable[[], object] = lambda: None
    finish: Callable[[], object] = lambda: None
    status: int = 200


@dataclass(frozen=True)
class Times:
    """What was measured, in milliseconds: the median, and where the middle half lies."""

    median: float
    low: float
    high: float
    count: int


def summary(took: Sequence[float]) -> Times:
    """Return the median and the quartiles of `took`; one measurement is all three."""
    if len(took) == 1:
        return Times(took[0], took[0], took[0], 1)
    low, _middle, high = statistics.quantiles(took, n=4, method="inclusive")
    return Times(statistics.median(took), low, high, len(took))


def measure(probes: Sequence[Probe], rounds: int, warm_up: int = 2) -> dict[str, Times]:
    """Run every probe once a round and return the times of each by name; the first `warm_up` rounds do not count.

    RuntimeError where an answer has another status than expected: a quick error page must not be a record.
    """
    took: dict[str, list[float]] = {probe.name: [] for probe in probes}
    gc.collect()
    gc.disable()
    try:
        for turn in range(rounds + warm_up):
            for probe in probes:
                time = _once(probe)
                if turn >= warm_up:
                    took[probe.name].append(time)
    finally:
        gc.enable()
    return {name: summary(times) for name, times in took.items()}


def _once(probe: Probe) -> float:
    """Run a probe once and return its time in milliseconds."""
    probe.prepare()
    answer = probe.ask()
    probe.finish()
    if answer.status != probe.status:
        raise RuntimeError(f"{probe.name}: status {answer.status} instead of {probe.status}")
    return answer.took
