"""Edit a comment: its writer, in time, screened again; what it said before is kept as a revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.actions import prepare
from perspectives.discussion.actions.post import rendered
from perspectives.discussion.actions.record import record_event
from perspectives.discussion.actions.status import Change, change_status
from perspectives.discussion.actions.tag import get_or_make_tags, retag_comment
from perspectives.discussion.errors import Refused
from perspectives.discussion.models import (
    Comment,
    CommentRevision,
    Discussion,
    EventKind,
    Status,
    Tag,
    TaggedComment,
)
from perspectives.discussion.rules import Move, answered_by_another, is_staff, may_edit
from perspectives.discussion.screening import Filled, Screening, Submission, screen
from perspectives.members.models import Member
from perspectives.text.markdown import RENDERER_VERSION


def edit_comment(
    *,
    comment: Comment,
    editor: Member,
    body: str,
    tags: Iterable[str],
    revision: int,
    address: str | None = None,
    now: datetime | None = None,
    filled: Filled | None = None,
) -> Comment:
    """Put `body` and `tags` in the place of a comment's, and return it; the same text and tags change nothing.

    `revision` is the one the writer has seen: Conflict where it is another by now; `filled` is what the form tells. A
    screening that holds makes the comment wait again. Raises Refused with words for the writer.
    """
    now = now or timezone.now()
    if not may_edit(comment, editor, now):
        raise Refused(_refusal(comment, editor), code="window")
    submission = replace(_submission(comment, editor, body, tags, address, now), filled=filled)
    if submission.body == comment.body and set(submission.tags) == set(_tag_names(comment)):
        return comment
    prepare.must_be_open(comment.discussion, editor)
    screening = screen(submission)
    prepare.must_be_taken(screening, submission)
    found = get_or_make_tags(submission.tags)
    with transaction.atomic():
        return _stored(comment, submission, screening, found, revision)


def _submission(
    comment: Comment, editor: Member, body: str, tags: Iterable[str], address: str | None, now: datetime
) -> Submission:
    """Return the new text, ready to be screened."""
    text = prepare.cleaned_body(body)
    forum = comment.discussion.forum
    return Submission(
        discussion=comment.discussion,
        forum=forum,
        author=editor,
        body=text,
        html=rendered(text),
        body_hash=prepare.hash_of(text),
        tags=tuple(prepare.cleaned_tags(tags, forum)),
        parent=comment.parent,
        comment=comment,
        address=address,
        now=now,
        is_staff=is_staff(editor, forum.pk),
    )


def _stored(comment: Comment, submission: Submission, screening: Screening, tags: list[Tag], revision: int) -> Comment:
    """Write the new text and all that belongs to it, under the lock of the discussion."""
    move = Move.EDIT_HOLD if screening.held else Move.EDIT_PUBLISH
    change = change_status(comment_id=comment.pk, move=move, revision=revision, now=submission.now)
    prepare.must_be_open(change.comment.discussion, change.comment.author)
    if answered_by_another(change.comment):
        raise Refused(_answered(), code="window")
    _keep(change.comment, _tag_names(change.comment), change.comment.author, change.comment.created_at)
    _write(change.comment, submission, screening.weight)
    retag_comment(change.comment, tags)
    _keep(change.comment, list(submission.tags), submission.author, submission.now)
    prepare.record_findings(screening, submission, change.comment)
    _tell(change, screening.held, submission.author)
    return change.comment


def _write(comment: Comment, submission: Submission, weight: int) -> None:
    """Set the words and count the revision; `weight` is what the checks make of the new words."""
    comment.body, comment.html = submission.body, submission.html
    comment.body_hash, comment.render_version = submission.body_hash, RENDERER_VERSION
    comment.revision += 1
    comment.weight = weight
    comment.edited_at = submission.now
    comment.save(update_fields=["body", "html", "body_hash", "render_version", "revision", "weight", "edited_at"])


def _keep(comment: Comment, tags: list[str], by: Member, at: datetime) -> None:
    """Keep what the comment says now as a revision, unless it is kept already."""
    CommentRevision.objects.get_or_create(
        comment=comment,
        number=comment.revision,
        defaults={"body": comment.body, "html": comment.html, "tags": tags, "by": by, "created_at": at},
    )


def _tell(change: Change, held: bool, editor: Member) -> None:
    """Move the version where the public page changed without a change of status, and record the event."""
    comment = change.comment
    if change.before == change.after == Status.PUBLIC:
        Discussion.objects.filter(pk=comment.discussion_id).update(version=F("version") + 1)
    waits = held and change.happened
    kind = EventKind.HELD if waits else EventKind.EDITED
    record_event(kind, discussion=comment.discussion, comment=comment, actor=editor)


def _tag_names(comment: Comment) -> list[str]:
    """Return the names of the comment's tags, in order."""
    return [item.tag.name for item in TaggedComment.objects.filter(content_object=comment).select_related("tag")]


def _refusal(comment: Comment, editor: Member) -> str:
    """Return the sentence that says why the writer cannot edit."""
    if comment.author_id != editor.pk:
        return _("Only its writer can edit a comment.")
    if comment.status not in (Status.PENDING, Status.PUBLIC):
        return _("This comment is no longer open to editing.")
    if answered_by_another(comment):
        return _answered()
    return _("The time for editing is over. You can answer your own comment, or withdraw it.")


def _answered() -> str:
    """Return the sentence about an answer that came in between."""
    return _("Somebody has answered it, so its words stay. You can answer your own comment, or withdraw it.")
