"""What differs between two lists: the lines that went and those that came."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lines:
    """The lines of a list that went, and those that came."""

    gone: list[str]
    come: list[str]


def lines_compared(before: str, after: str) -> Lines:
    """Return which lines of a list went and came, each once; an empty line is none."""
    old, new = _lines(before), _lines(after)
    return Lines([line for line in old if line not in new], [line for line in new if line not in old])


def _lines(text: str) -> dict[str, None]:
    return dict.fromkeys(line.strip() for line in text.splitlines() if line.strip())
