"""What part of the queue a moderator looks at, as an address says it: a filter that is worth keeping is a bookmark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from django.http import Http404
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

LARGEST_KEY = 2**63 - 1
# Words somebody types to find an essay or a member: no title is longer.
TYPED_LENGTH = 300
# The parameters that are words, and those that are primary keys of rows.
WORDS = ("kind", "forum", "essay", "member", "check", "age", "order")
KEYS = ("after", "before")
# What comes first: what was written first, or what weighs most.
ORDERS = {"": _("Oldest first"), "weight": _("Most pressing first")}
# How long ago something was written: (label, at least so long ago, at most so long ago).
AGES: dict[str, tuple[Any, timedelta | None, timedelta | None]] = {
    "over-hour": (_("more than an hour"), timedelta(hours=1), None),
    "over-day": (_("more than a day"), timedelta(days=1), None),
    "over-week": (_("more than a week"), timedelta(weeks=1), None),
    "under-hour": (_("less than an hour"), None, timedelta(hours=1)),
    "under-day": (_("less than a day"), None, timedelta(days=1)),
    "under-week": (_("less than a week"), None, timedelta(weeks=1)),
}


@dataclass(frozen=True)
class Asked:
    """A kind of queue.KINDS, what it is narrowed to, its order, and the row before (or behind) which it is shown."""

    kind: str = ""
    forum: str = ""
    # Words of a title, or the whole slug of a discussion.
    essay: str = ""
    # A part of a name, or the whole key of a member.
    member: str = ""
    # The name of a check that found something.
    check: str = ""
    age: str = ""
    order: str = ""
    # Primary keys of rows; 0 is the beginning.
    after: int = 0
    before: int = 0

    def query(self, **changes: Any) -> str:
        """Return the query string of this part of the queue with `changes`, "" for the whole."""
        pairs = {name: value for name, value in asdict(replace(self, **changes)).items() if value}
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def begun(self) -> Asked:
        """The same part from its beginning."""
        return replace(self, after=0, before=0)

    @property
    def narrowed(self) -> Asked:
        """What it is narrowed to, whatever the kind: what counts are counted of."""
        return replace(self.begun, kind="", order="")

    @property
    def is_narrowed(self) -> bool:
        """Whether more than a kind is asked for."""
        return self.narrowed != Asked()

    @property
    def rest(self) -> str:
        """All but the kind and the forum, as a form carries it."""
        return replace(self, kind="", forum="").query().removeprefix("?")


def read(typed: Mapping[str, str]) -> Asked:
    """Return what query parameters ask for; Http404 for what no page of ours links to."""
    after, before = (_key(typed.get(name, "")) for name in KEYS)
    asked = Asked(**_words(typed), after=after, before=before)
    if asked.order not in ORDERS or (asked.age and asked.age not in AGES) or (after and before):
        raise Http404
    return asked


def _words(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the words of a query; Http404 for words too long, and for NUL, which PostgreSQL cannot compare with."""
    words = {name: typed.get(name, "").strip() for name in WORDS}
    if any(len(value) > TYPED_LENGTH or "\x00" in value for value in words.values()):
        raise Http404
    return words


def _key(typed: str) -> int:
    """Return a primary key; Http404 for anything but a plain number, 0 for nothing."""
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > 19 or not 0 < int(typed) <= LARGEST_KEY:
        raise Http404
    return int(typed)
