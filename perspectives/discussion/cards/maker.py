"""The maker of a page's cards: asks nothing of the database, and a template only once for each shape of card."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.template.loader import get_template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from perspectives.discussion.cards.card import Card
from perspectives.discussion.cards.lines import CardTag, Line
from perspectives.discussion.cards.moulds import ABSENT, OPEN, Fill, Flags, card_of, in_html, mould_of, render_card
from perspectives.discussion.cards.when import Clock
from perspectives.discussion.models import Discussion, State
from perspectives.discussion.queries import PUBLIC
from perspectives.discussion.release import release
from perspectives.discussion.store import kept_text
from perspectives.discussion.tree import Row
from perspectives.text.markdown import RENDERER_VERSION
from perspectives.text.sanitise import sanitise_comment
from perspectives.web.reversing import address

CARD, TOMBSTONE = "perspectives/discussion/_card.html", "perspectives/discussion/_tombstone.html"
BRANCH = "perspectives/discussion/_branch.html"
# A number no comment has, to find where in an address the number stands.
STAND_IN = 98_765_432
# What became public later than this after writing was held: readers who were here meanwhile have not seen it. No
# longer than the fraction of a second that a card's time says, so that no visit falls between.
HELD = timedelta(milliseconds=1)
NOT_SAID = ("", "", "")
# A tombstone does not say whether it was edited, whose it was, or what was thought of it.
UNMARKED = (False, False, False, False)
# Counts of answers whose words are remembered.
COUNTS = 5_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime | None) -> int:
    """Return a moment in microseconds of the epoch, exactly; 0 for none."""
    return (moment - EPOCH) // timedelta(microseconds=1) if moment is not None else 0


class Addresses:
    """The addresses of a discussion's cards, reversed once a page: only the number differs."""

    def __init__(self, discussion: Discussion, text: Callable[[str], str]) -> None:
        self.comment = _around("perspectives:comment", discussion.slug, text)
        self.reply = _around("perspectives:reply", discussion.slug, text)
        self.report = _around("perspectives:report", discussion.slug, text)
        self.page = text(discussion.get_absolute_url())


def _around(name: str, slug: str, text: Callable[[str], str]) -> tuple[str, str]:
    """Return what stands before and after the number of a comment in an address."""
    before, _number, after = address(name, slug, STAND_IN).rpartition(str(STAND_IN))
    return text(before), text(after)


@lru_cache(maxsize=8192)
def _quoted(slug: str) -> str:
    """Return a slug as it stands in a query."""
    return quote(slug, safe="")


