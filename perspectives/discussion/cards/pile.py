"""The pile: the cards of a page one under the other, answers in branches that fold, without recursion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from perspectives.discussion.cards.maker import CardMaker
from perspectives.discussion.cards.memo import MOST, cards_of
from perspectives.discussion.tree import Group, Row, folded

CONTEXT = "perspectives/discussion/_context.html"


def pile(groups: Sequence[Group], maker: CardMaker) -> list[bytes]:
    """Return the HTML of a page's groups, in pieces: branches where the thread stands as it is, context folded."""
    if any(group.context for group in groups):
        return [_with_context(group, maker).encode() for group in groups]
    # A page that alone would drive out all others is not worth remembering.
    known = cards_of(maker.scope()) if 0 < len(groups) <= MOST // 4 else None
    pieces: list[bytes] = []
    for before, row, after in _branched([group.row for group in groups], maker):
        if before:
            pieces.append(before.encode())
        pieces.append(maker.content(row, known))
        if after:
            pieces.append(after.encode())
    return pieces


def _branched(rows: Sequence[Row], maker: CardMaker) -> Iterable[tuple[str, Row, str]]:
    """Yield rows that stand in reading order, each with the ends of branches before it and what stands behind it."""
    ends: list[str] = []
    for ended, row, begins in folded(rows):
        before = "".join([ends.pop() for _branch in range(ended)]) if ended else ""
        if begins:
            opening, end = maker.branch(row)
            ends.append(end)
            yield before, row, opening
        else:
            # Behind the last row all that is open ends.
            yield before, row, "".join(reversed(ends)) if row is rows[-1] else ""


def branches(rows: Sequence[Row], maker: CardMaker) -> SafeString:
    """Return the cards of rows that stand in reading order, the answers to each in a branch of its own."""
    return mark_safe("".join(before + maker.html(row) + after for before, row, after in _branched(rows, maker)))


def flat(rows: Iterable[Row], maker: CardMaker) -> SafeString:
    """Return the cards of rows one under the other."""
    return mark_safe("".join(map(maker.html, rows)))


def _with_context(group: Group, maker: CardMaker) -> str:
    """Return a card with what stands before it, folded."""
    if not group.context:
        return maker.html(group.row)
    context = render_to_string(CONTEXT, {"count": len(group.context), "cards": flat(group.context, maker)})
    return f"{context}{maker.html(group.row)}"
