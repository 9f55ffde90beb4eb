"""What stands above the queue: a tab for each kind with its count, what it is narrowed to, and the form for that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from perspectives.conf import conf
from perspectives.discussion.models import Forum
from perspectives.moderation.asked import AGES, ORDERS, Asked
from perspectives.moderation.findings import NAMES
from perspectives.moderation.queue import KINDS, Scope, count_words

# Kinds that are there even while nothing waits; the others come when something does.
ALWAYS = ("", "held", "reported")


@dataclass(frozen=True)
class Tab:
    """A kind above the list."""

    name: str
    label: str
    # "" where nothing waits and the tab is hidden.
    count: str
    query: str
    current: bool


@dataclass(frozen=True)
class Chip:
    """Something the list is narrowed to, and the query string without it."""

    label: str
    value: str
    without: str


def tabs_of(asked: Asked, counts: Mapping[str, int]) -> list[Tab]:
    """Return the tabs of the desk; what is narrowed stays so in another kind."""
    return [
        Tab(
            name=kind.name,
            label=str(kind.label),
            count=count_words(counts[kind.name]) if is_shown(kind.name, asked, counts) else "",
            query=asked.begun.query(kind=kind.name),
            current=kind.name == asked.kind,
        )
        for kind in KINDS.values()
    ]


def is_shown(name: str, asked: Asked, counts: Mapping[str, int]) -> bool:
    """Whether a kind has its tab."""
    return name in ALWAYS or name == asked.kind or counts[name] > 0


def chips_of(scope: Scope) -> list[Chip]:
    """Return what the list is narrowed to; a link names an essay or a member by slug or key, a chip by name."""
    asked = scope.asked
    labels = {
        "essay": (_("Essay"), scope.title),
        "member": (_("Member"), scope.name),
        "check": (_("Found by"), name_of_check(asked.check)),
        "age": (_("Waiting for"), str(AGES[asked.age][0]) if asked.age else ""),
        "forum": (_("Forum"), asked.forum),
    }
    return [Chip(label, value, asked.begun.query(**{name: ""})) for name, (label, value) in labels.items() if value]


def filter_of(asked: Asked, forums: Sequence[Forum]) -> dict[str, Any]:
    """Return the choices of the form that narrows the list: pairs of value and label."""
    checks = [path.rpartition(".")[2] for path in conf.CHECKS]
    if asked.check and asked.check not in checks:
        checks.append(asked.check)
    return {
        "forums": [(forum.slug, forum.name) for forum in forums] if len(forums) > 1 else [],
        "checks": [(name, name_of_check(name)) for name in checks],
        "ages": [(name, str(label)) for name, (label, _least, _most) in AGES.items()],
        "orders": [(name, str(label)) for name, label in ORDERS.items()],
    }


def name_of_check(name: str) -> str:
    """Return the name of a check in words; a host's own as it is called."""
    return str(NAMES.get(name, name))
