"""Post a comment: once for each key, numbered, counted and recorded in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.actions import prepare
from perspectives.discussion.actions.record import record_event
from perspectives.discussion.actions.status import add_below, announce
from perspectives.discussion.actions.tag import get_or_make_tags
from perspectives.discussion.errors import KeyReused, ParentGone, Refused, Unacceptable
from perspectives.discussion.models import Comment, Discussion, EventKind, Status, Tag, TaggedComment
from perspectives.discussion.paths import depth_of, numbers_of, path_of
from perspectives.discussion.rules import is_staff
from perspectives.discussion.screening import Screening, Submission, screen
from perspectives.members.models import Member
from perspectives.text.errors import TextRefused
from perspectives.text.markdown import RENDERER_VERSION, render_comment

# So long the same words in the same place are a form sent again, and lead to the comment they have become.
RESENT_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True)
class Posted:
    """A comment, and whether this call made it or an earlier one with the same key."""

    comment: Comment
    created: bool


def post_comment(
    *,
    discussion: Discussion,
    author: Member,
    body: str,
    key: str,
    tags: Iterable[str] = (),
    parent: int | None = None,
    address: str | None = None,
    now: datetime | None = None,
) -> Posted:
    """Post `body` (Markdown) in `discussion`, answering comment number `parent` if given.

    `key` is the one-time key of the form: the same key and text again return the first comment; KeyReused for another
    text. Raises Refused (of which Unacceptable, Throttled, ParentGone) with words for the writer; nothing is stored
    then but the findings that refused it.
    """
    now = now or timezone.now()
    text = prepare.cleaned_body(body)
    repeated = _repeated(author, key, text) or _resent(discussion.pk, author, parent, text, now)
    if repeated is not None:
        return repeated
    prepare.must_be_open(discussion, author)
    submission = Submission(
        discussion=discussion,
        forum=discussion.forum,
        author=author,
        body=text,
        html=rendered(text),
        body_hash=prepare.hash_of(text),
        tags=tuple(prepare.cleaned_tags(tags, discussion.forum)),
        parent=_public_parent(discussion.pk, parent),
        address=address,
        now=now,
        is_staff=is_staff(author, discussion.forum_id),
    )
    screening = screen(submission)
    # The same form may have arrived twice at once: then what a check holds against this one is its twin.
    repeated = _repeated(author, key, text) if screening.refusal else None
    if repeated is not None:
        return repeated
    prepare.must_be_taken(screening, submission)
    return _stored_once(submission, screening, key)


def rendered(text: str) -> str:
    """Return the safe HTML of a comment's Markdown; Unacceptable where the renderer refuses it."""
    try:
        return render_comment(text)
    except TextRefused as error:
        raise Unacceptable(str(error), code=error.code) from error


def _repeated(author: Member, key: str, text: str) -> Posted | None:
    """Return what was posted with this key before; KeyReused where that was another text."""
    if not 8 <= len(key) <= 64 or not key.isascii() or not key.isprintable():
        raise Unacceptable(_("This form is incomplete. Please open it anew; your text is kept."), code="key")
    first = Comment.objects.select_related("discussion").filter(author=author, key=key).first()
    if first is None:
        return None
    # The form's first text counts, whatever became of it: an edit does not make the repeat a new comment.
    first_text = first.revisions.filter(number=1).values_list("body", flat=True).first() or first.body
    if first_text != text:
        raise KeyReused(first)
    return Posted(first, created=False)


def _resent(discussion_id: int, author: Member, parent: int | None, text: str, now: datetime) -> Posted | None:
    """Return what `author` said here just before in the same words: after "back", browsers send them with a new key."""
    place = {"parent__isnull": True} if parent is None else {"parent__number": parent}
    same = Comment.objects.select_related("discussion").filter(
        discussion=discussion_id, author=author, body_hash=prepare.hash_of(text), **place
    )
    first = same.exclude(status=Status.WITHDRAWN).filter(created_at__gt=now - RESENT_WITHIN).order_by("pk").first()
    return Posted(first, created=False) if first else None


def _public_parent(discussion_id: int, number: int | None) -> Comment | None:
    """Return the public comment to be answered; ParentGone where there is none."""
    if number is None:
        return None
    parent = Comment.objects.filter(discussion=discussion_id, number=number, status=Status.PUBLIC).first()
    if parent is None:
        raise ParentGone
    return parent


def _stored_once(submission: Submission, screening: Screening, key: str) -> Posted:
    """Store the comment; where the same form arrived twice at once, return what the other stored."""
    tags = get_or_make_tags(submission.tags)
    try:
        with transaction.atomic():
            return Posted(_store(submission, screening, key, tags), created=True)
    except IntegrityError:
        repeated = _repeated(submission.author, key, submission.body)
        if repeated is None:
            raise
        return repeated


def _store(submission: Submission, screening: Screening, key: str, tags: list[Tag]) -> Comment:
    """Write the comment and all that belongs to it, under the lock its number comes with."""
    held = screening.held
    discussion = _numbered(submission.discussion.pk, public=not held, now=submission.now)
    # Asked anew: whoever left since leaves no name or address behind with a comment that was on its way.
    submission.author.refresh_from_db(fields=["erased_at"])
    prepare.must_be_open(discussion, submission.author)
    parent = _public_parent(discussion.pk, submission.parent.number if submission.parent else None)
    comment = Comment.objects.create(
        discussion=discussion,
        status=Status.PENDING if held else Status.PUBLIC,
        public_at=None if held else submission.now,
        key=key,
        **_place(discussion.last_number, parent),
        **_words(submission),
    )
    TaggedComment.objects.bulk_create(TaggedComment(tag=tag, content_object=comment) for tag in tags)
    prepare.record_findings(screening, submission, comment)
    if not held:
        add_below(comment, 1)
        announce(comment, "", comment.status)
    kind = EventKind.HELD if held else EventKind.POSTED
    record_event(kind, discussion=discussion, comment=comment, actor=submission.author)
    return comment


def _numbered(discussion_id: int, *, public: bool, now: datetime) -> Discussion:
    """Take the next number and return the discussion under its lock; a held comment moves no public count."""
    step = 1 if public else 0
    Discussion.objects.filter(pk=discussion_id).update(
        last_number=F("last_number") + 1, version=F("version") + step, public_count=F("public_count") + step
    )
    discussion = Discussion.objects.select_related("forum").get(pk=discussion_id)
    shown = discussion.visible_from is not None and discussion.visible_from <= now
    if not shown or (discussion.visible_until is not None and discussion.visible_until <= now):
        raise Refused(_("This essay is not published, so its discussion takes no comments."), code="unpublished")
    return discussion


def _place(number: int, parent: Comment | None) -> dict[str, object]:
    """Return the fields that say where in the thread a comment stands."""
    path = path_of(number, parent.path if parent else "")
    return {
        "number": number,
        "parent": parent,
        "path": path,
        "depth": depth_of(path),
        "conversation": numbers_of(path)[0],
    }


def _words(submission: Submission) -> dict[str, object]:
    """Return the fields that say what a comment says, and who says it."""
    return {
        "author": submission.author,
        "body": submission.body,
        "html": submission.html,
        "render_version": RENDERER_VERSION,
        "body_hash": submission.body_hash,
        "address": submission.address,
        "created_at": submission.now,
    }
