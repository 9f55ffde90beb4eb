"""Who may change what a forum goes by, ban, and choose the team: senior moderators, and holders of a permission."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Role, RoleKind
from perspectives.discussion.queries import Viewer
from perspectives.discussion.rules import MODERATES_ALL
from perspectives.members.models import Member
from perspectives.moderation.errors import OwnMatter
from perspectives.moderation.impartial import superusers
from perspectives.moderation.models import Sanction, SanctionKind
from perspectives.moderation.rules import must_moderate


def is_senior(member: Member, forum_id: int | None) -> bool:
    """Whether `member` is a senior moderator of the forum (None: of every forum), by role or the host's permission."""
    if member.user is not None and member.user.is_active and member.user.has_perm(MODERATES_ALL):
        return True
    return Role.objects.filter(member=member, forum=forum_id, kind=RoleKind.SENIOR).exists()


def senior_viewer(viewer: Viewer, forum_id: int) -> bool:
    """Whether who looks is a senior moderator of the forum; one query, none for who moderates every forum."""
    if viewer.moderates_all:
        return True
    return viewer.member is not None and viewer.may_moderate(forum_id) and is_senior(viewer.member, forum_id)


def must_be_senior(member: Member, forum_id: int | None) -> None:
    """Raise NotFound for who does not moderate the forum, Refused (403) for a moderator who is not a senior one."""
    must_moderate(member, forum_id)
    if not is_senior(member, forum_id):
        raise Refused(_("Only a senior moderator can do that. Ask one of your team."), code="senior")


def is_of_a_senior(sanction: Sanction) -> bool:
    """Whether a sanction is a senior moderator's: every ban is, and what was imposed by who is one now."""
    if sanction.kind == SanctionKind.BAN:
        return True
    return sanction.by is not None and is_senior(sanction.by, sanction.forum_id)


def must_be_liftable(sanction: Sanction, by: Member) -> None:
    """Raise Refused (403) for one's own sanction, and for a senior's unless `by` is a senior one or has given it.

    NotFound for who does not moderate there.
    """
    must_moderate(by, sanction.forum_id)
    if sanction.member_id == by.pk:
        raise OwnMatter
    if sanction.by_id != by.pk and is_of_a_senior(sanction) and not is_senior(by, sanction.forum_id):
        raise Refused(_("A senior moderator gave this sanction: only a senior one lifts or changes it."), code="senior")


def liftable(sanctions: Iterable[Sanction], viewer: Viewer) -> frozenset[int]:
    """Return the primary keys of those of `sanctions` that who looks may lift: two queries at most, often none."""
    here = [one for one in sanctions if viewer.moderates_all or one.forum_id in viewer.moderates]
    here = [one for one in here if viewer.member is not None and one.member_id != viewer.member.pk]
    free = {one.pk for one in here if _outranks(viewer, one)}
    asked = [one for one in here if one.pk not in free and one.kind != SanctionKind.BAN]
    seniors = _seniors_among({one.by_id for one in asked if one.by_id is not None})
    free |= {one.pk for one in asked if seniors.isdisjoint({(one.by_id, one.forum_id), (one.by_id, None)})}
    return frozenset(free)


def _outranks(viewer: Viewer, sanction: Sanction) -> bool:
    """Whether who looks leads the sanction's forum, or has imposed it."""
    leads = viewer.moderates_all or sanction.forum_id in viewer.leads
    return leads or (viewer.member is not None and sanction.by_id == viewer.member.pk)


def _seniors_among(members: set[int]) -> set[tuple[int, int | None]]:
    """Return which of `members` (by primary key) are senior moderators, and of which forum; None for every forum."""
    if not members:
        return set()
    roles = Role.objects.filter(member__in=members, kind=RoleKind.SENIOR).values_list("member", "forum")
    everywhere = superusers().filter(pk__in=members).values_list("pk", flat=True)
    return {*roles, *((member, None) for member in everywhere)}
