"""How much of each fault is tried: a little with every run of the tests, all of it with FAULTS=full."""

from __future__ import annotations

import os

import pytest

FULL = os.environ.get("FAULTS") == "full"
# Where a machine must have everything that the tests ask for.
STRICT = bool(os.environ.get("CI"))


def sized(little: int, full: int) -> int:
    """Return `full` where all is tried, else `little`."""
    return full if FULL else little


def missing(what: str) -> None:
    """Skip a test for want of `what`, which a machine of continuous integration must not want."""
    if STRICT:
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")
