"""The cast of all tests: Ann writes, Ben replies, Mod judges, Eve is a stranger; and the stage they stand on."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from perspectives.discussion.actions import make_forum, open_discussion, post_comment
from perspectives.discussion.actions.tag import count_tags
from perspectives.discussion.models import Comment, Discussion, Forum, Policy, Role, RoleKind, Status
from perspectives.members.actions import name_member
from perspectives.members.models import Member

_keys = itertools.count(1)


def make_user(name: str, **fields: Any) -> Any:
    """Return a user of the host project with the password "secret"."""
    user = get_user_model()(email=f"{name.lower()}@example.org", **fields)
    setattr(user, user.USERNAME_FIELD, fields.get(user.USERNAME_FIELD, name.lower()))
    if user.USERNAME_FIELD == "email":
        user.email = f"{name.lower()}@example.org"
    user.set_password("secret")
    user.save()
    return user


def make_member(name: str, **fields: Any) -> Member:
    """Return a member with a user of the same name."""
    return name_member(user=make_user(name, **fields), name=name)


def make_discussion(forum: Forum | None = None, **fields: Any) -> Discussion:
    """Return a public discussion; its forum publishes first unless one is given."""
    if forum is None:
        forum = make_forum(slug="peace", name="Peace and Security")
        forum.policy = Policy.PUBLISH
        forum.save()
    values: dict[str, Any] = {"title": "Stop waiting", "slug": "stop-waiting"}
    values["visible_from"] = timezone.now() - timedelta(days=1)
    return open_discussion(forum=forum, **values | fields)


def make_moderator(name: str, forum: Forum, kind: str = RoleKind.MODERATOR) -> Member:
    """Return a member with an office in `forum`."""
    member = make_member(name)
    Role.objects.create(forum=forum, member=member, kind=kind)
    return member


def new_key() -> str:
    """Return a form key nobody has used."""
    return f"test-key-{next(_keys):08d}"


def say(discussion: Discussion, author: Member, body: str = "", **fields: Any) -> Comment:
    """Post a comment and return it."""
    values: dict[str, Any] = {"key": new_key(), "body": body or f"Words number {next(_keys)}."}
    return post_comment(discussion=discussion, author=author, **values | fields).comment


def in_status(discussion: Discussion, author: Member, status: str, **fields: Any) -> Comment:
    """Return a comment that stands in `status`, brought there by its fields alone: for tables of cases."""
    comment = say(discussion, author, **fields)
    if status != Status.PUBLIC:
        Comment.objects.filter(pk=comment.pk).update(status=status, public_at=None, shown=False)
        count_tags(discussion.pk, comment.tag_items.values_list("tag_id", flat=True), -1)
        Discussion.objects.filter(pk=discussion.pk).update(
            public_count=discussion.comments.filter(status="public").count()
        )
    comment.refresh_from_db()
    return comment
