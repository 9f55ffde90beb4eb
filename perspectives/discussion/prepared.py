"""Questions that every page asks, put into SQL by the ORM once a process and asked again with other values.

For a small page the ORM spends more time on wording a question than the database on answering it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import NotSupportedError, connection, connections
from django.db.models import DateTimeField, Func, QuerySet

from perspectives.discussion.kept_statements import (
    as_parameter,
    cursor_that_keeps,
    forget_statements,
    keeps_statements,
    reads_binary,
    with_literals,
)

Value = int | str | datetime
# What stands in for a value while a question is worded, by its place among the values: found again in the parameters.
_NUMBERS = 1_987_654_300
_WORDS = "the-stand-in-of-value-"


class Prepared:
    """A question: a function that makes a queryset of tuples (`values_list`) from values, which must stand in it."""

    def __init__(
        self, question: Callable[..., QuerySet[Any, Any]], *, converted: bool = False, planned: bool = False
    ) -> None:
        """Take the question, whose arguments are numbers, words and moments that it compares columns with.

        Without `converted` rows come as the driver gives them: moments may be naive (see `moments`), JSON is text.
        `planned` is for a question whose best way depends on its values, as where they bound a range of any length.
        """
        self.question, self.converted, self.planned = question, converted, planned
        # By database, shape and the kinds of values.
        self._worded: dict[Any, Worded] = {}
        self._kept: dict[Any, Worded] = {}

    def rows(self, *values: Value, shape: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return the rows; `shape` holds arguments that change the SQL itself, as limits do, and come first."""
        alias = self.alias(values, shape)
        connection, kept = connections[alias], keeps_statements(connections[alias])
        worded = self.ready(alias, values, shape, kept=kept)
        given = worded.given(alias, values, as_parameter if kept else None)
        try:
            rows = worded.rows(connection, given)
        except NotSupportedError:
            if not kept or connection.in_atomic_block:
                raise
            # A column was given another type, and the server no longer takes what it kept. A transaction that ends
            # by this has psycopg forget; here nothing has begun.
            forget_statements(connection)
            rows = worded.rows(connection, given)
        return worded.converted(rows) if self.converted else rows

    def alias(self, values: Sequence[Value], shape: tuple[Any, ...] = ()) -> str:
        """Return the database that is to be asked."""
        return str(self.question(*shape, *values).db) if len(connections.settings) > 1 else "default"

    def ready(self, alias: str, values: Sequence[Value], shape: tuple[Any, ...] = (), *, kept: bool = False) -> Worded:
        """Return the question in the words of a database, or in those that its server keeps."""
        key = (alias, shape, tuple(map(type, values)))
        if key not in self._worded:
            asked = self.question(*shape, *stand_ins(values))
            self._worded[key] = word(asked.query.get_compiler(using=alias), alias, values)
        if not kept:
            return self._worded[key]
        if key not in self._kept:
            self._kept[key] = self._worded[key].kept(connections[alias], self.planned)
        return self._kept[key]


def together(*asked: tuple[Prepared, Sequence[Value]]) -> list[list[tuple[Any, ...]]]:
    """Ask several questions, each with its values, in one query and return the rows of each, in no order.

    For questions that find a row or a few, each with a key in it: the database pairs every row of one with every row of
    the others. Only the first may not come back empty, or nothing is known of the others. The columns of a question
    need names of their own, as `values_list` gives them.
    """
    aliases = [question.alias(values) for question, values in asked]
    if len(set(aliases)) > 1:
        return [question.rows(*values) for question, values in asked]
    alias = aliases[0]
    ready = [question.ready(alias, values) for question, values in asked]
    tables = [f"({worded.sql}) AS asked{place}" for place, worded in enumerate(ready)]
    sql = f"SELECT * FROM {' LEFT JOIN '.join([tables[0], *(f'{table} ON 1 = 1' for table in tables[1:])])}"  # noqa: S608  # Of questions in SQL, values apart.
    given = [param for worded, (_, values) in zip(ready, asked, strict=True) for param in worded.given(alias, values)]
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, given)
        rows = list(cursor.fetchall())
    return _parted(rows, [(question, worded) for (question, _), worded in zip(asked, ready, strict=True)])


def _parted(rows: list[tuple[Any, ...]], asked: list[tuple[Prepared, Worded]]) -> list[list[tuple[Any, ...]]]:
    """Return what each question has found, in the rows that pair all of it."""
    found, begin = [], 0
    for question, worded in asked:
        end = begin + len(worded.compiler.select)
        own = dict.fromkeys(row[begin:end] for row in rows)
        part = [row for row in own if any(value is not None for value in row)]
        found.append(worded.converted(part) if question.converted else part)
        begin = end
    return found


