"""Let go of what is about people: who gave notice, and what somebody who left had appealed with, or was noted on."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from perspectives.members.models import Member
from perspectives.moderation.models import Appeal, LegalNotice, Message, Note
from perspectives.moderation.queries import LegalNoticeQuerySet

# So long after the answer somebody may still have to be asked or told something; then nobody needs to know who it was.
NOTIFIER_KEPT = timedelta(days=365)


def old_notifiers(now: datetime | None = None) -> LegalNoticeQuerySet:
    """Return the notices that were answered NOTIFIER_KEPT ago and still say who gave them."""
    before = (now or timezone.now()) - NOTIFIER_KEPT
    return LegalNotice.objects.filter(~Q(name="") | ~Q(email=""), answered_at__lt=before)


def forget_member(*, member: Member, now: datetime | None = None) -> None:
    """Empty what `member`, who leaves, told of itself, and close its open appeals: nobody is left to be answered.

    What the team noted on the member goes, and the thread with it: both are about a person, and name it. Notes that the
    member wrote on others as a moderator are the team's, and stay without a name.
    """
    LegalNotice.objects.filter(member=member).update(name="", email="")
    Appeal.objects.open().filter(member=member).update(judged_at=now or timezone.now())
    Appeal.objects.filter(member=member).update(words="")
    Note.objects.filter(member=member).delete()
    Message.objects.filter(member=member).delete()
