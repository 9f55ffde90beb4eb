"""What a reader may ask of a thread: an order, a tag, a place to start from; and the one address of each page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.db.models import BooleanField, F, Func, IntegerField, QuerySet, Subquery, Value
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

Roots = QuerySet[Any]


class Beyond(Func):
    """The condition that a pair of columns stands behind a pair of values ("gt"), or before it ("lt")."""

    template = "(%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, side: str, columns: Sequence[Any], values: Sequence[Any], *, strictly: bool) -> None:
        sign = {"lt": "<", "gt": ">"}[side] + ("" if strictly else "=")
        super().__init__(Pair(*columns), Pair(*values), arg_joiner=f" {sign} ")


class Pair(Func):
    """Two values that are compared as one."""

    template = "(%(expressions)s)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Order:
    """An order of conversations: by what, with the number of the first comment as what parts equals."""

    name: str
    label: object
    # The column that orders them before their number does, the greatest first; "" orders by number alone.
    weight: str = ""
    # Whether later conversations come first.
    newest: bool = False

    def by(self, *, backwards: bool = False) -> list[str]:
        """Return what `order_by` takes."""
        number = "-number" if self.newest != backwards else "number"
        weight = "" if not self.weight else self.weight if backwards else f"-{self.weight}"
        return [weight, number] if weight else [number]

    def beyond(self, roots: Roots, bound: int, *, backwards: bool = False, strictly: bool = False) -> Roots:
        """Return those of `roots` that stand from number `bound` on in this order: one range of one index."""
        side = "lt" if self.newest != backwards else "gt"
        if not self.weight:
            return roots.filter(**{f"number__{side}" if strictly else f"number__{side}e": bound})
        weight = Subquery(roots.filter(number=bound).order_by().values(self.weight)[:1])
        return roots.filter(Beyond(side, (F(self.weight), F("number")), (weight, Value(bound)), strictly=strictly))


ORDERS = {
    order.name: order
    for order in (
        Order("oldest", _("Oldest first")),
        Order("newest", _("Newest first"), newest=True),
        # The newest of equals comes first, so that one index, and one comparison of rows, tells where a page begins.
        Order("discussed", _("Most discussed"), weight="public_below", newest=True),
    )
}
USUAL = "oldest"
# The one value of `?only=`.
FEATURED = "featured"


@dataclass(frozen=True)
class ThreadParams:
    """What a reader asked for: an order, a tag, and the conversation (or, filtered, the comment) to start from."""

    order: str = USUAL
    tag: str = ""
    # The first conversation of the page; None is the beginning.
    start: int | None = None
    # The last conversation of the page, for going back; None where `start` says it.
    end: int | None = None
    # FEATURED for the comments that are featured alone; "" for all.
    only: str = ""

    def query(self) -> str:
        """Return the canonical query string, "?" and all; "?" alone for the beginning in the usual order."""
        asked = {
            "order": self.order if self.order != USUAL else None,
            "tag": self.tag or None,
            "only": self.only or None,
            "from": self.start,
            "to": self.end,
        }
        return f"?{urlencode({name: value for name, value in asked.items() if value is not None})}"

    def tagged(self) -> Callable[[str], str]:
        """Return what makes, of the slug of a tag, the query of what carries it, in the same order."""
        before, _slug, after = ThreadParams(self.order, "-").query().partition("=-")
        return lambda slug: f"{before}={quote_plus(slug)}{after}"

    @property
    def is_beginning(self) -> bool:
        """Whether it is the first page of an order, without a filter."""
        return self.start is None and self.end is None and not self.is_filtered

    @property
    def is_filtered(self) -> bool:
        """Whether single comments are asked for, those with a tag or those that are featured."""
        return bool(self.tag or self.only)

    def beginning(self) -> ThreadParams:
        """Return the same order and filter from the beginning."""
        return replace(self, start=None, end=None)


def thread_params(request: HttpRequest) -> ThreadParams:
    """Return what the request asks for; Http404 for an order, a tag or a number that cannot be."""
    order = request.GET.get("order", USUAL)
    tag, only = request.GET.get("tag", ""), request.GET.get("only", "")
    if order not in ORDERS or len(tag) > 100 or "\x00" in tag or only not in ("", FEATURED):
        raise Http404
    return ThreadParams(order, tag, asked_number(request, "from"), asked_number(request, "to"), only)


def asked_number(request: HttpRequest, name: str) -> int | None:
    """Return a comment number from the query, None where it is not there; Http404 for anything else."""
    typed = request.GET.get(name)
    if typed is None:
        return None
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > 8 or int(typed) < 1:
        raise Http404
    return int(typed)
