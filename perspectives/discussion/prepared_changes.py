"""Rows that every post writes and counts that it moves, put into SQL once a process, as `prepared` does with questions.

Where a database tells what a changed row has become (RETURNING), a count is moved and read in one statement.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import connections, models, router
from django.db.models import QuerySet
from django.db.models.signals import post_save, pre_save
from django.db.models.sql import UpdateQuery

from perspectives.discussion.prepared import Value, Worded, stand_ins, word

# Databases that tell what an UPDATE has made of rows, in the words we use. MariaDB and MySQL do not.
TELLING = ("sqlite", "postgresql")
Rows = list[tuple[Any, ...]]


def tells(model: type[models.Model]) -> bool:
    """Whether the database that `model` is written to tells what an UPDATE has made of its rows."""
    connection = connections[router.db_for_write(model)]
    return connection.vendor in TELLING and connection.features.can_return_columns_from_insert


class _Change(ABC):
    """A change in SQL that is worded once for a database, a shape and kinds of values, and may tell what it made."""

    def __init__(self, telling: Sequence[str]) -> None:
        self.telling = tuple(telling)
        # In SQL, and what reads the rows it tells.
        self._worded: dict[Any, tuple[Worded, Worded | None]] = {}

    def count(self, *values: Value, shape: tuple[Any, ...] = ()) -> int:
        """Make the change and return how many rows it concerns; `shape` as in `Prepared.rows`."""
        alias, (worded, _reading) = self._ready(values, shape)
        with connections[alias].cursor() as cursor:
            cursor.execute(worded.sql, worded.given(alias, values))
            return int(cursor.rowcount)

    def rows(self, *values: Value, shape: tuple[Any, ...] = ()) -> Rows:
        """Make the change and return what the rows have become; only where the database `tells`."""
        alias, (worded, reading) = self._ready(values, shape)
        with connections[alias].cursor() as cursor:
            cursor.execute(worded.sql, worded.given(alias, values))
            rows = list(cursor.fetchall())
        return reading.converted(rows) if reading else rows

    def _ready(self, values: Sequence[Value], shape: tuple[Any, ...]) -> tuple[str, tuple[Worded, Worded | None]]:
        """Return the database, and the change in its words."""
        alias = _alias(self._model(shape, values)) if len(connections.settings) > 1 else "default"
        key = (alias, shape, tuple(map(type, values)))
        if key not in self._worded:
            self._worded[key] = self._telling(self._word(alias, values, shape), alias, self._model(shape, values))
        return alias, self._worded[key]

    def _telling(self, worded: Worded, alias: str, model: type[models.Model]) -> tuple[Worded, Worded | None]:
        """Return a change that tells, and what reads what it tells."""
        if not self.telling:
            return worded, None
        asked = model._base_manager.order_by().values_list(*self.telling).query
        told = ", ".join(_columns(model, alias, self.telling))
        return worded._replace(sql=f"{worded.sql} RETURNING {told}"), word(asked.get_compiler(using=alias), alias, ())

    @abstractmethod
    def _model(self, shape: tuple[Any, ...], values: Sequence[Value]) -> type[models.Model]:
        """Return the model whose rows are changed."""

    @abstractmethod
    def _word(self, alias: str, values: Sequence[Value], shape: tuple[Any, ...]) -> Worded:
        """Return the change in SQL, made with stand-ins for the values."""


class PreparedUpdate(_Change):
    """An UPDATE: a function that makes a queryset and the new values of its columns from values that stand in it."""

    def __init__(
        self, change: Callable[..., tuple[QuerySet[Any, Any], dict[str, Any]]], telling: Sequence[str] = ()
    ) -> None:
        """Take the change, whose arguments are as a question's; `telling` names fields to be told of the new rows."""
        super().__init__(telling)
        self.change = change

    def _model(self, shape: tuple[Any, ...], values: Sequence[Value]) -> type[models.Model]:
        return self.change(*shape, *values)[0].model

    def _word(self, alias: str, values: Sequence[Value], shape: tuple[Any, ...]) -> Worded:
        rows, changed = self.change(*shape, *stand_ins(values))
        query: Any = rows.query.chain(UpdateQuery)  # As QuerySet.update does it.
        query.add_update_values(changed)
        query.annotations = {}
        return word(query.get_compiler(using=alias), alias, values)


