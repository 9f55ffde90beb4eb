"""Appeal against a decision: once, within a set time, by the member whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.actions import lock_discussion_row, record_event
from perspectives.discussion.errors import Refused, Unacceptable
from perspectives.discussion.models import EventKind
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.actions.place import told_in
from perspectives.moderation.models import Appeal, Decision
from perspectives.moderation.redress import forum_of, must_be_appealable


@dataclass(frozen=True)
class Appealed:
    """An appeal, and whether this call made it or there was one before."""

    appeal: Appeal
    created: bool


def make_appeal(*, decision: Decision, member: Member, words: str, now: datetime | None = None) -> Appealed:
    """Appeal against `decision` for the member whom it concerns; a second time changes nothing and says so.

    Raises Refused (403) for anybody else and after the time for it, Conflict where the decision stands no more,
    Unacceptable without words.
    """
    now = now or timezone.now()
    if member.erased_at is not None:
        raise Refused(_("This account has been closed."), code="erased")
    earlier = Appeal.objects.filter(decision=decision, member=member).first()
    if earlier is not None:
        return Appealed(earlier, created=False)
    words = rules.cleaned_words(words)
    try:
        with transaction.atomic():
            if decision.discussion_id is not None:
                lock_discussion_row(decision.discussion_id)
            must_be_appealable(decision, member, now)
            return Appealed(_stored(decision, member, _said(words), now), created=True)
    except IntegrityError:
        # The same form, twice at once: the other one was first.
        return Appealed(Appeal.objects.get(decision=decision), created=False)


def _said(words: str) -> str:
    if not words:
        raise Unacceptable(_("Say why you think that the decision is wrong."), code="words")
    return words


def _stored(decision: Decision, member: Member, words: str, now: datetime) -> Appeal:
    """Write the appeal with its first judge, and the event by which those who may judge it are called."""
    appeal = Appeal.objects.create(
        decision=decision, member=member, words=words, created_at=now, first_judge_id=decision.by_id
    )
    discussion = decision.discussion or told_in(member, forum_of(decision))
    if discussion is not None:
        data = {"appeal": appeal.pk}
        record_event(EventKind.APPEALED, discussion=discussion, comment=decision.comment, actor=member, data=data)
    return appeal
