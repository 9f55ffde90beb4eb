"""`manage.py test`: what it hands to pytest."""

from __future__ import annotations

import pytest

from perspectives.site.management.commands.test import PARALLEL, pytest_arguments


@pytest.mark.parametrize("given", [[], ["--color=no"], ["tests/text", "-q"], ["-k", "tags"], ["--durations=5", "-x"]])
def test_tests_run_in_parallel_unless_told_otherwise(given):
    assert pytest_arguments(given) == [*PARALLEL, *given]


@pytest.mark.parametrize(
    "given", [["-n0"], ["-n", "3"], ["--numprocesses=1"], ["--pdb"], ["-s"], ["-p", "no:xdist"], ["--co"]]
)
def test_a_choice_of_ones_own_is_left_alone(given):
    assert pytest_arguments(given) == given
