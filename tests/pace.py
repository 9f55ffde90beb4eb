"""How fast this machine is just now, so that a promise in seconds is held against the machine it was made on.

A limit counts as it is written on a machine as quick as the one the figures were taken on, or quicker. Where the same
fixed piece of work takes three times as long - an older processor, neighbours on the machine - three times as long is
allowed: what a promise excludes, work that grows with the square of a text or waits for a lock, takes far more.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from statistics import median

# Seconds that `_work` takes on the machine on which the figures were taken; `python -m tests.pace` measures it anew.
REFERENCE = 0.018
TURNS = 5
_DIGITS = re.compile(r"(\w)(\d+)")


def allowed(seconds: float, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return a limit of so many seconds as it holds here and now, by the clock that was measured with."""
    return seconds * max(1.0, median(_measured(clock) for _turn in range(TURNS)) / REFERENCE)


def allowed_processor(seconds: float) -> float:
    """Return a limit of so many seconds of this process's own time, which neighbours lengthen but little."""
    return allowed(seconds, time.process_time)


def _measured(clock: Callable[[], float]) -> float:
    """Return how long the piece of work takes."""
    began = clock()
    _work()
    return clock() - began


def _work() -> int:
    """Do what the code under test does most: words, numbers in a dictionary, a regular expression."""
    words = [f"w{number % 977}" for number in range(20_000)]
    lengths: dict[str, int] = {}
    for word in words:
        lengths[word] = lengths.get(word, 0) + len(word)
    return len(_DIGITS.sub(r"\2\1", " ".join(words))) + sum(lengths.values())


if __name__ == "__main__":
    now = median(_measured(time.process_time) for _turn in range(101))
    sys.stdout.write(f"{now:.4f} s now, {REFERENCE} s where the figures were taken\n")
