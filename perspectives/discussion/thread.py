"""One page of a thread: whole conversations, from a given one on, oldest or newest first, or the comments of a tag."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from perspectives.conf import conf
from perspectives.discussion.models import Comment, Discussion, Status, Tag, TaggedComment
from perspectives.discussion.queries import Viewer
from perspectives.discussion.rules import edit_until, viewer_of
from perspectives.discussion.tree import Group, Row, context_paths, conversations_that_fit, grouped, rows_of

ORDERS = ("oldest", "newest")
# Ancestors shown with a comment that a filter found, beside the start of its conversation.
CONTEXT = 5
# Comments that a filter shows on a page: each may bring its context along.
FILTERED = 50
# Tags in the filter bar.
TAGS_SHOWN = 30
# A reader's own comments that wait are named, so many at most.
OWN_WAITING = 10


@dataclass(frozen=True)
class ThreadParams:
    """What a reader asked for: an order, a tag, and the conversation (or, filtered, the comment) to start from."""

    order: str = "oldest"
    tag: str = ""
    # The first conversation of the page; None is the beginning.
    start: int | None = None
    # The last conversation of the page, for going back; None where `start` says it.
    end: int | None = None

    def query(self) -> str:
        """Return the canonical query string, "?" and all; empty for the beginning in the usual order."""
        asked = {
            "order": self.order if self.order != "oldest" else None,
            "tag": self.tag or None,
            "from": self.start,
            "to": self.end,
        }
        pairs = {name: value for name, value in asked.items() if value is not None}
        return f"?{urlencode(pairs)}" if pairs else "?"


@dataclass(frozen=True)
class TagCount:
    """A tag and how many public comments of the discussion carry it."""

    tag: Tag
    count: int
    query: str
    chosen: bool


@dataclass
class ThreadPage:
    """What the thread template shows."""

    params: ThreadParams
    groups: list[Group]
    tags: list[TagCount] = field(default_factory=list)
    tag: Tag | None = None
    next_query: str = ""
    previous_query: str = ""
    # The conversation that was cut, and how many of its answers are left for its own page.
    cut: Comment | None = None
    cut_after: Comment | None = None
    left: int = 0
    order_queries: list[tuple[str, str]] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """The rows without their context."""
        return [group.row for group in self.groups]


def thread_params(request: HttpRequest) -> ThreadParams:
    """Return what the request asks for; Http404 for an order, a tag or a number that cannot be."""
    order = request.GET.get("order", "oldest")
    tag = request.GET.get("tag", "")
    if order not in ORDERS or len(tag) > 100 or "\x00" in tag:
        raise Http404
    return ThreadParams(order, tag, _number(request, "from"), _number(request, "to"))


def _number(request: HttpRequest, name: str) -> int | None:
    """Return a comment number from the query; Http404 for anything else."""
    typed = request.GET.get(name)
    if typed is None:
        return None
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > 8 or int(typed) < 1:
        raise Http404
    return int(typed)


def thread_context(request: HttpRequest, discussion: Discussion) -> dict[str, Any]:
    """Return the context of `perspectives/discussion/_thread.html` for what the request asks for."""
    thread, viewer = thread_page(discussion, thread_params(request)), viewer_of(request)
    return {
        "thread": thread,
        "discussion": discussion,
        "own_waiting": own_waiting(discussion, viewer),
        "own_here": own_here(thread, viewer, timezone.now()),
    }


def own_here(thread: ThreadPage, viewer: Viewer, now: datetime) -> list[tuple[int, bool]]:
    """Return the reader's own public comments on the page, by number, and whether each can still be edited.

    Kept apart from the cards, which are the same for everybody; no query.
    """
    if viewer.member is None:
        return []
    own = [row.comment for row in thread.rows if row.comment.author_id == viewer.member.pk and not row.is_tombstone]
    return [(comment.number, comment.public_below == 0 and now <= edit_until(comment)) for comment in own]


def own_waiting(discussion: Discussion, viewer: Viewer) -> list[Comment]:
    """Return the reader's own comments here that wait for a moderator, so that nobody wonders where they are."""
    if viewer.member is None:
        return []
    waiting = Comment.objects.by(viewer.member).filter(discussion=discussion, status=Status.PENDING)
    return list(waiting.only("number").order_by("number")[:OWN_WAITING])


def thread_etag(request: HttpRequest, discussion: Discussion) -> str:
    """Return what a signed-out reader's thread depends on: version, page, settings, language."""
    shape = f"{conf.THREAD_PAGE_SIZE}.{conf.INDENT_DEPTH}"
    return f"{discussion.pk}.{discussion.version}.{shape}.{get_language()}.{thread_params(request).query()}"


def thread_page(discussion: Discussion, params: ThreadParams) -> ThreadPage:
    """Return a page of the thread; Http404 where a tag that no public comment here carries, or a page, is asked for."""
    tags = _tag_counts(discussion, params)
    page = _filtered(discussion, params) if params.tag else _conversations(discussion, params)
    page.tags = tags
    if params.tag:
        page.tag = next((count.tag for count in tags if count.chosen), None) or _tag(discussion, params.tag)
    page.order_queries = [(order, ThreadParams(order, params.tag).query()) for order in ORDERS]
    return page


def _tag(discussion: Discussion, slug: str) -> Tag:
    """Return the tag if a public comment of the discussion carries it; else Http404, as for a tag that never was."""
    carried = TaggedComment.objects.filter(content_object__discussion=discussion, content_object__status=Status.PUBLIC)
    tag = Tag.objects.filter(slug=slug, pk__in=carried.values("tag")).first()
    if tag is None:
        raise Http404
    return tag


