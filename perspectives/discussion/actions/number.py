"""Take a comment's number, and with it the lock of its discussion; then ask anew what the number was taken for."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any

from django.db import connections, router
from django.db.models import F, FilteredRelation, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from perspectives.discussion.actions import prepare
from perspectives.discussion.actions.status import next_public_at
from perspectives.discussion.errors import ParentGone, Refused, SaidMeanwhile
from perspectives.discussion.models import Comment, Discussion, Status
from perspectives.discussion.prepared import Prepared
from perspectives.discussion.prepared_changes import PreparedUpdate, tells
from perspectives.discussion.screening import Submission
from perspectives.members.models import Member

# What a discussion must be asked about under its lock.
STANDING = ("state", "last_number", "version", "public_count", "visible_from", "visible_until", "last_public_at")


def numbered(submission: Submission, *, public: bool) -> tuple[Discussion, Comment | None]:
    """Take the next number for a comment and return its discussion and parent as they stand under the lock.

    A held comment moves no public count. Raises Refused, or ParentGone, for what has changed since it was looked at:
    whoever left leaves no name or address behind with a comment that was on its way. Where `asks_later`, author and
    parent are returned as they were, and are for the caller to ask about. Raises SaidMeanwhile where what the checks
    know of the author's own comments here is no longer true.
    """
    later = asks_later(public)
    discussion, parent = _told(submission) if later else _taken_and_asked(submission, public)
    _must_be_alone(submission, discussion)
    _must_be_shown(discussion, submission.now)
    prepare.must_be_open(discussion, submission.author)
    if submission.parent is not None and parent is None:
        raise ParentGone
    return discussion, parent


def asks_later(public: bool) -> bool:
    """Whether the statement that takes the number tells how the discussion stands, and so nothing else is asked.

    What it tells of other tables would be of the moment before it waited for the lock. The statements that come after
    it tell that: the comment's own of its author (`has_left`), and that which counts a public answer of its parent.
    """
    return public and tells(Discussion)


def has_left() -> str:
    """Return the SQL by which the statement that writes a comment tells whether its author has left meanwhile."""
    quoted = connections[router.db_for_write(Comment)].ops.quote_name
    member, comment = quoted(Member._meta.db_table), quoted(Comment._meta.db_table)
    left = f"SELECT 1 FROM {member} AS writer WHERE writer.id = {comment}.author_id"  # noqa: S608  # Names of tables.
    return f"({left} AND writer.erased_at IS NOT NULL)"


def _taking(public: bool, discussion: int, *now: datetime) -> tuple[QuerySet[Discussion, Discussion], dict[str, Any]]:
    """Return the change by which a number is taken; `now`, one moment, is for a public comment."""
    counted: dict[str, Any] = {"last_number": F("last_number") + 1}
    if public:
        counted |= {"version": F("version") + 1, "public_count": F("public_count") + 1}
        counted["last_public_at"] = next_public_at(now[0])
    return Discussion.objects.filter(pk=discussion).order_by(), counted


TAKE, TAKE_AND_TELL = PreparedUpdate(_taking), PreparedUpdate(_taking, telling=STANDING)


def _told(submission: Submission) -> tuple[Discussion, Comment | None]:
    """Take the number of a public comment and return the discussion as it has become, with the parent as it was."""
    rows = TAKE_AND_TELL.rows(submission.discussion.pk, submission.now, shape=(True,))
    if not rows:
        raise Discussion.DoesNotExist
    return _as_it_stands(submission.discussion, rows[0]), submission.parent


def _taken_and_asked(submission: Submission, public: bool) -> tuple[Discussion, Comment | None]:
    """Take the number, then ask under the lock."""
    now = (submission.now,) if public else ()
    TAKE.count(submission.discussion.pk, *now, shape=(public,))
    return _under_lock(submission)


def _as_it_stands(discussion: Discussion, row: tuple[Any, ...]) -> Discussion:
    """Return a copy of the discussion with what a row of STANDING says."""
    discussion = copy(discussion)
    for name, value in zip(STANDING, row, strict=False):
        setattr(discussion, name, value)
    return discussion


def _standing(author: int, discussion: int) -> QuerySet[Discussion, tuple[Any, ...]]:
    left = Subquery(Member.objects.filter(pk=author).values("erased_at"))
    rows = Discussion.objects.filter(pk=discussion).order_by().annotate(left=left)
    return rows.values_list(*STANDING, "left")


def _with_parent(author: int, discussion: int, parent: int) -> QuerySet[Discussion, tuple[Any, ...]]:
    public = Q(comments__pk=parent, comments__status=Status.PUBLIC)
    rows = _standing(author, discussion).annotate(answered=FilteredRelation("comments", condition=public))
    return rows.values_list(*STANDING, "left", "answered__path")


STANDING_NOW = Prepared(_standing, converted=True)
STANDING_WITH_PARENT = Prepared(_with_parent, converted=True)


def _under_lock(submission: Submission) -> tuple[Discussion, Comment | None]:
    """Return discussion and parent, None where it is not public any more, with what one query finds under the lock."""
    keys, parent = (submission.author.pk, submission.discussion.pk), submission.parent
    rows = STANDING_NOW.rows(*keys) if parent is None else STANDING_WITH_PARENT.rows(*keys, parent.pk)
    discussion = _as_it_stands(submission.discussion, rows[0])
    submission.author.erased_at, *path = rows[0][len(STANDING) :]
    if parent is None or path[0] is None:
        return discussion, None
    parent.path = path[0]
    return discussion, parent


def _must_be_alone(submission: Submission, discussion: Discussion) -> None:
    """Raise SaidMeanwhile where the author posted here since the checks looked: the same words, in slow mode any.

    The numbers tell: where none was given between the look and the lock, nothing is asked. The discussion was read
    before the checks asked, or with them, so no comment that they have missed has a number before that.
    """
    seen, own = submission.discussion.last_number, discussion.last_number
    if own == seen + 1:
        return
    between = Comment.objects.filter(discussion=discussion, number__gt=seen, number__lt=own, author=submission.author)
    if not submission.discussion.slow_seconds or submission.is_staff:
        between = between.filter(body_hash=submission.body_hash)
    if between.exists():
        raise SaidMeanwhile


def _must_be_shown(discussion: Discussion, now: datetime) -> None:
    """Raise Refused where what is discussed is not published now."""
    shown = discussion.visible_from is not None and discussion.visible_from <= now
    if not shown or (discussion.visible_until is not None and discussion.visible_until <= now):
        raise Refused(_("This essay is not published, so its discussion takes no comments."), code="unpublished")
