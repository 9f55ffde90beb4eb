"""Whom an event concerns."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from perspectives.discussion.models import Event, EventKind, Role, Status
from perspectives.discussion.rules import MODERATOR_KINDS
from perspectives.members.models import Member
from perspectives.members.queries import MemberQuerySet
from perspectives.moderation.models import Act, Decision
from perspectives.notifications.models import Notice, NoticeKind

Audience = dict[int, NoticeKind]


def audience_of(event: Event) -> Audience:
    """Return the members (by primary key) whom `event` concerns, and as what; never the one who did it."""
    if event.kind == EventKind.POSTED:
        audience = _answered(event)
    elif event.kind == EventKind.DECIDED:
        audience = _answered(event) | _decided(event)
    elif event.kind in (EventKind.HELD, EventKind.REPORTED):
        audience = dict.fromkeys(_moderators(event), NoticeKind.WAITING)
    else:
        audience = {}
    return {member: kind for member, kind in audience.items() if member != event.actor_id}


def _answered(event: Event) -> Audience:
    """Return the writer of the comment answered by a public one, the first time it is public."""
    comment = event.comment
    if comment is None or comment.parent is None or comment.status != Status.PUBLIC:
        return {}
    reader = comment.parent.author_id
    told = Notice.objects.filter(kind=NoticeKind.ANSWER, comment=comment, member=reader).exists()
    return {} if told or reader == comment.author_id else {reader: NoticeKind.ANSWER}


def _decided(event: Event) -> Audience:
    """Return the writer of the comment decided on, or the member whom the decision concerns.

    A reported comment that stays public changes nothing for its writer, who is not to wonder who complained.
    """
    decision = Decision.objects.filter(pk=event.data.get("decision")).first()
    if decision is not None and decision.act == Act.APPROVE and decision.status_before == decision.status_after:
        return {}
    if decision is not None and decision.member_id is not None:
        return {decision.member_id: NoticeKind.DECISION}
    return {event.comment.author_id: NoticeKind.DECISION} if event.comment is not None else {}


def _moderators(event: Event) -> list[int]:
    """Return the forum's moderators; where it has none, the superusers, or nobody would ever look."""
    roles = Role.objects.filter(forum=event.discussion.forum_id, kind__in=MODERATOR_KINDS)
    named = roles.order_by("member").values_list("member", flat=True).distinct()
    return list(named) or list(_superusers().values_list("pk", flat=True))


def _superusers() -> MemberQuerySet:
    """Return the members who are superusers; none where the host's user model has no such thing."""
    fields = {field.name for field in get_user_model()._meta.get_fields()}
    if "is_superuser" not in fields:
        return Member.objects.none()
    return Member.objects.present().filter(user__is_superuser=True).order_by("pk")
