"""A column is one of many numbers, which travel as one text: hundreds of parameters cost more than their answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.models import F, Lookup, TextField, Value
from django.db.models.sql.compiler import SQLCompiler

# What each database makes of numbers parted by commas.
LISTS = {
    "sqlite": "%s IN (SELECT value FROM json_each('[' || %s || ']'))",
    "postgresql": "%s = ANY (string_to_array(%s, ',')::bigint[])",
}


class Among(Lookup):
    """The condition that a column is one of the numbers in a text made by `listed`."""

    lookup_name = "among"

    def __init__(self, column: str, numbers: str) -> None:
        super().__init__(F(column), Value(numbers, output_field=TextField()))

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        """Return the condition in the database's own words; KeyError for one that is not in LISTS."""
        column, of_column = self.process_lhs(compiler, connection)
        numbers, of_numbers = self.process_rhs(compiler, connection)
        return LISTS[connection.vendor] % (column, numbers), [*of_column, *of_numbers]


def listed(numbers: Iterable[int]) -> str:
    """Return numbers as one text."""
    return ",".join(map(str, numbers))


def knows_lists(alias: str) -> bool:
    """Whether the database of this alias can be asked with `Among`."""
    return connections[alias].vendor in LISTS