def _plain_cursor(connection: Any) -> Any:
    """Return Django's own cursor."""
    return connection.cursor()


class Worded(NamedTuple):
    """A question in SQL: what each parameter is (the place of a value, or what it always is), and what reads rows."""

    sql: str
    parts: list[tuple[int | None, Any]]
    compiler: Any
    converters: dict[int, Any]
    columns: list[Any]
    cursor: Callable[[Any], Any] = _plain_cursor

    def rows(self, connection: Any, given: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Return the driver's rows for the parameters `given`."""
        with self.cursor(connection) as cursor:
            cursor.execute(self.sql, given)
            return list(cursor.fetchall())

    def kept(self, connection: Any, planned: bool) -> Worded:
        """Return the question as one that the server keeps: nothing but its values is left of the parameters."""
        parts = [part for part in self.parts if part[0] is not None]
        sql = with_literals(connection, self.sql, self.parts)
        cursor = partial(cursor_that_keeps, planned=planned, binary=reads_binary(connection, self.columns))
        return self._replace(sql=sql, parts=parts, cursor=cursor)

    def given(self, alias: str, values: Sequence[Value], carried: Callable[[Any], Any] | None = None) -> list[Any]:
        """Return the parameters for these values, as the driver takes them; `carried` says how each travels."""
        given = [_adapted(alias, value) for value in values]
        given = list(map(carried, given)) if carried else given
        return [fixed if place is None else given[place] for place, fixed in self.parts]

    def converted(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Return the driver's rows with the values the ORM makes of them."""
        # The compiler of another thread serves as well, but for its connection, which converters are asked about.
        connection = connections[self.compiler.using]
        read = [(place, functions, expression) for place, (functions, expression) in self.converters.items()]
        made = [list(row) for row in rows]
        for row in made:
            for place, functions, expression in read:
                for convert in functions:
                    row[place] = convert(row[place], expression, connection)
        return [tuple(row) for row in made]


def word(compiler: Any, alias: str, values: Sequence[Value]) -> Worded:
    """Return in SQL what was worded with stand-ins for `values`; ValueError where one of them does not stand in it."""
    sql, params = compiler.as_sql()
    known = {_adapted(alias, _stand_in(place, value)): place for place, value in enumerate(values)}
    parts = [
        (known.get(param), param) if isinstance(param, int | str | datetime) else (None, param) for param in params
    ]
    missing = set(known.values()) - {place for place, _param in parts}
    if missing:
        raise ValueError(f"The values at {sorted(missing)} do not stand in the question.")
    # A union has no columns of its own; its rows are read as they are.
    columns = [column[0] for column in compiler.select or ()] if not compiler.query.combinator else []
    return Worded(sql, parts, compiler, compiler.get_converters(columns), columns)


def raw_rows(question: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a queryset of tuples as the driver gives them, without Django's conversion of each value."""
    try:
        sql, params = question.query.get_compiler(using=question.db).as_sql()
    except EmptyResultSet:  # Nothing can match, as where a list of paths is empty: the database need not be asked.
        return []
    with connections[question.db].cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def stand_ins(values: Sequence[Value]) -> list[Value]:
    """Return what stands in for `values` while something is worded."""
    return [_stand_in(place, value) for place, value in enumerate(values)]


def _stand_in(place: int, value: Value) -> Value:
    if isinstance(value, datetime):
        return datetime(1987, 6, 5, 4, 3, 2, place + 1, tzinfo=UTC)
    return f"{_WORDS}{place}" if isinstance(value, str) else _NUMBERS + place


def _adapted(alias: str, value: Value) -> Any:
    """Return a value as the ORM hands it to the driver."""
    return connections[alias].ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


class AsStored(Func):
    """A column of moments as the database has it: SQLite's driver would make each of them an object by way of Django.

    It is for rows that are read with `moments`.
    """

    template = "%(expressions)s"
    arity = 1
    output_field = DateTimeField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Return the column as the text it is."""
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS text)", **extra)


def moments() -> Callable[[datetime | str], datetime]:
    """Return what makes an aware moment of a column the driver gave: SQLite's and MariaDB's are naive."""
    zone = connection.timezone

    def moment(told: datetime | str) -> datetime:
        found = datetime.fromisoformat(told) if isinstance(told, str) else told
        return found if found.tzinfo is not None else found.replace(tzinfo=zone)

    return moment
