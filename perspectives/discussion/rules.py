"""Who may do what with a comment: viewers, the table of transitions, the writer's window."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from perspectives.conf import conf
from perspectives.discussion import viewers
from perspectives.discussion.models import Comment, Role, RoleKind, Status
from perspectives.discussion.queries import ANYBODY, Viewer
from perspectives.members.models import Member

MODERATES_ALL = "perspectives.moderate_comment"
EDITS_ALL = "perspectives.change_post"
MODERATOR_KINDS = (RoleKind.MODERATOR, RoleKind.SENIOR)


class Move(models.TextChoices):
    """What can happen to a comment."""

    EDIT_PUBLISH = "edit-publish", _("Edited, and screening passed")
    EDIT_HOLD = "edit-hold", _("Edited, and screening held it")
    WITHDRAW = "withdraw", _("Withdrawn by its writer")
    APPROVE = "approve", _("Approved by a moderator")
    REJECT = "reject", _("Rejected by a moderator")
    SPAM = "spam", _("Marked as spam by a moderator")
    HOLD = "hold", _("Held until a moderator has looked")
    UNDO = "undo", _("Decision undone by a moderator")


class Who(models.TextChoices):
    """Who makes a move."""

    WRITER = "writer", _("its writer")
    MODERATOR = "moderator", _("a moderator of its forum")
    RULE = "rule", _("a moderator or a rule")


MOVERS: dict[Move, Who] = {
    Move.EDIT_PUBLISH: Who.WRITER,
    Move.EDIT_HOLD: Who.WRITER,
    Move.WITHDRAW: Who.WRITER,
    Move.APPROVE: Who.MODERATOR,
    Move.REJECT: Who.MODERATOR,
    Move.SPAM: Who.MODERATOR,
    Move.HOLD: Who.RULE,
    Move.UNDO: Who.MODERATOR,
}

# Status × move → status. What is not here is refused. A pending comment whose edit passes the screening stays
# pending: only a moderator takes a comment out of the queue. What its writer withdrew stays withdrawn. UNDO leads
# to the status before the decision, so it has no row: `undo_status` says where it may lead.
TRANSITIONS: dict[tuple[Status, Move], Status] = {
    (Status.PENDING, Move.EDIT_PUBLISH): Status.PENDING,
    (Status.PENDING, Move.EDIT_HOLD): Status.PENDING,
    (Status.PENDING, Move.WITHDRAW): Status.WITHDRAWN,
    (Status.PENDING, Move.APPROVE): Status.PUBLIC,
    (Status.PENDING, Move.REJECT): Status.REJECTED,
    (Status.PENDING, Move.SPAM): Status.SPAM,
    (Status.PUBLIC, Move.EDIT_PUBLISH): Status.PUBLIC,
    (Status.PUBLIC, Move.EDIT_HOLD): Status.PENDING,
    (Status.PUBLIC, Move.WITHDRAW): Status.WITHDRAWN,
    (Status.PUBLIC, Move.APPROVE): Status.PUBLIC,
    (Status.PUBLIC, Move.REJECT): Status.REJECTED,
    (Status.PUBLIC, Move.SPAM): Status.SPAM,
    (Status.PUBLIC, Move.HOLD): Status.PENDING,
    (Status.REJECTED, Move.APPROVE): Status.PUBLIC,
    (Status.REJECTED, Move.REJECT): Status.REJECTED,
    (Status.REJECTED, Move.SPAM): Status.SPAM,
    (Status.SPAM, Move.APPROVE): Status.PUBLIC,
    (Status.SPAM, Move.REJECT): Status.REJECTED,
    (Status.SPAM, Move.SPAM): Status.SPAM,
    (Status.WITHDRAWN, Move.WITHDRAW): Status.WITHDRAWN,
}
# A decision leads out of these, so its undoing may lead back to them.
UNDONE_TO = frozenset({Status.PENDING, Status.PUBLIC, Status.REJECTED, Status.SPAM})


def next_status(status: str, move: Move, to: str | None = None) -> Status | None:
    """Return the status after `move`, or None where the table refuses it; `to` is where UNDO leads."""
    if move is Move.UNDO:
        return undo_status(status, to)
    return TRANSITIONS.get((Status(status), move))


def undo_status(status: str, to: str | None) -> Status | None:
    """Return `to` where an undone decision may lead there from `status`: never out of what the writer withdrew."""
    if to is None or to not in UNDONE_TO or status not in UNDONE_TO:
        return None
    return Status(to)


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who looks, asked once a request: one query with the usual backends, none for the signed-out."""
    known = request.__dict__.get("_perspectives_viewer")
    if known is None:
        known = viewer_for(getattr(request, "user", None))
        request.__dict__["_perspectives_viewer"] = known
    return known


