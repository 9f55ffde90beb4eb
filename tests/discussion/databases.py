"""Databases beside the tests' own: made empty or as copies, and thrown away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection


@contextmanager
def led_to(database: str) -> Iterator[None]:
    """Let the connection lead to another database until the block ends."""
    home = connection.settings_dict["NAME"]
    _lead(database)
    try:
        yield
    finally:
        _lead(home)


@contextmanager
def made(name: str, copied_from: str = "") -> Iterator[str]:
    """Make a database, empty or a copy that nobody is using, for the block; give its whole name."""
    if connection.vendor not in ("sqlite", "postgresql"):
        pytest.skip(f"Nobody has said how a database is copied on {connection.vendor}.")
    home = Path(connection.settings_dict["NAME"])
    whole = str(home.with_name(f"{home.name}-{name}"))
    if connection.vendor == "sqlite":
        if copied_from:
            shutil.copyfile(copied_from, whole)
    else:
        _say(f'DROP DATABASE IF EXISTS "{whole}"')
        _say(f'CREATE DATABASE "{whole}" TEMPLATE "{copied_from or "template1"}"')
    try:
        yield whole
    finally:
        if connection.vendor == "sqlite":
            Path(whole).unlink()
        else:
            _say(f'DROP DATABASE "{whole}"')


def analyse() -> None:
    """Let the database know how the rows that a test has written are spread, before it is asked for its plans.

    What PostgreSQL plans depends on what other tests have left, and on when it last vacuumed of its own accord. A table
    that it vacuums while no row is committed yet it takes for empty: it is told of all of them. What was rolled back
    makes files longer, now those of the comments and now those of their indexes: they are written anew.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            connection.check_constraints()
            cursor.execute("CLUSTER perspectives_comment USING perspectives_comment_pkey")
            cursor.execute("ANALYZE")
        else:
            cursor.execute(f"ANALYZE {'TABLE ' if connection.vendor == 'mysql' else ''}perspectives_comment")


def _lead(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database


def _say(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)
