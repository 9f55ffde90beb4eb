"""Tables that spreadsheets read, without a cell that a spreadsheet would carry out."""

from __future__ import annotations

# A cell that begins so is a formula to a spreadsheet (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file that gives back what is written into it: the csv module writes, a response streams."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def harmless(cell: str) -> str:
    """Return the cell, behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
