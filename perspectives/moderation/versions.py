"""The versions of a rule and the changes of a policy, each with what differs from the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from perspectives.discussion.models import Forum
from perspectives.moderation.differences import Lines, lines_compared
from perspectives.moderation.models import PolicyChange, Rule, RuleRevision
from perspectives.moderation.policies import LISTS, changed_fields
from perspectives.moderation.rehearsal.figures import summary_of
from perspectives.moderation.wordings import KEPT, wording_of
from perspectives.text.comparing import Piece, compare
from perspectives.web.paging import paged

PROSE = ("title", "explanation", "default_words")


@dataclass(frozen=True)
class Difference:
    """A field that changed: as words with what went and came, as lines of a list, or as two values."""

    name: str
    label: str
    before: str = ""
    after: str = ""
    pieces: tuple[Piece, ...] = ()
    lines: Lines | None = None


@dataclass(frozen=True)
class Version:
    """A wording of a rule, and what differs from the one before; the first differs in nothing."""

    revision: RuleRevision
    differences: list[Difference]


@dataclass(frozen=True)
class Change:
    """A change of a policy, with each field's comparison."""

    row: PolicyChange
    differences: list[Difference]
    rehearsed: str


def versions_of(rule: Rule, request: HttpRequest) -> dict[str, Any]:
    """Return a page of a rule's versions, newest first: three queries."""
    shown = paged(RuleRevision.objects.filter(rule=rule).select_related("by").order_by("-version"), request)
    rows = list(shown.object_list)
    earlier = RuleRevision.objects.filter(rule=rule, version__in=[row.version - 1 for row in rows])
    before = {row.version: row for row in earlier}
    versions = [Version(row, _reworded(before.get(row.version - 1), row)) for row in rows]
    return {"page": shown, "versions": versions}


def changes_of(rows: Iterable[PolicyChange]) -> list[Change]:
    """Return changes of policies with their comparisons."""
    return [Change(row, settings_compared(row.before, row.after), summary_of(row.rehearsal)) for row in rows]


def settings_compared(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Return the settings that differ, in the order of the page."""
    complete = {name: before.get(name) for name in after}
    return [_setting(name, complete[name], after[name]) for name in changed_fields(complete, after)]


def _reworded(before: RuleRevision | None, after: RuleRevision) -> list[Difference]:
    """Return the fields in which two versions of a rule differ."""
    if before is None:
        return []
    old, new = wording_of(before), wording_of(after)
    return [_field(name, before, after) for name in KEPT if old[name] != new[name]]


def _field(name: str, before: RuleRevision, after: RuleRevision) -> Difference:
    """Return how one field of a rule differs."""
    label = str(RuleRevision._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    old, new = getattr(before, name), getattr(after, name)
    if name in PROSE:
        return Difference(name, label, pieces=compare(old, new).pieces)
    if name == "severity":
        return Difference(name, label, before.get_severity_display(), after.get_severity_display())
    return Difference(name, label, said(old), said(new))


def _setting(name: str, old: Any, new: Any) -> Difference:
    """Return how one setting of a forum differs."""
    field: Any = Forum._meta.get_field(name)
    label = str(field.verbose_name)
    if name in LISTS:
        return Difference(name, label, lines=lines_compared(str(old or ""), str(new or "")))
    choices = dict(field.flatchoices)
    return Difference(name, label, str(choices.get(old, said(old))), str(choices.get(new, said(new))))


def said(value: Any) -> str:
    """Return a value in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value is None else str(value)
