"""Template tags for hosts and for our own pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from perspectives.discussion.models import Comment
from perspectives.discussion.thread import thread_context
from perspectives.text.excerpts import excerpt as excerpt_of
from perspectives.text.markdown import RENDERER_VERSION
from perspectives.text.sanitise import sanitise_comment, sanitise_essay

register = template.Library()


@register.inclusion_tag("perspectives/discussion/_section.html", takes_context=True)
def discussion(context: Context, thing: Any) -> dict[str, Any]:
    """Show the discussion of `thing`, an object with a `discussion`, on the page it is discussed on."""
    shown = thread_context(context["request"], thing.discussion)
    return {name: context.get(name) for name in ("px_viewer", "px_login_url")} | shown


@register.filter
def comment_html(comment: Comment) -> SafeString:
    """Return the stored HTML of a comment; what an older renderer made passes the present rules first."""
    if comment.render_version == RENDERER_VERSION:
        return mark_safe(comment.html)
    return mark_safe(sanitise_comment(comment.html))


@register.filter
def essay_html(html: str, render_version: int | None = None) -> SafeString:
    """Return the stored HTML of an essay or a note; without today's `render_version` it passes today's rules first."""
    return mark_safe(html if render_version == RENDERER_VERSION else sanitise_essay(html))


@register.filter
def comment_preview_html(html: str) -> SafeString:
    """Return HTML made from a comment's words, of a preview or a revision, by the present rules."""
    return mark_safe(sanitise_comment(html))


@register.filter
def excerpt(html: str, length: int = 240) -> str:
    """Return the beginning of rendered HTML as plain text of at most `length` characters, cut at a word."""
    return excerpt_of(html, length)
