"""`manage.py test`: all the tests, by pytest, in a process of its own with the settings of the tests."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from django.core.management.base import BaseCommand

from perspectives.site.bootstrap import ROOT

# As many processes as tests/conftest.py says; a choice of one's own, or a debugger, switches that off.
PARALLEL = ["-n", "auto", "--maxprocesses=4", "--dist=loadgroup"]
ALONE = {"--numprocesses", "--pdb", "--trace", "--collect-only", "--co", "--help", "--version"}
ALONE_SHORT = ("-n", "-p", "-h", "-s")


def pytest_arguments(given: list[str]) -> list[str]:
    """Return the arguments for pytest: those given, in parallel where nothing speaks against it."""
    alone = any(one.partition("=")[0] in ALONE or one.startswith(ALONE_SHORT) for one in given)
    return given if alone else [*PARALLEL, *given]


class Command(BaseCommand):
    """Run the tests; everything after `test` goes to pytest, and its exit status is ours."""

    help = "Runs the tests with pytest. Every argument is pytest's."
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> NoReturn:
        """Become pytest, with what stands after `test`."""
        # The tests choose their settings themselves (pyproject.toml).
        environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        os.chdir(ROOT)
        arguments = [sys.executable, "-m", "pytest", *pytest_arguments(argv[2:])]
        os.execve(sys.executable, arguments, environ)  # noqa: S606
