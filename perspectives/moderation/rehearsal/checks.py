"""The checks that can be rehearsed: those that look at a text and at the forum's settings alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils.module_loading import import_string

from perspectives.conf import conf
from perspectives.discussion.screening import Check


class AsksTheDatabase(Exception):
    """A check wanted to ask the database: for thousands of texts that would be thousands of questions."""


def rehearsed_checks() -> list[tuple[str, Check]]:
    """Return name and function of the checks in CHECKS that REHEARSED_CHECKS lists, in their order."""
    paths = [path for path in conf.CHECKS if path in conf.REHEARSED_CHECKS]
    return [(path.rpartition(".")[2], import_string(path)) for path in paths]


def left_out() -> list[str]:
    """Return the names of the checks in CHECKS that are not rehearsed, in their order.

    Nearly the same text, for one, is measured by the twenty comments that its writer wrote elsewhere in the thirty days
    before: another twenty for each comment, and no number of questions that would be right for all of them is small.
    """
    return [path.rpartition(".")[2] for path in conf.CHECKS if path not in conf.REHEARSED_CHECKS]


@contextmanager
def no_questions() -> Iterator[None]:
    """Let nothing inside ask the database: AsksTheDatabase is raised where something does."""

    def refuse(execute: Callable[..., Any], *args: Any) -> Any:
        raise AsksTheDatabase

    with connection.execute_wrapper(refuse):
        yield