def viewer_for(user: Any) -> Viewer:
    """Return the viewer behind a user of the host project; ANYBODY for anonymous and inactive ones."""
    if user is None or not user.is_authenticated or not user.is_active:
        return ANYBODY
    look = viewers.asked if viewers.is_plain(user) else _asked_of_the_host
    member, roles, (moderates_all, edits_all) = look(user, (MODERATES_ALL, EDITS_ALL))
    if member is not None:
        member.user = user
    return Viewer(
        member=member,
        is_authenticated=True,
        moderates_all=moderates_all,
        edits_all=edits_all,
        moderates=frozenset(forum for kind, forum in roles if kind in MODERATOR_KINDS),
        edits=frozenset(forum for kind, forum in roles if kind == RoleKind.EDITOR),
        leads=frozenset(forum for kind, forum in roles if kind == RoleKind.SENIOR),
    )


def _asked_of_the_host(
    user: Any, permissions: tuple[str, ...]
) -> tuple[Member | None, list[tuple[str, int]], list[bool]]:
    """Return what `viewers.asked` does, the permissions by whatever backends the host has."""
    member = Member.objects.present().filter(user=user).first()
    roles = list(Role.objects.filter(member=member).values_list("kind", "forum_id")) if member else []
    return member, roles, [user.has_perm(permission) for permission in permissions]


def moderates(member: Member, forum_id: int) -> bool:
    """Whether `member` moderates the forum with this primary key, by role or by the host's permission."""
    if Role.objects.filter(member=member, forum=forum_id, kind__in=MODERATOR_KINDS).exists():
        return True
    return _has_perm(member, MODERATES_ALL)


def is_staff(member: Member, forum_id: int) -> bool:
    """Whether `member` moderates or edits the forum: such a member's comments wait for nobody."""
    if Role.objects.filter(member=member, forum=forum_id).exists():
        return True
    return _has_perm(member, MODERATES_ALL) or _has_perm(member, EDITS_ALL)


def _has_perm(member: Member, permission: str) -> bool:
    """Whether the user behind `member` is active and has a permission of the host project's."""
    return member.user is not None and member.user.is_active and member.user.has_perm(permission)


def edit_until(written: datetime) -> datetime:
    """Return when the window closes in which the writer may edit what was written then."""
    until: datetime = written + conf.EDIT_WINDOW
    return until


def may_edit(comment: Comment, member: Member | None, now: datetime) -> bool:
    """Whether `member` may edit `comment` now: one's own, pending or public, in time, not yet answered by another."""
    return (
        member is not None
        and comment.author_id == member.pk
        and comment.status in (Status.PENDING, Status.PUBLIC)
        and now <= edit_until(comment.created_at)
        and not answered_by_another(comment)
    )


def may_withdraw(comment: Comment, member: Member | None) -> bool:
    """Whether `member` may take `comment` back: one's own, pending or public, at any time."""
    own = member is not None and comment.author_id == member.pk
    return own and comment.status in (Status.PENDING, Status.PUBLIC)


def answered_by_another(comment: Comment) -> bool:
    """Whether somebody else's public answer stands under `comment`."""
    answers = Comment.objects.filter(parent=comment, status=Status.PUBLIC)
    return comment.public_below > 0 and answers.exclude(author=comment.author_id).exists()
