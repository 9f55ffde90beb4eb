"""Give an office in a forum and take it away: seniors do, and nobody but a superuser takes the last senior's.

Each is a row of the log, for the team and not for the public.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.errors import Conflict, Unacceptable
from perspectives.discussion.models import Forum, Role, RoleKind
from perspectives.discussion.rules import MODERATES_ALL
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.seniors import is_senior
from perspectives.text.errors import TextRefused
from perspectives.text.names import clean_name, skeleton


def give_role(*, forum: Forum, name: str, kind: str, by: Member, now: datetime | None = None) -> Role | None:
    """Give the member called `name` the office `kind` in `forum`; None where the member has it already.

    Raises NotFound unless `by` is a senior moderator there, Unacceptable for a name nobody has.
    """
    _must_lead(by, forum)
    if kind not in RoleKind.values:
        raise Unacceptable(_("Choose an office."), code="kind")
    return appoint(forum=forum, member=_named(name), kind=RoleKind(kind), by=by, now=now)


def take_role(*, role: Role, by: Member, now: datetime | None = None) -> bool:
    """Take an office away; whether it was there. Conflict for the last senior's, unless `by` judges everywhere."""
    _must_lead(by, role.forum)
    with transaction.atomic():
        _lock(role.forum)
        seniors = Role.objects.filter(forum=role.forum, kind=RoleKind.SENIOR, member__erased_at__isnull=True)
        is_last = role.kind == RoleKind.SENIOR and not seniors.exclude(pk=role.pk).exists()
        if is_last and not _judges_everywhere(by):
            raise Conflict(_("This is the last senior moderator. Give the office to somebody else first."))
        return discharge(role=role, by=by, now=now)


def appoint(
    *, forum: Forum, member: Member, kind: RoleKind, by: Member | None, now: datetime | None = None
) -> Role | None:
    """Give `member` an office and write it into the log; None where the member has it already.

    For who asks the host's own permissions, or sets up a site (`by` None). Raises Refused for who has left.
    """
    now = now or timezone.now()
    rules.must_be_present(member)
    with transaction.atomic():
        _lock(forum)
        role, created = Role.objects.get_or_create(forum=forum, member=member, kind=kind, defaults={"created_at": now})
        if not created:
            return None
        _write(Act.GIVE, role, by, now)
    return role


def discharge(*, role: Role, by: Member | None, now: datetime | None = None) -> bool:
    """Take an office away and write it into the log; whether it was there. `by` is None where its holder has left."""
    with transaction.atomic():
        _lock(role.forum)
        if not Role.objects.filter(pk=role.pk).delete()[0]:
            return False
        _write(Act.TAKE, role, by, now or timezone.now())
    return True


def leave_offices(*, member: Member, now: datetime | None = None) -> int:
    """Take all offices of `member`, who leaves; return how many there were."""
    roles = Role.objects.filter(member=member).select_related("forum").order_by("forum", "pk")
    return sum(discharge(role=role, by=None, now=now) for role in roles)


def _write(act: Act, role: Role, by: Member | None, now: datetime) -> None:
    """Write the row of the log: who gave or took which office of whom, and where."""
    Decision.objects.create(
        act=act, member_id=role.member_id, forum_id=role.forum_id, office=role.kind, by=by, created_at=now
    )


def _must_lead(by: Member, forum: Forum) -> None:
    """Raise NotFound unless `by` is a senior moderator of the forum: to others there is no such page."""
    if not is_senior(by, forum.pk):
        raise NotFound


def _judges_everywhere(by: Member) -> bool:
    return by.user is not None and by.user.is_active and by.user.has_perm(MODERATES_ALL)


def _named(name: str) -> Member:
    """Return the member with this display name, or one that looks the same; Unacceptable for nobody."""
    try:
        found = Member.objects.present().filter(name_skeleton=skeleton(clean_name(name))).first()
    except TextRefused:
        found = None
    if found is None:
        raise Unacceptable(_("Nobody here has that display name."), code="name")
    member: Member = found
    return member


def _lock(forum: Forum) -> None:
    """Lock the forum's row: two seniors at once come one after the other."""
    Forum.objects.filter(pk=forum.pk).update(name=F("name"))
