"""Statements that a database server keeps ready: PostgreSQL plans most of a page's questions longer than it runs them.

Django sends PostgreSQL whole texts, which are planned each time. Where the host gives psycopg a `prepare_threshold`
(OPTIONS of the database), a question's values travel apart from its words, and psycopg lets the server keep its plan:
`prepared_max` statements a connection, the least used of them forgotten first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partialmethod
from importlib import import_module
from itertools import count
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

# Types of columns whose values psycopg makes the same of, in whichever form they come; Django has its own for others.
ALIKE = {"bigint", "integer", "smallint", "boolean", "varchar", "text", "timestamp with time zone"}
PLACEHOLDER = re.compile("(%%|%s)")
# How often statements were forgotten.
TIMES = count(1)


def keeps_statements(connection: BaseDatabaseWrapper) -> bool:
    """Whether the server may keep statements of this connection, which is opened for it.

    It keeps none while Django logs them: the log shows what a cursor has sent, which would be no values.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return False
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    # The connection of psycopg 2, which knows nothing of it, has no such attribute.
    return getattr(connection.connection, "prepare_threshold", None) is not None


def cursor_that_keeps(connection: BaseDatabaseWrapper, *, planned: bool, binary: bool) -> Any:
    """Return Django's cursor around one of psycopg's that sends values apart; whoever looks on sees what it does.

    `planned` has each statement planned for its own values, and none kept; `binary` has rows come as the server has
    them, which spares both sides to write and read moments as text.
    """
    driver: Any = connection.connection
    usual, driver.cursor_factory = driver.cursor_factory, _cursor_class(planned)
    try:
        cursor = connection.cursor()
    finally:
        driver.cursor_factory = usual
    if binary:
        cursor.cursor.format = import_module("psycopg.pq").Format.BINARY
    return cursor


def forget_statements(connection: BaseDatabaseWrapper) -> None:
    """Have the server forget what it keeps for this connection; psycopg sees it, and sends it anew.

    It looks only at statements it has not seen before, so each time this is another.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"DEALLOCATE ALL -- {next(TIMES)}")


@cache
def _cursor_class(planned: bool) -> Any:
    """Return psycopg's cursor that sends values apart, or one that lets no statement be kept."""
    usual = import_module("psycopg").Cursor
    execute = partialmethod(usual.execute, prepare=False)
    return type("PlannedCursor", (usual,), {"execute": execute}) if planned else usual


def reads_binary(connection: BaseDatabaseWrapper, columns: Sequence[Any]) -> bool:
    """Whether rows of these columns (expressions) are the same to whoever reads them, sent as text or not."""
    kinds = {str(column.output_field.db_type(connection)).partition("(")[0] for column in columns}
    return bool(kinds) and settings.USE_TZ and kinds <= ALIKE


def with_literals(connection: Any, sql: str, parts: Sequence[tuple[int | None, Any]]) -> str:
    """Return `sql` with every parameter that is always the same, one without a place, written into it.

    So the server knows the types of all it is told, and its plan for any values may go by what never differs.
    """
    given = iter(parts)
    pieces = PLACEHOLDER.split(sql)
    for number in range(1, len(pieces), 2):
        place, fixed = next(given) if pieces[number] == "%s" else (0, None)
        if place is None:
            pieces[number] = connection.ops.compose_sql("%s", [fixed]).replace("%", "%%")
    return "".join(pieces)


def as_parameter(value: Any) -> Any:
    """Return a value as it travels apart: numbers all of one type, for each mix of types is a statement of its own."""
    return import_module("psycopg.types.numeric").Int8(value) if isinstance(value, int) else value
