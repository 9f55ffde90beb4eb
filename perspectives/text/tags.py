"""Tags as their writers type them, and the key by which two spellings are the same tag."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext, ngettext

from perspectives.text.clean import clean_line
from perspectives.text.errors import TextRefused
from perspectives.text.names import is_invisible


def clean_tag(raw: str, max_length: int = 40) -> str:
    """Return the tag in `raw`: one line, single spaces, no leading "#", case as typed.

    Raises TextRefused ("tag_empty", "tag_control", "tag_separator", "tag_no_letter", "tag_long").
    """
    if any(map(is_invisible, raw)):
        raise TextRefused("tag_control", gettext("A tag has an invisible character in it. Please type it anew."))
    tag = clean_line(clean_line(raw).lstrip("# "))
    if not tag:
        raise TextRefused("tag_empty", gettext("A tag is empty. Please type a word, or leave the tag out."))
    if "," in tag or "|" in tag:
        raise TextRefused("tag_separator", gettext("A tag cannot hold a comma or a bar. Please leave them out."))
    if not any(char.isalnum() for char in tag):
        raise TextRefused("tag_no_letter", gettext("A tag needs at least one letter or digit."))
    if len(tag) > max_length:
        raise TextRefused("tag_long", _too_long(max_length))
    return tag


def _too_long(max_length: int) -> str:
    return ngettext(
        "A tag can have at most %(limit)d character. Please shorten it.",
        "A tag can have at most %(limit)d characters. Please shorten it.",
        max_length,
    ) % {"limit": max_length}


def tag_key(name: str) -> str:
    """Return what two spellings of one tag have in common: NFKC, case folded, single spaces."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(folded.split())


def clean_tags(raws: Iterable[str], limit: int) -> list[str]:
    """Return the cleaned tags in their order, each key once.

    Raises TextRefused as `clean_tag` does, and with "tags_many" when there are more than `limit` different ones.
    """
    tags: dict[str, str] = {}
    for raw in raws:
        tag = clean_tag(raw)
        tags.setdefault(tag_key(tag), tag)
        if len(tags) > limit:
            raise TextRefused("tags_many", _too_many(limit))
    return list(tags.values())


def _too_many(limit: int) -> str:
    return ngettext(
        "There can be at most %(limit)d tag. Please take some out.",
        "There can be at most %(limit)d tags. Please take some out.",
        limit,
    ) % {"limit": limit}


def split_tags(text: str) -> list[str]:
    """Return the pieces of a field in which tags were typed with commas between them; empty pieces are left out."""
    return [piece.strip() for piece in text.split(",") if piece.strip()]
