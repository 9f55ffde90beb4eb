"""Change a comment's status, and everything that is counted from it, under the lock of its discussion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.errors import Conflict, Refused
from perspectives.discussion.models import Comment, Discussion, Status
from perspectives.discussion.paths import ancestors_of
from perspectives.discussion.rules import Move, next_status
from perspectives.discussion.signals import comment_published, comment_status_changed


@dataclass(frozen=True)
class Change:
    """What became of a comment; `before == after` says that nothing changed."""

    comment: Comment
    before: str
    after: str

    @property
    def happened(self) -> bool:
        """Whether the status is another one now."""
        return self.before != self.after


def lock_discussion_row(discussion_id: int) -> Discussion:
    """Lock a discussion for the caller's transaction and return it as it stands under the lock.

    An UPDATE locks the row on PostgreSQL and MariaDB and takes the write lock on SQLite, which ignores
    `select_for_update`. It must be the first statement of the transaction that reads what it decides on.
    """
    Discussion.objects.filter(pk=discussion_id).update(last_number=F("last_number"))
    return Discussion.objects.select_related("forum").get(pk=discussion_id)


def change_status(
    *,
    comment_id: int,
    move: Move,
    revision: int | None = None,
    to: str | None = None,
    now: datetime | None = None,
) -> Change:
    """Make `move` on a comment inside the caller's transaction and return what changed.

    `revision` is the one the person has seen: Conflict where the text is another by now. `to` says where UNDO leads.
    Raises Refused where the table of transitions has no such step. Counts, tombstones and the version follow.
    """
    discussion_id = Comment.objects.values_list("discussion_id", flat=True).get(pk=comment_id)
    discussion = lock_discussion_row(discussion_id)
    comment = Comment.objects.select_related("author", "parent").get(pk=comment_id)
    comment.discussion = discussion
    if revision is not None and comment.revision != revision:
        raise Conflict(_("The text was edited meanwhile. Here is the new one: please look again."))
    after = next_status(comment.status, move, to)
    if after is None:
        raise Refused(refusal_of(comment, move), http_status=409, code="transition")
    before = comment.status
    if after != before:
        apply_status(comment, after, now or timezone.now())
    return Change(comment, before, after)


def apply_status(comment: Comment, after: str, now: datetime) -> None:
    """Set the status of a comment whose discussion is locked, and count anew what depends on it."""
    before, comment.status = comment.status, after
    first = after == Status.PUBLIC and comment.public_at is None
    if first:
        comment.public_at = now
    comment.save(update_fields=["status", "public_at"])
    if Status.PUBLIC in (before, after):
        count_public(comment, 1 if after == Status.PUBLIC else -1)
        comment.discussion.refresh_from_db(fields=["version", "public_count"])
    announce(comment, before, after)


def count_public(comment: Comment, step: int) -> None:
    """Add `step` to the public counts of the comment's discussion and of everything above the comment."""
    Discussion.objects.filter(pk=comment.discussion_id).update(
        version=F("version") + 1, public_count=F("public_count") + step
    )
    add_below(comment, step)


def add_below(comment: Comment, step: int) -> None:
    """Add `step` to `public_below` of the comments above; a deeper answer counts for its true parent as well."""
    if comment.parent_id is None:
        return
    above = Q(path__in=ancestors_of(comment.path)) | Q(pk=comment.parent_id)
    Comment.objects.filter(above, discussion=comment.discussion_id).update(public_below=F("public_below") + step)


def announce(comment: Comment, before: str, after: str) -> None:
    """Tell hosts after commit."""
    changed = partial(comment_status_changed.send_robust, sender=Comment, comment=comment, before=before, after=after)
    transaction.on_commit(changed)
    if after == Status.PUBLIC:
        transaction.on_commit(partial(comment_published.send_robust, sender=Comment, comment=comment))


def refusal_of(comment: Comment, move: Move) -> str:
    """Return the sentence that says why a comment does not take a move."""
    if comment.status == Status.WITHDRAWN:
        return _("Its writer has withdrawn this comment; nothing more can be done with it.")
    if move in (Move.EDIT_PUBLISH, Move.EDIT_HOLD, Move.WITHDRAW):
        return _("A moderator has decided on this comment; it can no longer be changed.")
    return _("This cannot be undone any more: the comment has changed since.")
