"""A stretch of a long list, found by the row it follows: as quick at the end of fifty thousand as at the beginning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

# What a list is ordered by; a part of it must have an index that begins so.
Order = tuple[str, ...]
OLDEST: Order = ("created_at", "pk")
HEAVIEST: Order = ("-weight", "created_at", "pk")


@dataclass(frozen=True)
class Stretch:
    """The primary keys of so many rows in their order, and whether there are others on either side."""

    keys: tuple[int, ...]
    earlier: bool = False
    later: bool = False


def stretch(
    parts: Sequence[QuerySet[Any]],
    order: Order,
    size: int,
    place: tuple[Any, ...] | None = None,
    *,
    backwards: bool = False,
) -> Stretch:
    """Return the `size` rows of all `parts` behind `place` (or, backwards, before it): a query for each part.

    `place` is a row's values of `order`, None for the beginning. No row may be in two parts.
    """
    rows = sorted(
        (row for part in parts for row in _rows(part, order, size + 1, place, backwards)),
        key=lambda row: _sortable(row, order),
        reverse=backwards,
    )
    more, kept = len(rows) > size, rows[:size]
    keys = tuple(row[-1] for row in (reversed(kept) if backwards else kept))
    if backwards:
        return Stretch(keys, earlier=more, later=True)
    return Stretch(keys, earlier=place is not None, later=more)


def beyond(order: Order, place: tuple[Any, ...], *, backwards: bool = False) -> Q:
    """Return the condition that a row comes after `place` in `order`, or before it."""
    rule, equal = Q(), Q()
    for name, value in zip(order, place, strict=True):
        lower = name.startswith("-") != backwards
        field = name.removeprefix("-")
        rule |= equal & Q(**{f"{field}__{'lt' if lower else 'gt'}": value})
        equal &= Q(**{field: value})
    lower = order[0].startswith("-") != backwards
    # Said once more by itself: databases find the beginning of a range in this, and none in what is joined by OR.
    bound = Q(**{f"{order[0].removeprefix('-')}__{'lte' if lower else 'gte'}": place[0]})
    return bound & rule


def place_of(rows: QuerySet[Any], key: int, order: Order) -> tuple[Any, ...] | None:
    """Return the place of the row with this primary key among `rows`, None if it is not there."""
    return rows.filter(pk=key).order_by().values_list(*_fields(order)).first()


def _rows(
    part: QuerySet[Any], order: Order, size: int, place: tuple[Any, ...] | None, backwards: bool
) -> list[tuple[Any, ...]]:
    """Return the values of `order` of the first rows behind `place`."""
    found = part.filter(beyond(order, place, backwards=backwards)) if place else part
    found = found.order_by(*order).reverse() if backwards else found.order_by(*order)
    return list(found.values_list(*_fields(order))[:size])


def _fields(order: Order) -> list[str]:
    return [name.removeprefix("-") for name in order]


def _sortable(row: tuple[Any, ...], order: Order) -> tuple[Any, ...]:
    """Return the values by which rows of several parts are put into one order; only numbers descend."""
    return tuple(-value if name.startswith("-") else value for name, value in zip(order, row, strict=True))