class CardMaker:
    """Makes the cards of one discussion for one page, in the active language and time zone."""

    def __init__(
        self, discussion: Discussion, tags: dict[int, list[CardTag]], *, main: int | None = None, words: bool = False
    ) -> None:
        """Take the tags of the page's comments by primary key, and the number of the comment the page is about.

        `words` shows that comment's words to somebody who may read them though they are not public.
        """
        self.discussion, self.tags, self.main, self.words = discussion, tags, main, words
        self.is_open = discussion.state == State.OPEN
        self.clock = Clock()
        self.former = _("Former member")
        self.language = get_language()
        self._addresses: dict[bool, Addresses] = {}
        self._moulds: dict[str, dict[Any, Fill | None]] = {}

    def scope(self) -> tuple[Any, ...]:
        """Return what cards are made of beside rows and tags; templates by what Django's loader has loaded."""
        to = self._to(True)
        place = (to.comment, to.reply, to.report, to.page, self.is_open, self.main, self.words)
        # The templates themselves: a number like that of `id` may be given again once one of them is gone.
        loaded: list[Any] = [get_template(CARD), get_template(TOMBSTONE)]
        templates = tuple(one.template for one in loaded)
        return (*place, self.language, self.former, str(self.clock.zone), self.clock.format, templates, release())

    def content(self, row: Row, known: dict[Any, bytes] | None) -> bytes:
        """Return the card of a row in UTF-8, out of `known` (of this maker's scope) where it stands there."""
        if known is None:
            return self.html(row).encode()
        made_of = (row, tuple(self.tags.get(row.comment.pk, ())))
        card = known.get(made_of)
        if card is None:
            card = known[made_of] = self.html(row).encode()
        return card

    def html(self, row: Row) -> str:
        """Return the card of a row, or its tombstone."""
        values, flags = self.values(row, escaped=True)
        template = TOMBSTONE if flags[-1] else CARD
        moulds = self._moulds.get(template) or self._moulds_of(template)
        # Empty texts are false: what is left tells the shape.
        shape = (self.language, flags, *map(bool, values))
        try:
            fill = moulds[shape]
        except KeyError:
            fill = moulds[shape] = mould_of(template, self.card(row))
        return fill(values) if fill is not None else self._rendered(template, row)

    def _rendered(self, template: str, row: Row) -> str:
        """Return a card that the template engine makes, once for all cards that say the same."""
        card = self.card(row)
        return kept_text(f"{release()}\n{self.language}\n{template}\n{card!r}", lambda: render_card(template, card))

    def card(self, row: Row) -> Card:
        """Return the card of a row as its template is given it."""
        values, flags = self.values(row, escaped=False)
        return card_of(values, flags)

    def branch(self, row: Row) -> tuple[str, str]:
        """Return what stands before and after the answers to a row: what folds them."""
        known = self._moulds_of(BRANCH)
        count = row.comment.public_below
        if (self.language, count) not in known:
            if len(known) > COUNTS:
                known.clear()
            html = get_template(BRANCH).render({"count": count, "answers": OPEN})
            before, _answers, after = html.partition(OPEN)
            known[self.language, count] = (before, after)
        return known[self.language, count]

    def _moulds_of(self, template: str) -> dict[Any, Any]:
        """Return the moulds of a template, which live and die with what Django's loader has loaded."""
        if template not in self._moulds:
            loaded: Any = get_template(template)
            self._moulds[template] = loaded.template.__dict__.setdefault("perspectives_moulds", {})
        return self._moulds[template]

    def values(self, row: Row, *, escaped: bool) -> tuple[list[str], Flags]:
        """Return the texts of a row's card in the order of `moulds.TEXTS`, and its flags."""
        text, to = in_html if escaped else str, self._to(escaped)
        line = row.comment
        number, public, is_main = str(line.number), line.status == PUBLIC, line.number == self.main
        if not (public or (is_main and self.words)):
            return [number, number.join(to.comment), str(row.indent), *ABSENT], (*UNMARKED, is_main, True)
        local = self.clock.local(line.created_at)
        answers = line.parent_id is not None
        values = [
            number,
            number.join(to.comment),
            str(row.indent),
            text(line.author_name or self.former),
            text(self.clock.text(local)),
            local.isoformat(timespec="milliseconds"),
            "" if line.public_at is line.created_at else _late(line),
            line.html if line.render_version == RENDERER_VERSION else sanitise_comment(line.html),
            number.join(to.reply) if public and self.is_open else "",
            number.join(to.report) if public else "",
            self._parent_url(row, to) if answers else "",
            f"#{row.next_number}" if row.next_number else "",
            *(self._answered(row, text, to) if answers and row.says_parent else NOT_SAID),
        ]
        for tag in self.tags.get(line.pk, ()):
            values += (text(tag.name), f"{to.page}?tag={_quoted(tag.slug)}#discussion")
        return values, _flags(line, is_main)

    def _to(self, escaped: bool) -> Addresses:
        """Return the addresses, for HTML or as they are."""
        if escaped not in self._addresses:
            self._addresses[escaped] = Addresses(self.discussion, in_html if escaped else str)
        return self._addresses[escaped]

    def _parent_url(self, row: Row, to: Addresses) -> str:
        """Return where the comment it answers stands: on this page, or on its own."""
        line = row.comment
        if row.parent_here:
            return f"#{line.parent_number}"
        return str(line.parent_number).join(to.comment) if line.parent_shown else ""

    def _answered(self, row: Row, text: Callable[[str], str], to: Addresses) -> tuple[str, str, str]:
        """Return number, name and address of what it answers."""
        line = row.comment
        name = text(line.parent_name or self.former) if line.parent_status == PUBLIC else ""
        number = str(line.parent_number)
        return (number, name, number.join(to.comment) if line.parent_shown else "")


def _flags(line: Line, is_main: bool) -> Flags:
    """Return the flags of a comment whose words are shown, in the order of `moulds.FLAGS`."""
    marks = (bool(line.as_author), line.featured is not None, line.answered is not None)
    return (line.edited is not None, *marks, is_main, False)


def _late(line: Line) -> str:
    """Return when it became public, where that was later than it was written."""
    if line.public_at is None or line.public_at - line.created_at < HELD:
        return ""
    return str(microseconds(line.public_at))
