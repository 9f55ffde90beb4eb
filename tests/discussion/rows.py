"""Rows of a thread made by hand, without a database, and a host's own templates for them."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from perspectives.discussion.cards.lines import CardTag, Line
from perspectives.discussion.models import Discussion
from perspectives.discussion.tree import Row
from perspectives.text.markdown import RENDERER_VERSION

WRITTEN = datetime(2026, 11, 25, 10, 0, 30, 123456, tzinfo=UTC)
_keys = itertools.count(1)


def discussion(**fields):
    """Return a discussion that is not in the database."""
    return Discussion(**{"slug": "stop-waiting", "title": "Stop waiting", "state": "open"} | fields)


def line(number=7, **fields):
    """Return a public comment's line, its first of all answers, with what is given changed."""
    values = {
        "pk": next(_keys),
        "number": number,
        "conversation": number,
        "depth": 0,
        "status": "public",
        "public_below": 0,
        "html": "<p>Words.</p>",
        "render_version": RENDERER_VERSION,
        "author_id": 1,
        "author_name": "Ann",
        "parent_id": None,
        "parent_number": None,
        "parent_depth": None,
        "parent_status": None,
        "parent_shown": None,
        "parent_name": None,
        "edited": None,
        "created_at": WRITTEN,
    }
    values |= fields
    return Line(**{"public_at": values["created_at"]} | values)


def answer(number=9, *, to=7, **fields):
    """Return the line of an answer."""
    parent = {"parent_id": to, "parent_number": to, "parent_depth": 0, "parent_status": "public"}
    shown = {"parent_shown": True, "parent_name": "Ben", "depth": 1, "conversation": to}
    return line(number, **parent | shown | fields)


def row(made, **fields):
    """Return the row of a line."""
    return Row(**{"comment": made, "indent": made.depth} | fields)


def tags(made, *names):
    """Return the tags of a page on which one line carries tags of these names."""
    return {made.pk: [CardTag(name, f"slug-{place}") for place, name in enumerate(names)]}


def hosts(settings, folder, **templates):
    """Let a host put templates of its own, by their names without .html, in the place of the thread's."""
    place = folder / "perspectives" / "discussion"
    place.mkdir(parents=True, exist_ok=True)
    for name, text in templates.items():
        (place / f"{name}.html").write_text(text, encoding="utf-8")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [folder]}]
