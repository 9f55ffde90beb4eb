"""Give notice that a comment is illegal: anybody may, signed in or not; nothing changes until somebody has judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.actions import lock_discussion_row, record_event
from perspectives.discussion.errors import Conflict, Throttled, Unacceptable
from perspectives.discussion.models import Comment, EventKind
from perspectives.members.errors import LimitReached
from perspectives.members.limits import count_attempt
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.actions.settle import announce_notice
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import LegalNotice
from perspectives.text.clean import clean_line, is_blank

NAME_MAX_LENGTH = 120
EMAIL_MAX_LENGTH = 254


@dataclass(frozen=True)
class Notifier:
    """Who gives notice: of abuse of a child one may tell without a name; a member may be signed in."""

    name: str = ""
    email: str = ""
    nameless: bool = False
    member: Member | None = None
    address: str | None = None


class NoticeKeyUsed(Conflict):
    """The form's key was used for another notice before."""

    code = "key-used"

    def __init__(self) -> None:
        super().__init__(_("This form was sent before, with other words. Nothing is lost: please send it once more."))


def give_notice(
    *,
    comment: Comment,
    key: str,
    words: str,
    law: str,
    good_faith: bool,
    notifier: Notifier,
    now: datetime | None = None,
) -> LegalNotice:
    """Write the notice and return it; the same form a second time returns the first, and writes nothing.

    `key` is the form's, and becomes the key of the receipt. Raises NotFound for a comment that is not public,
    Unacceptable for what is missing, Throttled, NoticeKeyUsed.
    """
    now = now or timezone.now()
    given = LegalNotice(comment=comment, key=key, member=notifier.member, created_at=now, mail_due_at=now)
    given.words, given.law, given.good_faith = _words(words), rules.cleaned_law(law), _good_faith(good_faith)
    given.name, given.email = _name(notifier), _email(notifier)
    earlier = _earlier(given)
    if earlier is not None:
        return earlier
    _count(notifier, now)
    try:
        with transaction.atomic():
            return _stored(given, now)
    except IntegrityError as error:
        # The same form, twice at once: the other one was first.
        first = _earlier(given)
        if first is None:
            raise error
        return first


def _words(words: str) -> str:
    text = rules.cleaned_words(words)
    if not text:
        raise Unacceptable(_("Say why the comment is illegal."), code="words")
    return text


def _good_faith(good_faith: bool) -> bool:
    if not good_faith:
        message = _("Confirm that you believe in good faith that what you say is right and complete.")
        raise Unacceptable(message, code="good_faith")
    return True


def _name(notifier: Notifier) -> str:
    """Return the cleaned name; Unacceptable where there must be one."""
    name = clean_line(notifier.name[: 2 * NAME_MAX_LENGTH])[:NAME_MAX_LENGTH]
    if is_blank(name) and not notifier.nameless:
        raise Unacceptable(_("Give your name."), code="name")
    return "" if is_blank(name) else name


def _email(notifier: Notifier) -> str:
    """Return the cleaned address; Unacceptable where there must be one, and for what is none."""
    email = clean_line(notifier.email[: 2 * EMAIL_MAX_LENGTH])
    if not email and notifier.nameless:
        return ""
    try:
        validate_email(email)
    except ValidationError as error:
        raise Unacceptable(_("Give an e-mail address to which the receipt can be sent."), code="email") from error
    return email


def _earlier(given: LegalNotice) -> LegalNotice | None:
    """Return the notice that was given with the same form, None without one; NoticeKeyUsed where it said otherwise."""
    first = LegalNotice.objects.filter(key=given.key).first()
    if first is not None and (first.comment_id, first.words, first.law) != (given.comment_id, given.words, given.law):
        raise NoticeKeyUsed
    return first


def _count(notifier: Notifier, now: datetime) -> None:
    """Count the attempt; Throttled where it was one too many."""
    try:
        count_attempt("legal", member=notifier.member, address=notifier.address, now=now)
    except LimitReached as reached:
        raise Throttled(str(reached), retry_after=reached.retry_after) from reached


def _stored(given: LegalNotice, now: datetime) -> LegalNotice:
    """Write the notice and its event, if the comment is public under the lock."""
    discussion = lock_discussion_row(given.comment.discussion_id)
    public = Comment.objects.public(now).filter(pk=given.comment_id).first()
    if public is None:
        raise NotFound
    given.revision, given.forum = public.revision, discussion.forum
    given.save(force_insert=True)
    data = {"notice": given.pk}
    record_event(EventKind.NOTIFIED, discussion=discussion, comment=public, actor=given.member, data=data)
    announce_notice(given.pk)
    return given
