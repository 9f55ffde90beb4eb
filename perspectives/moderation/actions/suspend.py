"""Suspend a member from a forum until a date, and lift a suspension: a sanction and a decision together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from perspectives.discussion.models import Comment, Discussion, Forum
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.actions.decide import tell
from perspectives.moderation.models import Act, Decision, Sanction, SanctionKind


def suspend_member(
    *,
    member: Member,
    forum: Forum | None,
    until: datetime | None,
    words: str,
    by: Member,
    kind: SanctionKind = SanctionKind.SUSPEND,
    comment: Comment | None = None,
    note: str = "",
    now: datetime | None = None,
) -> Decision | None:
    """Suspend `member` in `forum` (None: everywhere) until a time to come, or ban; None where that is so already.

    `words` are the reason, shown to the member; `comment` is what gave it. A suspension with another end or reason
    takes the place of the one before; a ban has no end. The row returned has the sanction. Raises Refused (404) for
    who does not moderate there, Unacceptable for a missing reason, a day that is over, or a fellow moderator.
    """
    now = now or timezone.now()
    until = rules.end_of(kind, until, now)
    rules.must_moderate(by, forum.pk if forum else None)
    rules.must_be_suspendable(member, forum.pk if forum else None, by)
    words, note = rules.must_have_reason(words), rules.cleaned_words(note)
    with transaction.atomic():
        _lock(member)
        present = Sanction.objects.filter(member=member, forum=forum, kind=kind, lifted_at=None)
        if present.filter(until=until, words=words).exists():
            return None
        present.exclude(until__lte=now).update(lifted_at=now)
        sanction = Sanction.objects.create(
            member=member, forum=forum, kind=kind, until=until, words=words, by=by, created_at=now
        )
        return _record(Act.SUSPEND, sanction, by, words, note, now, comment=comment)


def lift_suspension(
    *,
    sanction: Sanction,
    by: Member,
    words: str = "",
    note: str = "",
    undoes: Decision | None = None,
    now: datetime | None = None,
) -> Decision | None:
    """Lift a sanction and return the decision, or None where it is lifted already."""
    now = now or timezone.now()
    rules.must_moderate(by, sanction.forum_id)
    words, note = rules.cleaned_words(words), rules.cleaned_words(note)
    with transaction.atomic():
        if not Sanction.objects.filter(pk=sanction.pk, lifted_at=None).update(lifted_at=now):
            return None
        began = Decision.objects.filter(sanction=sanction, act=Act.SUSPEND).first()
        comment = began.comment if began else None
        undone = undoes or began
        return _record(Act.LIFT, sanction, by, words, note, now, comment=comment, undoes=undone)


def _lock(member: Member) -> None:
    """Lock the member's row: two moderators suspending at once come one after the other."""
    Member.objects.filter(pk=member.pk).update(created_at=F("created_at"))


def _record(
    act: Act,
    sanction: Sanction,
    by: Member,
    words: str,
    note: str,
    now: datetime,
    *,
    comment: Comment | None,
    undoes: Decision | None = None,
) -> Decision:
    """Write the decision and its event."""
    discussion: Discussion | None = comment.discussion if comment else None
    decision = Decision.objects.create(
        act=act,
        sanction=sanction,
        member=sanction.member,
        comment=comment,
        discussion=discussion,
        revision=comment.revision if comment else None,
        words=words,
        note=note,
        by=by,
        undoes=undoes,
        created_at=now,
    )
    tell(decision)
    return decision
