"""What an essay's page is known by, and what stands around it: authors, tags, the essays beside it. Two queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

from django.db.models import CharField, F, IntegerField, Model, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.http import Http404
from django.utils import timezone

from perspectives.discussion.models import Discussion
from perspectives.discussion.prepared import Prepared
from perspectives.discussion.queries import ANYBODY, Viewer
from perspectives.publishing.models import Byline, Post, Series, TaggedPost
from perspectives.web.reversing import address

BYLINE, TAG, PREVIOUS, NEXT = "byline", "tag", "previous", "next"


def _columns(model: type[Model], names: str) -> list[str]:
    """Return the columns of a model among `names`, in the order in which `from_db` takes them."""
    return [field.attname for field in model._meta.concrete_fields if field.attname in names.split()]


# What a page shows of an essay, its series and its discussion.
POST = _columns(
    Post,
    "id series_id slug title summary html render_version bio_html words state published_at revision discussion_id",
)
SERIES = _columns(Series, "id slug title subtitle publisher forum_id")
DISCUSSION = _columns(
    Discussion,
    "id slug forum_id title state version last_number public_count last_public_at url_name url_kwargs",
)
# Stands for the date of an essay that has none.
LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


class Author(NamedTuple):
    """A line of the byline."""

    slug: str
    name: str
    affiliation: str

    @property
    def url(self) -> str:
        """The address of the author's page."""
        return address("perspectives:author", self.slug)


class EssayTag(NamedTuple):
    """A tag of the essay."""

    slug: str
    name: str


class Beside(NamedTuple):
    """An essay beside this one, in the same series."""

    series: str
    slug: str
    title: str

    @property
    def url(self) -> str:
        """The address of its page."""
        return address("perspectives:post", self.series, self.slug)


@dataclass
class Around:
    """An essay's surroundings, and the trace of all its page is made of: equal traces make equal pages."""

    post: Post
    trace: str
    authors: list[Author] = field(default_factory=list)
    tags: list[EssayTag] = field(default_factory=list)
    previous: Beside | None = None
    next: Beside | None = None


def around_or_404(series: str, post: str, viewer: Viewer) -> Around:
    """Return the essay with these slugs and what its page is made of for `viewer`; two queries.

    Http404 for one the viewer may not read. The essay's text to edit, passages and notes to edit are not fetched.
    """
    now, staff = timezone.now(), bool(viewer.edits or viewer.edits_all)
    heads = list(_head(viewer, series, post, now)) if staff else HEAD.rows(series, post, now)
    if not heads:
        raise Http404
    found = _post(heads[0])
    beside = (found.pk, found.series_id, found.published_at or LONG_AGO, now)
    rows = sorted(_rows(viewer, *beside) if staff else ROWS.rows(*beside))
    around = Around(found, repr((_told(heads[0]), rows)))
    for kind, _place, _key, slug, name, words in rows:
        if kind == BYLINE:
            around.authors.append(Author(slug, name, words))
        elif kind == TAG:
            around.tags.append(EssayTag(slug, name))
        elif kind == PREVIOUS:
            around.previous = Beside(series, slug, name)
        else:
            around.next = Beside(series, slug, name)
    if found.published_at is None:  # It has no place in the order of the series yet.
        around.previous = around.next = None
    return around


def _head(viewer: Viewer, series: str, post: str, now: datetime) -> QuerySet[Any, Any]:
    """Return the essay, its series and its discussion, in the columns of POST, SERIES and DISCUSSION."""
    found = Post.objects.visible_to(viewer, now).filter(series__slug=series, slug=post).order_by()
    columns = [f"series__{name}" for name in SERIES] + [f"discussion__{name}" for name in DISCUSSION]
    return found.values_list(*POST, *columns)


def _post(row: tuple[Any, ...]) -> Post:
    """Return the models a row of `_head` is made of."""
    behind = len(POST) + len(SERIES)
    post: Post = Post.from_db("default", POST, row[: len(POST)])
    post.series = Series.from_db("default", SERIES, row[len(POST) : behind])
    post.discussion = Discussion.from_db("default", DISCUSSION, row[behind:])
    return post


def _told(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what of an essay's row makes its page: its words are told by its revision, its discussion by a version."""
    return tuple(value for name, value in zip(POST + SERIES, row, strict=False) if name not in ("html", "bio_html"))


def _rows(viewer: Viewer, post: int, series: int, published: datetime, now: datetime) -> QuerySet[Any, Any]:
    """Return the surroundings of an essay as one union of (kind, place, key, slug, name, words)."""
    first = Value(0, output_field=IntegerField())
    texts = ("contributor__slug", "contributor__name", "affiliation")
    beside = Post.objects.visible_to(viewer, now).filter(series=series, published_at__isnull=False)
    parts = [
        _part(Byline.objects.filter(post=post), BYLINE, F("position"), texts),
        _part(TaggedPost.objects.filter(content_object=post), TAG, first, ("tag__slug", "tag__name", Value(""))),
        _part(_nearest(beside, post, published, "lt"), PREVIOUS, first, ("slug", "title", Value(""))),
        _part(_nearest(beside, post, published, "gt"), NEXT, first, ("slug", "title", Value(""))),
    ]
    return parts[0].union(*parts[1:], all=True).order_by()


HEAD, ROWS = Prepared(partial(_head, ANYBODY), converted=True), Prepared(partial(_rows, ANYBODY))


def _part(rows: QuerySet[Any], kind: str, place: Any, texts: tuple[Any, ...]) -> QuerySet[Any, Any]:
    """Return rows in the columns of the union."""
    columns = {"kind": Value(kind, output_field=CharField()), "place": place, "key": F("pk")}
    columns |= {f"text{number}": Cast(text, TextField()) for number, text in enumerate(texts)}
    return rows.order_by().annotate(**columns).values_list(*columns)


def _nearest(posts: QuerySet[Any], post: int, published: datetime, side: str) -> QuerySet[Any]:
    """Return the essay on one side ("lt" or "gt"), by date of publication, then by the order of saving.

    A part of a union may have no limit of its own, so its key is looked for inside.
    """
    beyond = Q(**{f"published_at__{side}": published}) | Q(**{"published_at": published, f"pk__{side}": post})
    order = ("-published_at", "-pk") if side == "lt" else ("published_at", "pk")
    return Post.objects.filter(pk=Subquery(posts.filter(beyond).order_by(*order).values("pk")[:1]))