def _tag_counts(discussion: Discussion, params: ThreadParams) -> list[TagCount]:
    """Return the tags on public comments of the discussion, the most used first, in one query."""
    tags = (
        Tag.objects.filter(
            comment_items__content_object__discussion=discussion, comment_items__content_object__status="public"
        )
        .annotate(uses=Count("comment_items"))
        .order_by("-uses", "name")[:TAGS_SHOWN]
    )
    return [
        TagCount(tag, tag.uses, ThreadParams(params.order, tag.slug).query(), tag.slug == params.tag) for tag in tags
    ]


def for_page(comments: Any) -> Any:
    """Add what a card shows to a queryset of comments: writer, what it answers, tags; two queries in all."""
    items = TaggedComment.objects.select_related("tag").order_by("pk")
    return comments.select_related("author", "parent__author").prefetch_related(Prefetch("tag_items", items))


def _conversations(discussion: Discussion, params: ThreadParams) -> ThreadPage:
    """Return the page of whole conversations that starts at `params.start`, or ends at `params.end`."""
    room = conf.THREAD_PAGE_SIZE
    roots = Comment.objects.filter(discussion=discussion, depth=0).in_thread()
    backwards = params.start is None and params.end is not None
    newest_up = (params.order == "newest") != backwards
    bound = params.end if backwards else params.start
    if bound is not None:
        roots = roots.filter(**{"number__lte" if newest_up else "number__gte": bound})
    ordered = roots.order_by("-number" if newest_up else "number")
    sizes = [(number, below + 1) for number, below in ordered.values_list("number", "public_below")[: room + 1]]
    taken = conversations_that_fit(sizes, room)
    if not taken:
        if bound is not None:
            raise Http404
        return ThreadPage(params, [])
    taken.sort(reverse=params.order == "newest")
    comments = _whole(discussion, params, taken, room)
    page = ThreadPage(params, [Group(row) for row in rows_of(comments[:room], conf.INDENT_DEPTH)])
    if len(comments) > room:
        _cut(page, taken)
    _link_neighbours(page, discussion, taken)
    return page


def _whole(discussion: Discussion, params: ThreadParams, taken: list[int], room: int) -> list[Comment]:
    """Return the rows of the conversations `taken`, one more than `room` at most."""
    order = ["-conversation", "path"] if params.order == "newest" else ["conversation", "path"]
    rows = Comment.objects.filter(
        discussion=discussion, conversation__gte=min(taken), conversation__lte=max(taken)
    ).in_thread()
    return list(for_page(rows).order_by(*order)[: room + 1])


def _cut(page: ThreadPage, taken: list[int]) -> None:
    """Note where the page was cut, so that the rest of that conversation is one link away."""
    last = page.groups[-1].row.comment
    number = last.conversation
    rows = [group.row for group in page.groups if group.row.comment.conversation == number]
    page.cut, page.cut_after = rows[0].comment, last
    shown = sum(1 for row in rows if not row.is_tombstone)
    page.left = max(1, rows[0].comment.public_below + (0 if rows[0].is_tombstone else 1) - shown)
    # A conversation behind the cut one is left to the next page.
    later = taken.index(number) + 1 if number in taken else len(taken)
    del taken[later:]


def _link_neighbours(page: ThreadPage, discussion: Discussion, taken: list[int]) -> None:
    """Set the addresses of the pages before and after the conversations `taken`, in the page's order."""
    roots = Comment.objects.filter(discussion=discussion, depth=0).in_thread()
    up, down = roots.order_by("number"), roots.order_by("-number")
    low, high = min(taken), max(taken)
    above = up.filter(number__gt=high).values_list("number", flat=True).first()
    below = down.filter(number__lt=low).values_list("number", flat=True).first()
    later, earlier = (below, above) if page.params.order == "newest" else (above, below)
    bare = replace(page.params, start=None, end=None)
    page.next_query = replace(bare, start=later).query() if later else ""
    page.previous_query = replace(bare, end=earlier).query() if earlier else ""


def _filtered(discussion: Discussion, params: ThreadParams) -> ThreadPage:
    """Return the public comments that carry the tag, in reading order, each with its ancestors as folded context."""
    tag = _tag(discussion, params.tag)
    found = Comment.objects.filter(discussion=discussion, status="public", tag_items__tag=tag)
    if params.start is not None:
        first = found.filter(number=params.start).first()
        if first is None:
            raise Http404
        found = found.filter(_from(first, params.order))
    order = ["-conversation", "path"] if params.order == "newest" else ["path"]
    paths = list(found.order_by(*order).values_list("path", "number", "pk")[: FILTERED + 1])
    matched = paths[:FILTERED]
    wanted = context_paths([path for path, _n, _pk in matched], CONTEXT) | {path for path, _n, _pk in matched}
    rows = Comment.objects.filter(discussion=discussion, path__in=wanted).in_thread()
    comments = for_page(rows).order_by(*order)
    keys = {key for _path, _number, key in matched}
    page = ThreadPage(params, grouped(rows_of(comments, conf.INDENT_DEPTH), keys))
    if len(paths) > FILTERED:
        page.next_query = replace(params, start=paths[-1][1], end=None).query()
    if params.start is not None:
        page.previous_query = replace(params, start=None, end=None).query()
    return page


def _from(first: Comment, order: str) -> Q:
    """Return the condition for the rows from `first` on, in the given order."""
    if order == "newest":
        return Q(conversation__lt=first.conversation) | Q(conversation=first.conversation, path__gte=first.path)
    return Q(path__gte=first.path)
