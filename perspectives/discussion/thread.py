"""One page of a thread: whole conversations, from a given one on, in one of the orders, or the comments of a filter."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import IntegerField, Subquery, Value
from django.http import Http404

from perspectives.conf import conf
from perspectives.discussion.above import Above, Featured, TagCount, above
from perspectives.discussion.cards.entries import entries
from perspectives.discussion.cards.lines import Line, apart, conversations, tags_of
from perspectives.discussion.cards.maker import CardMaker
from perspectives.discussion.cards.pile import pile
from perspectives.discussion.filtered import carried_tag, filtered_groups
from perspectives.discussion.later import later
from perspectives.discussion.models import Comment, Discussion, Tag
from perspectives.discussion.params import ORDERS, Order, ThreadParams
from perspectives.discussion.prepared import Prepared
from perspectives.discussion.tree import Group, Row, conversations_that_fit, rows_of

NOTHING = Value(None, output_field=IntegerField())
# Rows fetched, in pages, where all rows of the conversations are wanted before it is told which fit: tombstones are not
# counted in their sizes.
SPARE = 4


@dataclass
class ThreadPage:
    """What the thread template shows."""

    discussion: Discussion
    params: ThreadParams
    groups: list[Group] = field(default_factory=list)
    above: Above = field(default_factory=lambda: Above([], []))
    tag: Tag | None = None
    next_query: str = ""
    previous_query: str = ""
    # The conversation that was cut, and how many of its answers are left for its own page.
    cut: int | None = None
    cut_after: int | None = None
    left: int = 0
    # The query under which search engines know the page: other orders and filters are views of the same.
    canonical: str = ""

    @property
    def rows(self) -> list[Row]:
        """The rows without their context."""
        return [group.row for group in self.groups]

    @property
    def tags(self) -> list[TagCount]:
        """The tags on public comments of the discussion, the most used first."""
        return self.above.tags

    @property
    def orders(self) -> list[tuple[Order, str]]:
        """The orders, each with the query of its beginning."""
        return [(order, replace(self.params.beginning(), order=name).query()) for name, order in ORDERS.items()]

    @property
    def all_query(self) -> str:
        """The query of the beginning with what is not featured as well."""
        return replace(self.params.beginning(), only="").query()

    @property
    def featured(self) -> list[tuple[Featured, str]]:
        """The featured comments that are named, each with the address of its place in this order."""
        here = {row.comment.number for row in self.rows}
        places = f"{self.discussion.get_own_url()}{ThreadParams(self.params.order).query()}"
        at = f"{places}{'' if places.endswith('?') else '&'}at="
        return [(one, f"#{one.number}" if one.number in here else f"{at}{one.number}") for one in self.above.featured]

    def pieces(self) -> list[bytes]:
        """Return the HTML, in UTF-8, of the cards of the page, in their branches; one query, for their tags."""
        lines = [row.comment for group in self.groups for row in (*group.context, group.row)]
        return pile(self.groups, CardMaker(self.discussion, tags_of(lines)))

    @property
    def tag_entries(self) -> str:
        """The HTML of `tags`, each by `_filter_tag.html`."""
        return entries(self.tags)

    @property
    def html(self) -> str:
        """The cards, or a mark for them where `frame.page` makes the page and puts them in last."""
        return later(self.pieces)


def thread_page(discussion: Discussion, params: ThreadParams) -> ThreadPage:
    """Return a page of the thread; Http404 where a page, or a filter that finds no public comment, is asked for."""
    found = above(discussion, params)
    page = _filtered(discussion, params, found.tags) if params.is_filtered else _conversations(discussion, params)
    page.above = found
    return page


def _filtered(discussion: Discussion, params: ThreadParams, tags: list[TagCount]) -> ThreadPage:
    """Return the page of the comments that carry the tag asked for, or are featured."""
    tag = next((count.tag for count in tags if count.chosen), None)
    if tag is None and params.tag:
        tag = carried_tag(discussion, params.tag)
    groups, following, first = filtered_groups(discussion, params, tag)
    return ThreadPage(discussion, params, groups, tag=tag, next_query=following, previous_query=first)


def _conversations(discussion: Discussion, params: ThreadParams) -> ThreadPage:
    """Return the page of whole conversations that starts at `params.start`, or ends at `params.end`; two queries."""
    room, order = conf.THREAD_PAGE_SIZE, ORDERS[params.order]
    backwards = params.start is None and params.end is not None
    bound = params.end if backwards else params.start
    roots = _roots(discussion, params.order, bound, backwards, room + 1)
    if not roots and bound is not None and order.weight:
        # How much was answered tells where to go on, and is not told of what stands here no more: from the beginning.
        return _conversations(discussion, params.beginning())
    if not roots and bound is not None:
        raise Http404
    fit = conversations_that_fit([(number, below + 1) for number, below, _beside in roots], room)
    taken, lines = _whole(discussion, order, fit[::-1] if backwards else fit, room, backwards)
    page = ThreadPage(discussion, params, [Group(row) for row in rows_of(lines[:room], conf.INDENT_DEPTH)])
    kept = _cut(page, taken, lines[room]) if len(lines) > room else taken
    if kept:
        behind = next((number for number, _below, _beside in roots[len(kept) :]), None)
        _link(page, kept[0], *((behind, roots[0][2]) if backwards else (roots[0][2], behind)))
    return page


def _roots(discussion: Discussion, order: str, bound: int | None, backwards: bool, most: int) -> Any:
    """Return (number, public comments below, the conversation on the other side of `bound`) from `bound` on."""
    if bound is None:
        return FIRST.rows(discussion.pk, shape=(order, most))
    return FURTHER.rows(discussion.pk, bound, shape=(order, backwards, most))


def _first(order: str, most: int, discussion_id: int) -> Any:
    roots = Comment.objects.filter(discussion=discussion_id, depth=0).in_thread()
    return roots.order_by(*ORDERS[order].by()).values_list("number", "public_below", NOTHING)[:most]


def _further(order: str, backwards: bool, most: int, discussion_id: int, bound: int) -> Any:
    roots, by = Comment.objects.filter(discussion=discussion_id, depth=0).in_thread(), ORDERS[order]
    beside = by.beyond(roots, bound, backwards=not backwards, strictly=True)
    beside = beside.order_by(*by.by(backwards=not backwards)).values("number")[:1]
    found = by.beyond(roots, bound, backwards=backwards).order_by(*by.by(backwards=backwards))
    return found.values_list("number", "public_below", Subquery(beside))[:most]


FIRST, FURTHER = Prepared(_first), Prepared(_further)


def _whole(
    discussion: Discussion, order: Order, taken: list[int], room: int, backwards: bool
) -> tuple[list[int], list[Line]]:
    """Return those of the conversations `taken` that fit, and their lines, one more than `room` at most.

    Tombstones are not counted in the sizes of conversations: should they be too many, fewer fit. The first ones stay,
    the rest is left to the next page; but of a page that was gone back to the last ones stay.
    """
    if not taken:
        return [], []
    counted = len(taken) > 1 and (backwards or order.weight != "")
    most = SPARE * room if counted else room
    lines = _lines(discussion, order, taken, most + 1)
    if counted and len(lines) > most:
        half = len(taken) // 2
        return _whole(discussion, order, taken[-half:] if backwards else taken[:half], room, backwards)
    while backwards and len(taken) > 1 and len(lines) > room:
        first, *taken = taken
        lines = [line for line in lines if line.conversation != first]
    return taken, lines[: room + 1]


def _lines(discussion: Discussion, order: Order, taken: list[int], most: int) -> list[Line]:
    """Return the lines of the conversations `taken`, in the order of `taken`, `most` at most; one query."""
    if order.weight and len(taken) > 1:
        # They lie apart: which stands first is known here, not to the database.
        rank = {number: place for place, number in enumerate(taken)}
        return sorted(apart(discussion.pk, taken, most=most), key=lambda line: rank[line.conversation])
    # One conversation alone, which may be as long as it likes, is read in the order of the index, and never sorted.
    newest = order.newest and len(taken) > 1
    return conversations(discussion.pk, min(taken), max(taken), newest=newest, most=most)


def _cut(page: ThreadPage, taken: list[int], following: Line) -> list[int]:
    """Return the conversations that stand on a page which has no room for `following`.

    Where that belongs to the last of them, note how much of it is left, one link away.
    """
    rows = [group.row for group in page.groups if group.row.comment.conversation == following.conversation]
    place = taken.index(following.conversation)
    if not rows:
        return taken[:place]
    page.cut, page.cut_after = following.conversation, rows[-1].comment.number
    shown = sum(1 for row in rows if not row.is_tombstone)
    page.left = max(1, rows[0].comment.public_below + (0 if rows[0].is_tombstone else 1) - shown)
    return taken[: place + 1]


def _link(page: ThreadPage, first: int, before: int | None, after: int | None) -> None:
    """Set the address by which a page is known that begins with conversation `first`, and those beside it."""
    bare = page.params.beginning()
    page.next_query = replace(bare, start=after).query() if after else ""
    page.previous_query = replace(bare, end=before).query() if before else ""
    if before and bare == ThreadParams():
        page.canonical = replace(bare, start=first).query()
