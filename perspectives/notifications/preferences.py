"""Which switch of a member belongs to which kind of notice."""

from __future__ import annotations

from collections.abc import Iterable

from perspectives.members.models import DeskMail, Member
from perspectives.notifications.models import CALLS, NoticeKind

SWITCHES: dict[NoticeKind, str] = {
    NoticeKind.ANSWER: "mail_answers",
    NoticeKind.DECISION: "mail_decisions",
    NoticeKind.WAITING: "mail_waiting",
    NoticeKind.APPEAL: "mail_waiting",
    NoticeKind.OUTCOME: "mail_decisions",
    NoticeKind.JUDGED: "mail_waiting",
    # What moderators say to a member goes with what they decide; what the team says to itself with its work.
    NoticeKind.SANCTION: "mail_decisions",
    NoticeKind.MESSAGE: "mail_decisions",
    NoticeKind.TO_TEAM: "mail_waiting",
    NoticeKind.MENTION: "mail_waiting",
}


def wants_mail(member: Member, kind: str) -> bool:
    """Whether `member` wants mail of this kind, at once or once a day."""
    if kind in CALLS and desk_mail_of(member) == DeskMail.NONE:
        return False
    return bool(getattr(member, SWITCHES[NoticeKind(kind)]))


def desk_mail_of(member: Member) -> DeskMail:
    """Return when `member` is mailed what waits; not at all where the switch is off, whatever was chosen before."""
    return DeskMail(member.desk_mail) if member.mail_waiting else DeskMail.NONE


def switches_of(kinds: Iterable[NoticeKind]) -> list[str]:
    """Return the member's fields that switch these kinds of mail."""
    return sorted({SWITCHES[kind] for kind in kinds})
