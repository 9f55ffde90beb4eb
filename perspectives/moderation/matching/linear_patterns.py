"""Regular expressions that take time in proportion to the text: RE2, of the optional package google-re2.

Imported by its dotted path where a list holds a regular expression: the app runs without the package, and then takes
no such line. Python's own `re` would let one line of a list stop the site.
"""

from __future__ import annotations

from typing import Any

import re2

# A pattern that needs more is refused: what it may cost on a text of 20,000 characters follows from this.
MEMORY = 1 << 16


class BadPattern(ValueError):
    """A pattern that cannot be used: why, and the place of the fault in it, from 0."""

    def __init__(self, reason: str, place: int) -> None:
        super().__init__(reason)
        self.reason, self.place = reason, place


class LinearPattern:
    """A regular expression, whatever the case of letters."""

    def __init__(self, pattern: str) -> None:
        """Take the pattern; BadPattern for one that RE2 does not take."""
        options = re2.Options()
        options.case_sensitive, options.log_errors, options.max_mem = False, False, MEMORY
        try:
            self._compiled: Any = re2.compile(pattern, options)
        except re2.error as error:
            raise _bad(pattern, error) from error

    def spans(self, text: bytes, most: int) -> list[tuple[int, int]]:
        """Return where in a text in UTF-8 the pattern is found, the first `most`, in bytes; nothing is no find."""
        found = []
        for match in self._compiled.finditer(text):
            if match.end() > match.start():
                found.append(match.span())
            if len(found) >= most or match.end() == match.start():
                break
        return found


def _bad(pattern: str, error: Exception) -> BadPattern:
    """Return the fault with its place: RE2 names the piece it stumbled over."""
    raw = error.args[0] if error.args else ""
    words = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    reason, _colon, piece = words.partition(": ")
    return BadPattern(reason, max(pattern.rfind(piece), 0) if piece else 0)
