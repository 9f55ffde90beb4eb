"""Post a comment: once for each key, numbered, counted and recorded in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.conf import conf
from perspectives.discussion.actions import prepare
from perspectives.discussion.actions.number import asks_later, has_left, numbered
from perspectives.discussion.actions.record import record_event
from perspectives.discussion.actions.status import add_below, announce
from perspectives.discussion.actions.tag import count_tags, get_or_make_tags
from perspectives.discussion.asking import Asked, Typed, ask, keys_of
from perspectives.discussion.authors import AS_AUTHOR
from perspectives.discussion.earlier import Said, is_key, resent, said_earlier
from perspectives.discussion.errors import KeyReused, ParentGone, SaidMeanwhile, Unacceptable
from perspectives.discussion.models import Comment, Discussion, EventKind, Status, Tag, TaggedComment
from perspectives.discussion.paths import depth_of, numbers_of, path_of
from perspectives.discussion.prepared_changes import create, create_all
from perspectives.discussion.rules import is_staff
from perspectives.discussion.screening import Filled, Screening, Submission, screen
from perspectives.members.models import Member
from perspectives.text.errors import TextRefused
from perspectives.text.markdown import RENDERER_VERSION, render_comment


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
    parent: int | Comment | None = None,
    address: str | None = None,
    staff: bool | None = None,
    now: datetime | None = None,
    asked: Asked | None = None,
    filled: Filled | None = None,
) -> Posted:
    """Post `body` (Markdown) in `discussion`, answering comment `parent` (or the one of that number) if given.

    `key` is the one-time key of the form: the same key and text again return the first comment; KeyReused for another
    text. `staff` says whether the author moderates or edits the forum, and `asked` what `asking.ask` found, where that
    is known already; `filled` is what the form tells, where there is one. Raises Refused (of which Unacceptable,
    Throttled, ParentGone) with words for the writer; nothing is stored then but the findings that refused it.
    """
    now = now or timezone.now()
    text = prepare.cleaned_body(body)
    body_hash = prepare.hash_of(text)
    number = parent.number if isinstance(parent, Comment) else parent
    names = list(tags)
    typed = Typed(_checked(key), body_hash, keys_of(names, conf.COMMENT_TAGS))
    if asked is None or not asked.is_about(author, discussion.slug, typed):
        asked, _nothing = ask(author, discussion.slug, typed, now)
    earlier = asked.said
    repeated = _repeated(earlier, key, text) or _posted(resent(_same(earlier, body_hash), discussion.pk, number, now))
    if repeated is not None:
        return repeated
    prepare.must_be_open(discussion, author)
    submission = Submission(
        discussion=discussion,
        forum=discussion.forum,
        author=author,
        body=text,
        html=rendered(text),
        body_hash=body_hash,
        tags=tuple(prepare.cleaned_tags(names, discussion.forum)),
        parent=parent if isinstance(parent, Comment) else _public_parent(discussion.pk, parent),
        address=address,
        now=now,
        is_staff=is_staff(author, discussion.forum_id) if staff is None else staff,
        filled=filled,
        **_known(asked),
    )
    return _screened(submission, key, asked.tags)


def _known(asked: Asked) -> dict[str, Any]:
    """Return what checks need not ask by themselves."""
    earlier = tuple(_same(asked.said, asked.typed.body_hash))
    return {"earlier": earlier, "beforehand": asked.beforehand, "suggested": asked.suggested}


def _screened(submission: Submission, key: str, known: list[Tag]) -> Posted:
    """Let the checks look at the text, and store it where none refuses."""
    screening = screen(submission)
    if screening.refusal:
        # The same form may have arrived twice at once: then what a check holds against this one is its twin.
        repeated = _asked_again(submission, key)
        if repeated is not None:
            return repeated
    prepare.must_be_taken(screening, submission)
    try:
        return _stored_once(submission, screening, key, known)
    except SaidMeanwhile:
        return _anew(submission, key, known)


def _anew(submission: Submission, key: str, known: list[Tag]) -> Posted:
    """Look at the text once more, as it must be looked at by now: nothing of it is stored yet.

    The attempt is counted once more as well: its writer did post at least twice in one moment.
    """
    discussion = Discussion.objects.get(pk=submission.discussion.pk)
    earlier = said_earlier(submission.author, key, submission.body_hash, submission.now)
    same = _same(earlier, submission.body_hash)
    parent = submission.parent.number if submission.parent else None
    repeated = _repeated(earlier, key, submission.body) or _posted(resent(same, discussion.pk, parent, submission.now))
    return repeated or _screened(replace(submission, discussion=discussion, earlier=tuple(same)), key, known)


def rendered(text: str) -> str:
    """Return the safe HTML of a comment's Markdown; Unacceptable where the renderer refuses it."""
    try:
        return render_comment(text)
    except TextRefused as error:
        raise Unacceptable(str(error), code=error.code) from error


