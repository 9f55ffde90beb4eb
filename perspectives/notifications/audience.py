"""Whom an event concerns."""

from __future__ import annotations

from collections.abc import Iterable

from perspectives.discussion.models import Event, EventKind, Role, RoleKind, Status
from perspectives.discussion.rules import MODERATOR_KINDS
from perspectives.moderation.actions.judge import asks_for_a_senior
from perspectives.moderation.impartial import superusers
from perspectives.moderation.models import Act, Appeal, Decision, Message
from perspectives.moderation.redress import forum_of
from perspectives.moderation.sanction_rules import SANCTIONING
from perspectives.notifications.models import Notice, NoticeKind

Audience = dict[int, NoticeKind]
# What stands in the list of notices alone.
UNMAILED = (NoticeKind.JUDGED,)


def audience_of(event: Event) -> Audience:
    """Return the members (by primary key) whom `event` concerns, and as what; never the one who did it."""
    if event.kind == EventKind.POSTED:
        audience = _answered(event)
    elif event.kind == EventKind.DECIDED:
        audience = _answered(event) | _decided(event)
    elif event.kind in (EventKind.HELD, EventKind.REPORTED):
        audience = dict.fromkeys(_called_to_decide(event), NoticeKind.WAITING)
    elif event.kind in TOLD_OF_THE_CHAIN:
        audience = TOLD_OF_THE_CHAIN[EventKind(event.kind)](event)
    elif event.kind == EventKind.NOTED:
        audience = dict.fromkeys(event.data.get("mentioned", []), NoticeKind.MENTION)
    elif event.kind == EventKind.MESSAGED:
        audience = _written_to(event)
    else:
        audience = {}
    return {member: kind for member, kind in audience.items() if member != event.actor_id}


def concerns_nobody(event: Event) -> bool:
    """Whether an event that is about to be written concerns nobody, as far as can be said without a query."""
    if event.kind == EventKind.POSTED:
        return not posted_audience(event)
    return event.kind in (EventKind.EDITED, EventKind.WITHDRAWN, EventKind.SLOWED)


def is_told_at_once(event: Event) -> bool:
    """Whether an event's notices are made in its own transaction: of a comment posted now, we know whom it concerns."""
    return event.kind == EventKind.POSTED and bool(posted_audience(event))


def posted_audience(event: Event) -> Audience:
    """Return whom a comment concerns that has just been posted: nobody can have been told of it before. No query."""
    comment = event.comment
    if comment is None or comment.parent is None or comment.status != Status.PUBLIC:
        return {}
    reader = comment.parent.author_id
    return {} if reader in (comment.author_id, event.actor_id) else {reader: NoticeKind.ANSWER}


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
        apart = decision.act in SANCTIONING or decision.act == Act.LIFT
        return {decision.member_id: NoticeKind.SANCTION if apart else NoticeKind.DECISION}
    return {event.comment.author_id: NoticeKind.DECISION} if event.comment is not None else {}


def _written_to(event: Event) -> Audience:
    """Return the member the team wrote to, or the team that a member wrote to."""
    message = Message.objects.filter(pk=event.data.get("message")).first()
    if message is None:
        return {}
    if message.from_team:
        return {message.member_id: NoticeKind.MESSAGE}
    return dict.fromkeys(_moderators(event), NoticeKind.TO_TEAM)


def _called_to_decide(event: Event) -> list[int]:
    """Return who decides on a comment: the moderators but for one who wrote it, else superusers; else the writer."""
    writer = event.comment.author_id if event.comment else None
    team = _moderators(event)
    others = [member for member in team if member != writer]
    return others or list(superusers().exclude(pk=writer).values_list("pk", flat=True)) or team


def _called_to_a_notice(event: Event) -> Audience:
    """Return who answers a notice of illegal content: never who wrote the comment."""
    writer = event.comment.author_id if event.comment else None
    return {member: NoticeKind.WAITING for member in _called_to_decide(event) if member != writer}


def _called_to_judge(event: Event) -> Audience:
    """Return who may judge an appeal: the moderators but for the first judge and who appeals; else the superusers.

    Of the forum that the decision concerns, which for a sanction need not be that of the event; of one that holds
    everywhere, those who moderate everywhere.
    """
    appeal = Appeal.objects.for_desk().filter(pk=event.data.get("appeal")).first()
    if appeal is None:
        return {}
    sides = {appeal.first_judge_id, appeal.member_id}
    kinds = (RoleKind.SENIOR,) if asks_for_a_senior(appeal) else MODERATOR_KINDS
    named = [member for member in _team(forum_of(appeal.decision), kinds) if member not in sides]
    others = named or [member for member in superusers().values_list("pk", flat=True) if member not in sides]
    return dict.fromkeys(others, NoticeKind.APPEAL)


def _sides_of_an_appeal(event: Event) -> Audience:
    """Return who learns how an appeal was judged: who made it, and who had decided first."""
    appeal = Appeal.objects.filter(pk=event.data.get("appeal")).first()
    if appeal is None:
        return {}
    first = {} if appeal.first_judge_id is None else {appeal.first_judge_id: NoticeKind.JUDGED}
    return _answered(event) | first | {appeal.member_id: NoticeKind.OUTCOME}


TOLD_OF_THE_CHAIN = {
    EventKind.NOTIFIED: _called_to_a_notice,
    EventKind.APPEALED: _called_to_judge,
    EventKind.JUDGED: _sides_of_an_appeal,
}


def _moderators(event: Event) -> list[int]:
    """Return the forum's moderators; where it has none, the superusers, or nobody would ever look."""
    return _team(event.discussion.forum_id, MODERATOR_KINDS) or list(superusers().values_list("pk", flat=True))


def _team(forum: int | None, kinds: Iterable[RoleKind]) -> list[int]:
    """Return who holds an office of these `kinds` in a forum; nobody for None, which stands for all of them.

    Those who want their mail at once come first: of the mails one comment may cause, none is spent on the others.
    """
    if forum is None:
        return []
    roles = Role.objects.filter(forum=forum, kind__in=list(kinds))
    return list(dict.fromkeys(roles.order_by("member__desk_mail", "member").values_list("member", flat=True)))
