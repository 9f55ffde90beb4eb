"""Which switch of a member belongs to which kind of notice."""

from __future__ import annotations

from collections.abc import Iterable

from perspectives.members.models import Member
from perspectives.notifications.models import NoticeKind

SWITCHES: dict[NoticeKind, str] = {
    NoticeKind.ANSWER: "mail_answers",
    NoticeKind.DECISION: "mail_decisions",
    NoticeKind.WAITING: "mail_waiting",
}


def wants_mail(member: Member, kind: str) -> bool:
    """Whether `member` wants mail of this kind."""
    return bool(getattr(member, SWITCHES[NoticeKind(kind)]))


def switches_of(kinds: Iterable[NoticeKind]) -> list[str]:
    """Return the member's fields that switch these kinds of mail."""
    return [SWITCHES[kind] for kind in kinds]
