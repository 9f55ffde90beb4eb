"""Nobody judges what is one's own while somebody else can; and who that somebody could be."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from perspectives.discussion.models import Comment, Role, RoleKind
from perspectives.discussion.rules import MODERATOR_KINDS
from perspectives.members.models import Member
from perspectives.members.queries import MemberQuerySet
from perspectives.moderation.errors import OwnComment


def must_be_impartial(member: Member, comment: Comment) -> None:
    """Raise OwnComment where `member` wrote `comment` and another moderator could decide; no query for others."""
    if not is_impartial(member, comment):
        raise OwnComment


def is_impartial(member: Member | None, comment: Comment) -> bool:
    """Whether `member` did not write `comment`, or nobody else could decide on it; no query for others."""
    if member is None or comment.author_id != member.pk:
        return True
    return not somebody_else(comment.discussion.forum_id, but=[member.pk])


def somebody_else(forum_id: int, *, but: Collection[int], kinds: Iterable[RoleKind] = MODERATOR_KINDS) -> bool:
    """Whether the forum has an office holder of these `kinds`, or the site a superuser, other than members `but`.

    Those alone count who can sign in.
    """
    roles = Role.objects.filter(_can_sign_in("member__"), forum=forum_id, kind__in=list(kinds))
    return roles.exclude(member__in=but).exists() or superusers().exclude(pk__in=but).exists()


def superusers() -> MemberQuerySet:
    """Return the members who are superusers; none where the host's user model has no such thing."""
    if "is_superuser" not in _fields_of_users():
        return Member.objects.none()
    return Member.objects.filter(_can_sign_in(), user__is_superuser=True).order_by("pk")


def _can_sign_in(path: str = "") -> Q:
    """Return the condition that the member at lookup `path` has not left, and has an account that is active."""
    active: dict[str, Any] = {f"{path}user__is_active": True} if "is_active" in _fields_of_users() else {}
    return Q(**{f"{path}erased_at__isnull": True, f"{path}user__isnull": False}, **active)


def _fields_of_users() -> set[str]:
    return {field.name for field in get_user_model()._meta.get_fields()}
