"""What was promised of each figure, and whether it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Figures = dict[str, Any]

# The size that larger ones are held against, and how much more they may cost.
BASE, GROWTH = 1000, 1.3
# Share by which the memory of a worker may grow between the first pages and the last: the allocator of its four threads
# takes some MB before it is content. A page kept from every request would be some hundred MB.
FLAT = 0.1
# Accepted answers a second.
RATES = {"SQLite": 200, "PostgreSQL": 120}
PAGES = [f"{order}, {end} page" for order in ("oldest", "newest", "discussed") for end in ("first", "last")]


@dataclass(frozen=True)
class Cell:
    """One figure in words, and whether its promise is kept; None where nothing was promised of it."""

    text: str
    met: bool | None = None

    def __str__(self) -> str:
        return self.text if self.met is None else f"{self.text} {'✓' if self.met else '✗ missed'}"


@dataclass(frozen=True)
class Line:
    """A line of the table: what is measured, what was promised, and how a run's figures answer; None is no figure."""

    what: str
    target: str
    cell: Callable[[Figures, Figures | None], Cell | None]


def milliseconds(value: float) -> str:
    """Return a time as it is written in the table."""
    return f"{value:.2f} ms" if value < 10 else f"{value:.1f} ms"


def _median(run: Figures, name: str) -> float | None:
    found = run["times"].get(name)
    return found["median"] if found else None


def plain(what: str, name: str) -> Line:
    """Return the line of a time nothing was promised of: a floor."""

    def cell(run: Figures, base: Figures | None) -> Cell | None:
        value = _median(run, name)
        return None if value is None else Cell(milliseconds(value))

    return Line(what, "", cell)


def held(what: str, name: str, floor: str, target: str, kept: Callable[[float, float], bool]) -> Line:
    """Return the line of a time that is held against a floor of the same run."""

    def cell(run: Figures, base: Figures | None) -> Cell | None:
        value, least = _median(run, name), _median(run, floor)
        if value is None or least is None:
            return None
        return Cell(f"{milliseconds(value)}, {value / least:.1f} ×", kept(value, least))

    return Line(what, target, cell)


def grown(what: str, name: str, page: str | None = None) -> Line:
    """Return the line that holds a time against the same at BASE comments.

    Last pages hold more or fewer comments as it happens: with `page` it is the time for each comment on it.
    """

    def cost(run: Figures) -> float | None:
        value = _median(run, name)
        return value / max(1, run["rows"].get(page, 1)) if value is not None else None

    def cell(run: Figures, base: Figures | None) -> Cell | None:
        if base is None or run["size"] <= BASE:
            return None
        here, there = cost(run), cost(base)
        return None if not here or not there else Cell(f"{here / there:.2f} ×", here / there <= GROWTH)

    return Line(what, f"at most {GROWTH} × that at {BASE:,}", cell)


def counted(what: str, name: str, most: int) -> Line:
    """Return the line of a number of queries: at most so many, and the same at every size."""

    def cell(run: Figures, base: Figures | None) -> Cell | None:
        value = run["queries"][name]
        return Cell(str(value), value <= most and (base is None or value == base["queries"][name]))

    return Line(what, f"at most {most}, the same at every size", cell)


def rate(writers: int) -> Line:
    """Return the line of answers a second, `writers` writing at once."""

    def cell(run: Figures, base: Figures | None) -> Cell | None:
        least = RATES["SQLite" if run["database"].startswith("SQLite") else "PostgreSQL"]
        burst = _burst(run, writers)
        refused = burst["sent"] - burst["accepted"]
        return Cell(f"{burst['rate']:.0f}/s, {refused} refused", burst["rate"] >= least and not refused)

    return Line(f"{writers} writers at once", "at least 200/s on SQLite, 120/s on PostgreSQL, none refused", cell)


def _burst(run: Figures, writers: int) -> Figures:
    return next(burst for burst in run["bursts"] if burst["writers"] == writers)


def _whole(run: Figures, base: Figures | None) -> Cell:
    """Say whether every answer of the largest burst is accepted, stored, shown and counted, and the tree intact."""
    burst = max(run["bursts"], key=lambda one: one["sent"])
    words = " = ".join(str(burst[name]) for name in ("accepted", "stored", "shown", "counted"))
    return Cell(words, burst["whole"] and not run["differences"])


