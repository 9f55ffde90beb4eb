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


class ReceiptConverter(SlugConverter):
    """The key of a receipt: 32 hexadecimal digits."""

    regex = r"[0-9a-f]{32}"


class KeyConverter(SlugConverter):
    """The public key of a member: 16 hexadecimal digits."""

    regex = r"[0-9a-f]{16}"


register_converter(KeyConverter, "px_key")
register_converter(SlugConverter, "px_slug")
register_converter(NumberConverter, "px_number")
register_converter(ReceiptConverter, "px_receipt")