def _checked(key: str) -> str:
    """Return the key of a form; Unacceptable where no form of ours can have had it."""
    if not is_key(key):
        raise Unacceptable(_("This form is incomplete. Please open it anew; your text is kept."), code="key")
    return key


def _same(earlier: list[Said], body_hash: str) -> list[Said]:
    """Return those that say the same."""
    return [one for one in earlier if one.body_hash == body_hash]


def _posted(said: Said | None) -> Posted | None:
    """Return the comment that was said before, whole."""
    if said is None:
        return None
    return Posted(Comment.objects.select_related("discussion").get(pk=said.pk), created=False)


def _repeated(earlier: list[Said], key: str, text: str) -> Posted | None:
    """Return what was posted with this key before; KeyReused where that was another text."""
    repeated = _posted(next((one for one in earlier if one.key == key), None))
    if repeated is None:
        return None
    first = repeated.comment
    # The form's first text counts, whatever became of it: an edit does not make the repeat a new comment.
    first_text = first.revisions.filter(number=1).values_list("body", flat=True).first() or first.body
    if first_text != text:
        raise KeyReused(first)
    return repeated


def _asked_again(submission: Submission, key: str) -> Posted | None:
    """Return what was posted with this key meanwhile."""
    earlier = said_earlier(submission.author, key, submission.body_hash, submission.now)
    return _repeated(earlier, key, submission.body)


def _public_parent(discussion_id: int, number: int | None) -> Comment | None:
    """Return the public comment to be answered; ParentGone where there is none."""
    if number is None:
        return None
    parent = Comment.objects.filter(discussion=discussion_id, number=number, status=Status.PUBLIC).first()
    if parent is None:
        raise ParentGone
    return parent


def _stored_once(submission: Submission, screening: Screening, key: str, known: list[Tag]) -> Posted:
    """Store the comment; where the same form arrived twice at once, return what the other stored."""
    tags = get_or_make_tags(submission.tags, known=known)
    try:
        with transaction.atomic():
            return Posted(_store(submission, screening, key, tags), created=True)
    except IntegrityError:
        repeated = _asked_again(submission, key)
        if repeated is None:
            raise
        return repeated


def _store(submission: Submission, screening: Screening, key: str, tags: list[Tag]) -> Comment:
    """Write the comment and all that belongs to it, under the lock its number comes with."""
    held = screening.held
    discussion, parent = numbered(submission, public=not held)
    comment = Comment(
        discussion=discussion,
        status=Status.PENDING if held else Status.PUBLIC,
        public_at=None if held else discussion.last_public_at,
        shown=not held,
        as_author=submission.beforehand.get(AS_AUTHOR, False),
        key=key,
        weight=screening.weight,
        **_place(discussion.last_number, parent),
        **_words(submission),
    )
    _write(comment)
    create_all([TaggedComment(tag=tag, content_object=comment) for tag in tags])
    prepare.record_findings(screening, submission, comment)
    if not held:
        count_tags(discussion.pk, (tag.pk for tag in tags), 1)
        announce(comment, "", comment.status)
    kind = EventKind.HELD if held else EventKind.POSTED
    record_event(kind, discussion=discussion, comment=comment, actor=submission.author)
    return comment


def _write(comment: Comment) -> None:
    """Write the comment and, where it is public, count it above; Refused, or ParentGone, where that is too late."""
    later = asks_later(comment.is_public)
    if any(create(comment, has_left() if later else "")):
        raise prepare.closed_account()
    above = add_below(comment, 1) if comment.is_public else None
    if later and comment.parent is not None and (comment.parent.pk, Status.PUBLIC) not in (above or []):
        raise ParentGone


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