class PreparedCopy(_Change):
    """An INSERT of what a question finds: a function that makes a queryset of tuples from values that stand in it."""

    def __init__(
        self,
        model: type[models.Model],
        names: Sequence[str],
        question: Callable[..., QuerySet[Any, Any]],
        telling: Sequence[str] = (),
    ) -> None:
        """Take the question, which gives the fields `names` of new rows of `model` in order."""
        super().__init__(telling)
        self.model, self.names, self.question = model, names, question

    def _model(self, shape: tuple[Any, ...], values: Sequence[Value]) -> type[models.Model]:
        return self.model

    def _word(self, alias: str, values: Sequence[Value], shape: tuple[Any, ...]) -> Worded:
        question = self.question(*shape, *stand_ins(values))
        worded = word(question.query.get_compiler(using=alias), alias, values)
        quoted, meta = connections[alias].ops.quote_name, self.model._meta
        columns: list[Any] = [meta.get_field(name) for name in self.names]
        into = f"{quoted(meta.db_table)} ({', '.join(quoted(column.column) for column in columns)})"
        return worded._replace(sql=f"INSERT INTO {into} {worded.sql}")


def create(row: models.Model, also: str = "") -> tuple[Any, ...]:
    """Write a new row as `save(force_insert=True)` does and give it its key; return what the SQL `also` tells of it.

    `also` is for databases that tell (see `tells`); without it the answer is ().
    """
    model, alias = type(row), _alias(type(row))
    pre_save.send(sender=model, instance=row, raw=False, using=alias, update_fields=None)
    sql, keyed = _insert(model, alias, 1, also)
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, _values([row], alias))
        key, *told = cursor.fetchone() if keyed else (_last_key(model, alias, cursor),)
    row.pk = key
    row._state.adding, row._state.db = False, alias
    post_save.send(sender=model, instance=row, created=True, update_fields=None, raw=False, using=alias)
    return tuple(told)


def create_all(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model in one statement, as `bulk_create` does; they do not learn their keys."""
    if not rows:
        return
    model = type(rows[0])
    alias = _alias(model)
    values = _values(rows, alias)
    most = connections[alias].features.max_query_params
    if most is not None and len(values) > most:
        model._default_manager.using(alias).bulk_create(rows)
        return
    with connections[alias].cursor() as cursor:
        cursor.execute(_insert(model, alias, len(rows), None)[0], values)


def _alias(model: type[models.Model]) -> str:
    return router.db_for_write(model) if len(connections.settings) > 1 else "default"


@cache
def _fields(model: type[models.Model]) -> list[Any]:
    """Return the fields that an INSERT gives: all columns but the key, which the database makes."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _columns(model: type[models.Model], alias: str, names: Sequence[str]) -> list[str]:
    """Return the quoted columns of fields, with their table."""
    quoted = connections[alias].ops.quote_name
    meta: Any = model._meta
    columns = [meta.pk if name == "pk" else meta.get_field(name) for name in names]
    return [f"{quoted(meta.db_table)}.{quoted(column.column)}" for column in columns]


@cache
def _insert(model: type[models.Model], alias: str, count: int, also: str | None) -> tuple[str, bool]:
    """Return an INSERT of `count` rows, and whether it tells the key (and what the SQL `also` asks, "" for nothing)."""
    connection, fields = connections[alias], _fields(model)
    quoted = connection.ops.quote_name
    row = f"({', '.join(['%s'] * len(fields))})"
    columns = ", ".join(quoted(field.column) for field in fields)
    sql = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608
    if also is None or not connection.features.can_return_columns_from_insert:
        return sql, False
    told = [quoted(str(model._meta.pk.column)), *([also] if also else [])]
    return f"{sql} RETURNING {', '.join(told)}", True


def _values(rows: Sequence[models.Model], alias: str) -> list[Any]:
    """Return the parameters of an INSERT, as Django hands them to the driver."""
    connection = connections[alias]
    fields = _fields(type(rows[0]))
    return [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]


def _last_key(model: type[models.Model], alias: str, cursor: Any) -> Any:
    """Return the key of the row just written, where an INSERT does not tell it."""
    meta: Any = model._meta
    return connections[alias].ops.last_insert_id(cursor, meta.db_table, meta.pk.column)
