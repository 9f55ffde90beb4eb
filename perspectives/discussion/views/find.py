"""Find what an address names, through the rule of who sees what: not found and not allowed are the same 404."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from perspectives.conf import conf
from perspectives.discussion.asking import Asked, Typed, ask
from perspectives.discussion.models import Comment, Discussion, Forum, Status
from perspectives.discussion.paths import PATH_LEVELS
from perspectives.discussion.places import answers_stand_behind
from perspectives.discussion.prepared import Prepared
from perspectives.discussion.queries import ANYBODY, Viewer, open_to_all
from perspectives.discussion.rules import viewer_of
from perspectives.members.models import Member

# Digits of a moment in microseconds, until the year 2286.
MOMENT_DIGITS = 16


@dataclass(frozen=True)
class Place:
    """Where somebody writes: a discussion, what is answered there, and what was asked of writer and words with it."""

    discussion: Discussion
    parent: Comment | None = None
    # Whether an answer will stand behind what a page has room for (places.answers_stand_behind); None for not asked.
    behind: bool | None = None
    asked: Asked | None = None


def discussion_or_404(request: HttpRequest, slug: str) -> Discussion:
    """Return the discussion with this slug if the reader may open it, with its forum."""
    viewer = viewer_of(request)
    if not _is_staff(viewer):
        rows = DISCUSSION.rows(slug, timezone.now())
        if not rows:
            raise Http404
        return _discussion(rows[0])
    discussions = Discussion.objects.visible_to(viewer).select_related("forum")
    return get_object_or_404(discussions, slug=slug)


def place_of_new(request: HttpRequest, slug: str, typed: Typed | None) -> Place:
    """Return the discussion with this slug if the reader may open it, and what is known of `typed`; one query."""
    viewer = viewer_of(request)
    if typed is None or viewer.member is None or _is_staff(viewer):
        return Place(discussion_or_404(request, slug))
    now = timezone.now()
    asked, (rows,) = ask(viewer.member, slug, typed, now, (DISCUSSION, (slug, now)))
    if not rows:
        raise Http404
    return Place(_discussion(rows[0]), asked=asked)


def place_of_answer(request: HttpRequest, slug: str, number: int, typed: Typed | None) -> Place | None:
    """Return the public comment that is answered if the reader may open its discussion, or None; one query."""
    viewer = viewer_of(request)
    if typed is None or viewer.member is None or _is_staff(viewer):
        parent = public_parent(request, slug, number)
        return Place(parent.discussion, parent) if parent is not None else None
    now, room = timezone.now(), conf.THREAD_PAGE_SIZE
    asked, (rows,) = ask(viewer.member, slug, typed, now, (_answered_in(room), (slug, number, now)))
    if not rows:
        return None
    parent = _parent(rows[0])
    behind = bool(rows[0][-1]) if parent.depth + 1 < PATH_LEVELS else None
    return Place(parent.discussion, parent, behind, asked)


def _is_staff(viewer: Viewer) -> bool:
    return viewer.is_moderator or viewer.edits_all or bool(viewer.edits)


def _fields(model: type[Model], path: str = "") -> list[str]:
    """Return the columns of a model as lookups."""
    return [f"{path}{field.attname}" for field in model._meta.concrete_fields]


def _with_forum(path: str = "") -> list[str]:
    return _fields(Discussion, path) + _fields(Forum, f"{path}forum__")


def _visible(slug: str, now: datetime) -> QuerySet[Discussion, Any]:
    return Discussion.objects.visible_to(ANYBODY, now).filter(slug=slug).order_by().values_list(*_with_forum())


def _answered(room: int, slug: str, number: int, now: datetime) -> QuerySet[Comment, Any]:
    comments = Comment.objects.public(now).filter(discussion__slug=slug, number=number).order_by()
    names = [*_fields(Comment), *_with_forum("discussion__"), *_fields(Member, "author__")]
    return comments.annotate(behind=answers_stand_behind(room)).values_list(*names, "behind")


@cache
def _answered_in(room: int) -> Prepared:
    """Return the question for what is answered, on a site whose pages have so much room."""
    return Prepared(partial(_answered, room), converted=True)


DISCUSSION = Prepared(_visible, converted=True)


def _discussion(row: Sequence[Any]) -> Discussion:
    """Return the discussion with its forum that columns of `_with_forum` say."""
    discussion: Discussion = _made(Discussion, row)
    discussion.forum = _made(Forum, row[len(_fields(Discussion)) :])
    return discussion


def _parent(row: Sequence[Any]) -> Comment:
    """Return the comment of a row of `_answered`."""
    parent: Comment = _made(Comment, row)
    rest = row[len(_fields(Comment)) :]
    parent.discussion = _discussion(rest)
    parent.author = _made(Member, rest[len(_with_forum()) :])
    return parent


def _made(model: type[Model], row: Sequence[Any]) -> Any:
    """Return the instance that the first columns of a row say."""
    names = _fields(model)
    return model.from_db(model._default_manager.db, names, list(row[: len(names)]))


def version_or_404(request: HttpRequest, slug: str) -> tuple[int, int]:
    """Return primary key and version of the discussion with this slug if the reader may open it."""
    viewer, now = viewer_of(request), timezone.now()
    rows = list(_version(viewer, slug, now)) if _is_staff(viewer) else VERSION.rows(slug, now)
    if not rows:
        raise Http404
    key, version = rows[0]
    return key, version


def _version(viewer: Viewer, slug: str, now: datetime) -> QuerySet[Any, Any]:
    return Discussion.objects.visible_to(viewer, now).filter(slug=slug).order_by().values_list("pk", "version")


VERSION = Prepared(partial(_version, ANYBODY))


def public_parent(request: HttpRequest, slug: str, number: int) -> Comment | None:
    """Return a public comment of a discussion the reader may open, with both, or None; one query."""
    viewer = viewer_of(request)
    around = Q() if viewer.moderates_all or viewer.edits_all else open_to_all(timezone.now(), "discussion__")
    if around:
        around |= Q(discussion__forum__in=viewer.moderates | viewer.edits)
    comments = Comment.objects.filter(around, discussion__slug=slug, number=number, status=Status.PUBLIC)
    return comments.select_related("discussion__forum", "author").order_by().first()


def comment_or_404(request: HttpRequest, slug: str, number: int) -> Comment:
    """Return the comment if the reader may read its words."""
    comments = Comment.objects.visible_to(viewer_of(request)).select_related(
        "discussion__forum", "author", "parent__author"
    )
    return get_object_or_404(comments, discussion__slug=slug, number=number)


def own_comment_or_404(request: HttpRequest, slug: str, number: int) -> Comment:
    """Return the comment if it is the reader's own."""
    own = Comment.objects.filter(author=viewer_of(request).member).select_related("discussion__forum", "author")
    return get_object_or_404(own, discussion__slug=slug, number=number)


def moment_or_404(typed: str) -> int:
    """Return a moment in microseconds of the epoch; Http404 for anything else."""
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > MOMENT_DIGITS:
        raise Http404
    return int(typed)
