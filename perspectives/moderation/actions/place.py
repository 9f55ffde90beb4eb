"""Where a member is told of what belongs to no discussion: every event stands in one."""

from __future__ import annotations

from perspectives.discussion.models import Comment, Discussion, Forum
from perspectives.members.models import Member


def place_of(member: Member, forum: Forum | int | None) -> Discussion | None:
    """Return the discussion of `forum` (None: of any) in which `member` wrote last, else its newest one.

    None where the forum has no discussion. The title is never told with it.
    """
    discussions = Discussion.objects.all() if forum is None else Discussion.objects.filter(forum=forum)
    wrote = Comment.objects.filter(author=member, discussion__in=discussions).order_by("-created_at", "-pk")
    last = wrote.values_list("discussion", flat=True).first()
    return discussions.filter(pk=last).first() if last is not None else discussions.order_by("-pk").first()


def told_in(member: Member, forum: Forum | int | None) -> Discussion | None:
    """Return the discussion in which a sanction in `forum` (None: everywhere) is told, and what follows from it.

    One of another forum where this one has no discussion yet: whom it is told, and what, does not depend on it. None
    on a site without any discussion.
    """
    return place_of(member, forum) or (place_of(member, None) if forum is not None else None)
