"""Moulds: a card's template, rendered once for each shape of card and filled for every comment of that shape.

Rendering a template for each comment is what pages of threads pay most for. A template that only places a card's
fields gives, with marks in their place, all there is to know about it. Whether it does no more than that is read off
its nodes, and tried as well, with values that hardly a filter, comparison or slice would leave as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from perspectives.discussion.cards.card import Answered, Card, TagLink
from perspectives.discussion.cards.plain import only_places

# Private characters of Unicode around a mark: no template has them.
OPEN, CLOSE = "\ue0f0", "\ue0f1"
MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
# The fields of a card that are text, in the order of the values a mould is filled with; tags follow, two for each.
TEXTS = (
    "number",
    "url",
    "indent",
    "name",
    "written",
    "written_iso",
    "at",
    "body",
    "reply_url",
    "report_url",
    "parent_url",
    "next_url",
)
ANSWERED = ("number", "name", "url")
FLAGS = ("is_edited", "is_author", "is_featured", "is_answered", "is_main", "is_tombstone")
FIRST_TAG = len(TEXTS) + len(ANSWERED)
# The values of a tombstone behind its number, address and indentation.
ABSENT = ("",) * (FIRST_TAG - 3)

Flags = tuple[bool, bool, bool, bool, bool, bool]
# From the values (escaped, but for the body) to the HTML of a card.
Fill = Callable[[Sequence[str]], str]


@lru_cache(maxsize=8192)
def in_html(text: str) -> str:
    """Return a text as Django's templates escape it."""
    return str(escape(text))


class Slot(str):
    """A mark in the place of a field, which notes when a template asks what the field says."""

    asked: list[str]

    def _ask(self, *args: Any) -> Any:
        self.asked.append("compared")
        return False

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _ask

    def __hash__(self) -> int:
        """Return the hash of the mark."""
        return super().__hash__()


def values_of(card: Card) -> list[str]:
    """Return the values a mould for the shape of `card` is filled with."""
    answered = card.answered or Answered("")
    values = [str(escape(getattr(card, name))) if name != "body" else card.body for name in TEXTS]
    values += [str(escape(getattr(answered, name))) for name in ANSWERED]
    for tag in card.tags:
        values += [str(escape(tag.name)), str(escape(tag.url))]
    return values


def card_of(values: Sequence[str], flags: Flags) -> Card:
    """Return the card that has these values, not escaped, in the order of TEXTS, ANSWERED and the tags."""
    number, name, url = values[len(TEXTS) : FIRST_TAG]
    tags = values[FIRST_TAG:]
    given: dict[str, Any] = dict(zip((*TEXTS, *FLAGS), (*values[: len(TEXTS)], *flags), strict=True))
    return Card(
        **given,
        answered=Answered(number, name, url) if number else None,
        tags=[TagLink(*pair) for pair in zip(tags[::2], tags[1::2], strict=True)],
    )


def mould_of(template: str, shape: Card) -> Fill | None:
    """Return the mould of a template for cards of the shape of `shape`; None where it must be rendered for each card.

    `shape` tells by its empty and filled fields which fields the cards have.
    """
    loaded: Any = get_template(template)
    if not only_places(loaded.template):
        return None
    asked: list[str] = []
    html = render_card(template, _marked(shape, asked))
    fill = cast(html)
    if asked or fill is None or not all(_fits(template, fill, odd) for odd in _odd_cards(shape)):
        return None
    return fill


def render_card(template: str, card: Card) -> str:
    """Return a card rendered by Django's template engine."""
    html: str = get_template(template).render({"card": replace(card, body=mark_safe(card.body))})
    return html


def _marked(shape: Card, asked: list[str]) -> Card:
    """Return a card of the same shape with a mark in the place of each text."""

    def slot(number: int, value: str) -> str:
        made = Slot(f"{OPEN}{number}{CLOSE}" if value else "")
        made.asked = asked
        return made if value else ""

    return _with_texts(shape, slot)


def _with_texts(shape: Card, text: Callable[[int, str], str]) -> Card:
    """Return `shape` with every text put through `text`, which is told the text's place among the values."""
    changed: dict[str, Any] = {name: text(place, getattr(shape, name)) for place, name in enumerate(TEXTS)}
    if shape.answered is not None:
        given = shape.answered
        parts = (text(len(TEXTS) + place, getattr(given, name)) for place, name in enumerate(ANSWERED))
        changed["answered"] = Answered(*parts)
    changed["tags"] = [
        TagLink(text(FIRST_TAG + 2 * place, tag.name), text(FIRST_TAG + 2 * place + 1, tag.url))
        for place, tag in enumerate(shape.tags)
    ]
    return replace(shape, **changed)


def cast(html: str) -> Fill | None:
    """Return what fills the marks in `html`; None where a mark was torn."""
    pieces = MARK.split(html)
    words, marks = pieces[::2], [int(number) for number in pieces[1::2]]
    if any(OPEN in word or CLOSE in word for word in words):
        return None
    form = "%s".join(word.replace("%", "%%") for word in words)
    if len(marks) < 2:
        return lambda values: form % tuple(values[mark] for mark in marks)
    pick = itemgetter(*marks)
    return lambda values: form % pick(values)


def _fits(template: str, fill: Fill, card: Card) -> bool:
    """Whether the mould gives what the engine gives."""
    return fill(values_of(card)) == render_card(template, card)


def _odd_cards(shape: Card) -> list[Card]:
    """Return cards of the shape with texts that show it if a template does more than place them."""
    odd = "<b title='%s'>&amp; \"É ß\" {{ x }}  \n/é?a=b&c\u00a0Z"

    def short(place: int, value: str) -> str:
        return f"{place}{odd}" if value else ""

    def long(place: int, value: str) -> str:
        return f"{odd}{'long ' * 60}{place}" if value else ""

    def digits(place: int, value: str) -> str:
        return str(place + 1) if value else ""

    return [_with_texts(shape, text) for text in (short, long, digits)]
