"""Change a comment's status, and everything that is counted from it, under the lock of its discussion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Case, DateTimeField, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.actions.tag import count_tags
from perspectives.discussion.errors import Conflict, Refused
from perspectives.discussion.models import Comment, Discussion, Status, TaggedComment
from perspectives.discussion.paths import ancestors_of
from perspectives.discussion.prepared_changes import PreparedUpdate, tells
from perspectives.discussion.rules import Move, next_status
from perspectives.discussion.signals import comment_published, comment_status_changed

# The smallest step of a stored time.
MOMENT = timedelta(microseconds=1)


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
    if Status.PUBLIC in (before, after):
        first = after == Status.PUBLIC and comment.public_at is None
        count_public(comment, 1 if after == Status.PUBLIC else -1, now if first else None)
        comment.discussion.refresh_from_db(fields=["version", "public_count", "last_public_at"])
        if first:
            comment.public_at = comment.discussion.last_public_at
    comment.shown = comment.is_public or comment.is_tombstone
    comment.save(update_fields=["status", "public_at", "shown"])
    announce(comment, before, after)


def count_public(comment: Comment, step: int, first_at: datetime | None) -> None:
    """Add `step` to the public counts of the comment's discussion, of its tags, and of everything above it.

    `first_at` is now where the comment becomes public for the first time; `last_public_at` then says when it did.
    """
    counted: dict[str, Any] = {"version": F("version") + 1, "public_count": F("public_count") + step}
    if first_at is not None:
        counted["last_public_at"] = next_public_at(first_at)
    Discussion.objects.filter(pk=comment.discussion_id).update(**counted)
    tagged = TaggedComment.objects.filter(content_object=comment)
    count_tags(comment.discussion_id, tagged.values_list("tag_id", flat=True), step)
    add_below(comment, step)


def next_public_at(now: datetime) -> Case:
    """Return the value of `last_public_at` for a comment that becomes public now: later than every one before it.

    Moments are taken before the lock is, on clocks that may differ. Who has seen what was public at one moment must
    find everything that came after by asking for what is later.
    """
    late = When(last_public_at__gte=now, then=F("last_public_at") + MOMENT)
    return Case(late, default=Value(now), output_field=DateTimeField())


def add_below(comment: Comment, step: int) -> list[tuple[int, str]] | None:
    """Add `step` to `public_below` of the comments above; a deeper answer counts for its true parent as well.

    Places that are kept for public answers alone come and go in the same statement. Returns key and status of those
    above as they stand now; None where the database does not tell, or nothing is above.
    """
    if comment.parent is None:
        return None
    above = sorted({*ancestors_of(comment.path), comment.parent.path})
    if tells(Comment):
        return ABOVE_AND_TELL.rows(comment.discussion_id, *above, shape=(step,))
    ABOVE.count(comment.discussion_id, *above, shape=(step,))
    return None


def _added(step: int, discussion: int, *paths: str) -> tuple[QuerySet[Comment, Comment], dict[str, Any]]:
    """Return the change of `add_below`."""
    kept = Q(public_at__isnull=False, public_below__gte=max(0, 1 - step))
    # In this order: MariaDB lets a later value of an UPDATE see what an earlier one has set.
    changed = {
        "shown": Case(When(Q(status=Status.PUBLIC) | kept, then=Value(True)), default=Value(False)),
        "public_below": F("public_below") + step,
    }
    return Comment.objects.filter(discussion=discussion, path__in=paths).order_by(), changed


ABOVE, ABOVE_AND_TELL = PreparedUpdate(_added), PreparedUpdate(_added, telling=("pk", "status"))


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
    if move is Move.HOLD:
        return _("Only a public comment can be held.")
    return _("This cannot be undone any more: the comment has changed since.")
