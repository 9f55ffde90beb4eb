"""Log lines that nobody can forge: what came from outside cannot start a line or steer a terminal."""

from __future__ import annotations

import logging
import unicodedata


def escaped(text: str, keep: str = "") -> str:
    """Return `text` with every control or formatting character but those in `keep` written as an escape."""
    return "".join(
        char if char in keep or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else ascii(char)[1:-1]
        for char in text
    )


class EscapingFormatter(logging.Formatter):
    """One line per record; of a traceback every line is indented, so that only true records begin at the margin."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """Return the record's line."""
        return escaped(super().formatMessage(record))

    def formatException(self, ei: object) -> str:  # noqa: N802
        """Return the traceback, indented."""
        lines = super().formatException(ei).split("\n")  # type: ignore[arg-type]
        return "\n".join("    " + escaped(line) for line in lines)