def _memory(run: Figures, base: Figures | None) -> Cell:
    """Say how the memory of a worker grew."""
    few, many = run["memory"].values()
    kept = many <= few * (1 + FLAT)
    return Cell(f"{few / 1024:.0f} → {many / 1024:.0f} MB", kept if few else None)


def twice_or(more: float) -> Callable[[float, float], bool]:
    """Return the rule "at most twice the floor, or so many ms more"."""
    return lambda value, floor: value <= max(2 * floor, floor + more)


def times(most: float, more: float = 0.0) -> Callable[[float, float], bool]:
    """Return the rule "at most so many times the floor, plus so many ms"."""
    return lambda value, floor: value <= most * floor + more


def lines() -> list[Line]:
    """Return the lines of the table, in order."""
    return [*_pages(), *_orders(), *_unchanged(), *_posting()]


def _pages() -> list[Line]:
    """Return the lines of the pages most readers see."""
    warm, cold = "at most 2 × the bytes, or 1.5 ms more", "at most 4 × the rows"
    return [
        plain("Floor: the page's bytes from memory", "essay: bytes"),
        plain("Floor: its rows selected and joined", "essay: rows"),
        plain("Floor: the same after one new comment", "essay: rows after a new comment"),
        held("Essay with 200 comments, warm", "essay: warm", "essay: bytes", warm, twice_or(1.5)),
        held("The same in brotli, warm", "essay in brotli: warm", "essay in brotli: bytes", warm, twice_or(1.5)),
        held("The discussion's own page, warm", "own page: warm", "own page: bytes", warm, twice_or(1.5)),
        held(
            "Essay, after one new comment",
            "essay: after a new comment",
            "essay: rows after a new comment",
            "at most 2 × the rows + 3 ms",
            times(2, 3),
        ),
        held("Essay, every cache empty", "essay: empty caches", "essay: rows", cold, times(4)),
        held("Own page, every cache empty", "own page: empty caches", "own page: rows", cold, times(4)),
        plain("Essay, signed in", "essay: signed in"),
        plain("Floor: the rows of 1,000 comments", "1,000 on a page: rows"),
        held(
            "1,000 comments on a page, every cache empty",
            "1,000 on a page: empty caches",
            "1,000 on a page: rows",
            "at most 3 × the rows",
            times(3),
        ),
    ]


def _orders() -> list[Line]:
    """Return the lines of the first and the last page of each order, by themselves and against a smaller discussion."""
    cold = "at most 4 × the rows"
    return [
        *(
            held(f"{page.capitalize()}, every cache empty", f"{page}: empty caches", f"{page}: rows", cold, times(4))
            for page in PAGES
        ),
        *(grown(f"{page.capitalize()}, for each comment on it", f"{page}: empty caches", page) for page in PAGES),
    ]


def _unchanged() -> list[Line]:
    """Return the lines of readers who have everything, and of queries."""
    return [
        plain("Floor: 304 from a bare application", "304: bytes"),
        held("Essay, 304", "essay: 304", "304: bytes", "at most 2 × the floor, or 1 ms more", twice_or(1)),
        held("What is new, 304", "news: 304", "304: bytes", "at most 2 × the floor, or 1 ms more", twice_or(1)),
        counted("Queries of the essay's page, signed out", "essay", 6),
        counted("Queries of the own page, signed out", "own page", 6),
        counted("Queries of the essay's page, signed in", "essay, signed in", 10),
        counted("Queries of the own page, signed in", "own page, signed in", 10),
    ]


def _posting() -> list[Line]:
    """Return the lines of writing, and of what is left behind."""
    return [
        plain("Floor: one INSERT", "insert"),
        held("Posting a new comment", "post anew", "insert", "at most 10 × the INSERT", times(10)),
        held("Posting an answer, whose reader is told", "post", "insert", "at most 10 × the INSERT", times(10)),
        grown("Posting a new comment", "post anew"),
        grown("Posting an answer", "post"),
        counted("Queries of posting a new comment", "post anew", 12),
        counted("Queries of posting an answer", "post", 12),
        rate(4),
        rate(16),
        Line("Accepted = stored = shown = counted", "the same, and `check_threads` finds nothing", _whole),
        Line("Memory of a worker, first pages and last", f"flat: at most {FLAT:.0%} more", _memory),
    ]
