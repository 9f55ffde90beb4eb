"""The tags above a thread: each by a template, rendered once for each shape an entry has and filled, as cards are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from perspectives.discussion.cards.moulds import CLOSE, OPEN, Fill, cast, in_html
from perspectives.discussion.cards.plain import only_places

TEMPLATE = "perspectives/discussion/_filter_tag.html"
# The fields of an entry that are text; `chosen` says whether the page shows this tag.
TEXTS = ("query", "name", "uses")


def entries(tags: Iterable[Any]) -> SafeString:
    """Return the HTML of tags, tuples that have the fields TEXTS and `chosen`, one after the other."""
    template: Any = get_template(TEMPLATE)
    # They live and die with what Django's loader has loaded.
    moulds: dict[Any, Fill | None] = template.template.__dict__.setdefault("perspectives_entries", {})
    language, made = get_language(), []
    for tag in tags:
        values = (tag.query, tag.name, tag.uses)
        shape = (language, tag.chosen, *map(bool, values))
        if shape not in moulds:
            moulds[shape] = _mould(template, tag)
        fill = moulds[shape]
        made.append(fill([*map(in_html, values)]) if fill is not None else template.render({"entry": tag}))
    return mark_safe("".join(made))


def _mould(template: Any, shape: Any) -> Fill | None:
    """Return what makes entries of the shape of one; None where each must be rendered."""
    if not only_places(template.template):
        return None
    marks = {name: f"{OPEN}{place}{CLOSE}" if getattr(shape, name) else "" for place, name in enumerate(TEXTS)}
    return cast(template.render({"entry": shape._replace(**marks)}))
