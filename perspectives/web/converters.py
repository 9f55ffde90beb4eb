"""Path converters: Unicode slugs, and comment numbers that fit their column."""

from __future__ import annotations

from django.urls import register_converter


class SlugConverter:
    """A slug of Unicode letters, digits, hyphens and underscores, at most 100 long."""

    regex = r"[-\w]{1,100}"

    def to_python(self, value: str) -> str:
        """Return the slug as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the slug as it stands."""
        return value


class NumberConverter:
    """The number of a comment, from 1 to 99,999,999 without leading zeros."""

    regex = r"[1-9][0-9]{0,7}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the digits."""
        return str(value)


register_converter(SlugConverter, "px_slug")
register_converter(NumberConverter, "px_number")
