"""Switch kinds of mail on and off, signed in or by a link in a mail."""

from __future__ import annotations

from perspectives.members.models import DeskMail, Member
from perspectives.notifications.preferences import SWITCHES, switches_of
from perspectives.notifications.tokens import Unsubscription


def switch_mail(*, member: Member, **wanted: bool) -> bool:
    """Set the switches named in `wanted` (mail_answers, mail_decisions, mail_waiting); return whether one changed."""
    unknown = wanted.keys() - set(SWITCHES.values())
    if unknown:
        raise TypeError(f"No such switch: {', '.join(sorted(unknown))}")
    changed = {name: value for name, value in wanted.items() if getattr(member, name) != value}
    if changed:
        Member.objects.filter(pk=member.pk).update(**changed)
        member.refresh_from_db()
    return bool(changed)


def choose_desk_mail(*, member: Member, choice: str) -> bool:
    """Set when `member` is mailed what waits for moderation; return whether that is new.

    None at all is the switch that the link in a mail turns off as well.
    """
    wanted = {"mail_waiting": choice != DeskMail.NONE, "desk_mail": DeskMail(choice)}
    changed = {name: value for name, value in wanted.items() if getattr(member, name) != value}
    if changed:
        Member.objects.filter(pk=member.pk).update(**changed)
        member.refresh_from_db()
    return bool(changed)


def unsubscribe(*, permit: Unsubscription) -> None:
    """Switch off what a signed link permits; nothing happens the second time, or to a member who left."""
    Member.objects.present().filter(key=permit.key).update(**dict.fromkeys(switches_of(permit.kinds), False))
