"""Addresses are made of words in any script, and are never empty."""

from __future__ import annotations

from django.utils.text import slugify

from perspectives.text.clean import clean_line

# Dashes part words: "U.S.–Russia" is two words in an address, not one.
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


def slug_for(text: str, *, fallback: str, max_length: int = 80) -> str:
    """Return a Unicode slug of `text`, at most `max_length` characters, cut at a hyphen where one is near.

    `fallback` is returned when nothing of the text can stand in an address.
    """
    slug = slugify(clean_line(text).translate(DASHES), allow_unicode=True)
    if len(slug) > max_length:
        head, _, _ = slug[: max_length + 1].rpartition("-")
        slug = head if len(head) > max_length // 2 else slug[:max_length]
    return slug.strip("-_") or fallback


def with_suffix(slug: str, n: int, max_length: int = 80) -> str:
    """Return `slug` with "-n", shortened so that both fit in `max_length` characters."""
    suffix = f"-{n}"
    return slug[: max_length - len(suffix)].rstrip("-_") + suffix
