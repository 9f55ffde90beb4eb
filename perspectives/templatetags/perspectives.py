"""Template tags for hosts and for our own pages."""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from perspectives.discussion.models import Comment
from perspectives.discussion.section import thread_context
from perspectives.text.excerpts import excerpt as excerpt_of
from perspectives.text.markdown import RENDERER_VERSION
from perspectives.text.marking import Marks, marked_html
from perspectives.text.sanitise import sanitise_comment, sanitise_essay
from perspectives.web.reversing import address, place

register = template.Library()


@register.inclusion_tag("perspectives/discussion/_section.html", takes_context=True)
def discussion(context: Context, thing: Any) -> dict[str, Any]:
    """Show the discussion of `thing`, an object with a `discussion`, on the page it is discussed on."""
    shown = thread_context(context["request"], thing.discussion)
    return {name: context.get(name) for name in ("px_viewer", "px_login_url", "csrf_token")} | shown


@register.simple_tag
def still(name: str) -> str:
    """Return a template that says the same on every page in one language: it is given nothing, and rendered once."""
    loaded: Any = get_template(name)
    known: dict[Any, str] = loaded.template.__dict__.setdefault("perspectives_still", {})
    language = get_language()
    if language not in known:
        known[language] = loaded.render()
    return known[language]


@register.simple_tag(name="address")
def address_tag(name: str, *args: str | int) -> str:
    """Return the address that `{% url %}` gives, remembered: for what stands on every page."""
    return address(name, *args)


class OnceNode(template.Node):
    """A run of a template that is given nothing and says the same on every page in one language."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.known: dict[Any, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Return the run, rendered for the first page in a language, and for each way the site is mounted."""
        here = place()
        if here not in self.known:
            with context.render_context.push_state(cast("template.Template", context.template)):
                self.known[here] = self.nodelist.render(context.new())
        return self.known[here]


@register.tag
def once(parser: Any, token: Any) -> OnceNode:
    """Render what stands up to `{% endonce %}` once a process, without any context: words and addresses."""
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist)


@register.filter
def comment_html(comment: Comment) -> SafeString:
    """Return the stored HTML of a comment; what an older renderer made passes the present rules first."""
    if comment.render_version == RENDERER_VERSION:
        return mark_safe(comment.html)
    return mark_safe(sanitise_comment(comment.html))


@register.filter
def comment_marked(comment: Comment, marks: Marks) -> SafeString:
    """Return the stored HTML of a comment as `comment_html` does, with `marks` in it: for moderators."""
    return mark_safe(marked_html(comment_html(comment), marks))


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
