"""Limits that keep rendering quick and small: what would take long or swell is refused before or after parsing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from perspectives.text.errors import TextRefused

MAX_NESTING = 16
"""Quotes and lists within one another: mail quoted ten deep passes. Each line costs once per level (at 24: 112 ms)."""

QUOTES_FREE = 1_000
"""Changes between quoting and writing; each costs 12 µs, and 20,000 characters could hold 8,000 (94 ms)."""

OUTPUT_FREE = 100_000
OUTPUT_FACTOR = 20
"""HTML of more than OUTPUT_FREE bytes must stay under OUTPUT_FACTOR times its source."""


def refuse_deep(depth: int) -> None:
    """Raise TextRefused ("text_nested") when `depth` quotes and lists lie within one another."""
    if depth > MAX_NESTING:
        raise TextRefused(
            "text_nested",
            gettext_lazy("Quotes or lists lie too deep within one another. Please use fewer levels."),
        )


def refuse_quotes(quotes: int, length: int) -> None:
    """Raise TextRefused ("text_quotes") for more separate `quotes` than a text of `length` characters can need."""
    if quotes > QUOTES_FREE + length // 100:
        raise TextRefused(
            "text_quotes",
            gettext_lazy("This text changes between quotes and words too often. Please quote less."),
        )


def refuse_swollen(html: str, source: str) -> None:
    """Raise TextRefused ("text_swollen") when `html` is large, and far larger than its `source`."""
    size = len(html.encode())
    if size > OUTPUT_FREE and size > OUTPUT_FACTOR * len(source):
        raise TextRefused(
            "text_swollen",
            gettext_lazy("This text becomes far too large when it is shown. Please use less formatting."),
        )
