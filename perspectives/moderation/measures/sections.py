"""The shape of a report: sections of lines, which a page, a table and a program read alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Words = str | Promise
COUNT, SHARE, SECONDS = "count", "share", "seconds"


@dataclass(frozen=True)
class Cell:
    """A value, and what it is: a count, a share from 0 to 1, or seconds; None where nothing can be said."""

    value: float | int | None
    kind: str = COUNT

    def __str__(self) -> str:
        """Return the value in words."""
        if self.value is None:
            return "–"
        if self.kind == SHARE:
            return _("%(percent)s %%") % {"percent": f"{100 * self.value:.1f}".removesuffix(".0")}
        return span_in_words(self.value) if self.kind == SECONDS else f"{self.value:,}".replace(",", "\u202f")


@dataclass(frozen=True)
class Line:
    """A line of a section: what programs call it, what people call it, and a cell for each column."""

    key: str
    label: Words
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Section:
    """Lines that belong together, under columns of which each has a key and a label."""

    key: str
    title: Words
    columns: Sequence[tuple[str, Words]]
    lines: Sequence[Line]
    # What has to be known to read it right.
    note: Words = ""

    def as_data(self) -> dict[str, Any]:
        """Return the section for programs: a value for each line, or one for each of its columns."""
        if len(self.columns) == 1:
            return {line.key: line.cells[0].value for line in self.lines}
        names = [name for name, _label in self.columns]
        return {line.key: dict(zip(names, (cell.value for cell in line.cells), strict=True)) for line in self.lines}


def share_of(part: int, whole: int) -> Cell:
    """Return which share of the whole a part is; nothing can be said of nothing."""
    return Cell(round(part / whole, 4) if whole else None, SHARE)


def span_in_words(seconds: float) -> str:
    """Return a span of time in the unit that suits it."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _("under a minute")
    if minutes < 120:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = round(seconds / 3600)
    if hours < 48:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = round(seconds / 86400)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
