"""Rows by the hundred thousand, straight through the database's driver: COPY where there is one, else executemany."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Max

# Rows handed to the driver in one call.
CHUNK = 1000
# kB of SQLite's cache while it is filled: a batch and the ends of the indexes it touches.
ROOM = 200_000

Row = Sequence[Any]


def write_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Write `rows` of `model` inside the caller's transaction; `names` are attribute names, in the order of values.

    Fields that are not named get their default, the primary key the database's. Signals are not sent.
    """
    fields = [_field(model, name) for name in names]
    rest = [field for field in model._meta.concrete_fields if field not in fields and not field.primary_key]
    fields, values = fields + rest, [field.get_default() for field in rest]
    change = [(place, adapt) for place, field in enumerate(fields) if (adapt := _adapter(field))]
    ready = (_adapted([*row, *values], change) for row in rows)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and hasattr(cursor, "copy"):
            _copy(cursor, f"COPY {table} ({columns}) FROM STDIN", ready)
        else:
            marks = ", ".join(["%s"] * len(fields))
            _execute(cursor, f"INSERT INTO {table} ({columns}) VALUES ({marks})", ready)  # noqa: S608


@contextmanager
def roomy() -> Iterator[None]:
    """Give SQLite room for a batch in memory while the block runs, or it writes every page of it several times."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{ROOM}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {int(usual)}")


def next_keys(model: type[models.Model], count: int) -> list[int] | None:
    """Return `count` primary keys that rows of `model` may be written with in this transaction.

    None where the database gives keys only to rows that are written (MariaDB). The caller holds the write lock.
    """
    if connection.vendor == "sqlite":
        last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            given = (cursor.fetchone() or (0,))[0]
        return list(range(max(last, given) + 1, max(last, given) + 1 + count))
    if connection.vendor != "postgresql":
        return None
    sequence = [connection.ops.quote_name(model._meta.db_table), model._meta.pk.column, count]
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", sequence)
        return sorted(key for (key,) in cursor.fetchall())


def _field(model: type[models.Model], name: str) -> Any:
    """Return the field with the attribute `name` ("author_id")."""
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _adapter(field: Any) -> Callable[[Any], Any] | None:
    """Return what makes a value of `field` one the driver writes as Django does; None where it is that already."""
    if isinstance(field, models.JSONField):
        return json.dumps
    if isinstance(field, models.DateTimeField) and connection.vendor != "postgresql":
        return _moment
    return None


def _moment(value: datetime | None) -> Any:
    return None if value is None else connection.ops.adapt_datetimefield_value(value)


def _adapted(row: list[Any], change: list[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    for place, adapt in change:
        row[place] = adapt(row[place])
    return row


def _copy(cursor: Any, statement: str, rows: Iterable[Row]) -> None:
    """Stream rows to PostgreSQL."""
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _execute(cursor: Any, statement: str, rows: Iterable[Row]) -> None:
    """Hand rows to the driver a chunk at a time."""
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            cursor.executemany(statement, chunk)
            chunk = []
    if chunk:
        cursor.executemany(statement, chunk)
