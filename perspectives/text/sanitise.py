"""The allow-lists: whatever HTML is stored or shown as HTML has passed one of them."""

from __future__ import annotations

import re

import nh3

_INLINE = {"a", "br", "code", "del", "em", "strong"}
_COMMENT_TAGS = _INLINE | {"blockquote", "hr", "li", "ol", "p", "pre", "ul"}
_ESSAY_TAGS = _COMMENT_TAGS | {"h2", "h3", "h4", "table", "tbody", "td", "th", "thead", "tr"}
_KEYED_TAGS = ("blockquote", "h2", "h3", "h4", "ol", "p", "pre", "table", "ul")
# Nothing of these is kept as words: their content is code, not text.
_DROPPED_WHOLE = {"script", "style"}

_ADDRESS = re.compile(r"(?:https?://[^/?#\s\\][^\s\\]*|mailto:[^\s\\]+)", re.IGNORECASE)
_PATH = re.compile(r"/(?:[^/\s\\][^\s\\]*)?")
_KEY = re.compile(r"p-[0-9a-f]{10}(?:-[0-9]{1,5})?")
_START = re.compile(r"-?[0-9]{1,9}")


def leads_out(address: str) -> bool:
    """Say whether a link to `address` is let through anywhere: http, https with a host, or mailto."""
    return bool(_ADDRESS.fullmatch(address))


def leads_inside(address: str) -> bool:
    """Say whether `address` is a path of this site ("/x", neither "//host" nor "/\\host")."""
    return bool(_PATH.fullmatch(address))


def _comment_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if leads_out(value) else None
    if name == "start":
        return value if _START.fullmatch(value) else None
    return value


def _essay_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href" and leads_inside(value):
        return value
    if name == "id":
        return value if _KEY.fullmatch(value) else None
    return _comment_attribute(tag, name, value)


_COMMENT = nh3.Cleaner(
    tags=_COMMENT_TAGS,
    clean_content_tags=_DROPPED_WHOLE,
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    attribute_filter=_comment_attribute,
    link_rel="nofollow ugc noopener",
    generic_attribute_prefixes=set(),
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
)
_ESSAY = nh3.Cleaner(
    tags=_ESSAY_TAGS,
    clean_content_tags=_DROPPED_WHOLE,
    attributes={
        "a": {"href", "title"},
        "ol": {"start", "id"},
        **{tag: {"id"} for tag in _KEYED_TAGS if tag != "ol"},
    },
    attribute_filter=_essay_attribute,
    link_rel="noopener",
    generic_attribute_prefixes=set(),
    url_schemes={"http", "https", "mailto"},
    url_relative="pass_through",
)


def sanitise_comment(html: str) -> str:
    """Return `html` with only what a comment may hold; links lead to http, https and mailto and are "nofollow ugc"."""
    return _COMMENT.clean(html)


def sanitise_essay(html: str) -> str:
    """Return `html` with only what an essay may hold: also headings, tables, passage ids and paths of this site."""
    return _ESSAY.clean(html)
