"""Suspend a member from a forum until a date, and lift a sanction: the commonest of sanctions, by a shorter name."""

from __future__ import annotations

from datetime import datetime

from perspectives.discussion.models import Comment, Forum
from perspectives.members.models import Member
from perspectives.moderation.actions.sanction import lift_sanction, sanction_member
from perspectives.moderation.models import Decision, Sanction, SanctionKind


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
    """Suspend `member` in `forum` (None: everywhere) until a time to come; None where that is so already.

    It may be another kind of sanction as well. The row returned has the sanction. Raises what `sanction_member` raises.
    """
    return sanction_member(
        member=member, forum=forum, until=until, words=words, by=by, kind=kind, comment=comment, note=note, now=now
    ).decision


def lift_suspension(
    *,
    sanction: Sanction,
    by: Member,
    words: str = "",
    note: str = "",
    undoes: Decision | None = None,
    now: datetime | None = None,
) -> Decision | None:
    """Lift a sanction and return the decision, or None where it is lifted already; what was hidden stays hidden."""
    return lift_sanction(sanction=sanction, by=by, words=words, note=note, undoes=undoes, now=now).decision
