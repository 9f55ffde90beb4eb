"""All that a moderator may know of a member in one forum: comments, trust, sanctions, decisions, notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from perspectives.discussion.models import Comment, Forum, Status
from perspectives.discussion.queries import Viewer
from perspectives.members.models import Member
from perspectives.moderation.models import Act, Decision, Message, Note, Sanction
from perspectives.moderation.trust_words import Trust, trust_of

# Of each kind of row; a member's comments are paged.
SHOWN = 25
FORUMS_SHOWN = 100


@dataclass(frozen=True)
class MemberRecord:
    """What stands on a member's page for one forum, the newest first."""

    forum: Forum
    trust: Trust
    by_status: list[tuple[str, str, int]]
    sanctions: list[Sanction]
    decisions: list[Decision]
    notes: list[Note]
    unread: int


def known_to(viewer: Viewer) -> QuerySet[Member]:
    """Return the members that have to do with a forum the viewer moderates; all for who judges everywhere."""
    if viewer.moderates_all:
        return Member.objects.all()
    return Member.objects.filter(_about(viewer))


def _about(viewer: Viewer) -> Q:
    """Return the condition that there are comments, sanctions, messages or notes of the member (the outer query's).

    Whether there are notes on oneself is no more to be learned than what they say.
    """
    own, by_forum = Q(member=OuterRef("pk")), viewer.moderated("forum")
    found = Q(Exists(Comment.objects.filter(viewer.moderated("discussion__forum"), author=OuterRef("pk"))))
    for model in (Sanction, Message):
        found |= Q(Exists(model.objects.filter(own & by_forum)))
    return found | Q(Exists(Note.objects.filter(own & by_forum).exclude(member=viewer.member)))


def forums_of_member(viewer: Viewer, member: Member) -> list[Forum]:
    """Return the forums the viewer moderates and the member has to do with, by name; one query."""
    here = Q(Exists(Comment.objects.filter(author=member, discussion__forum=OuterRef("pk"))))
    for model in (Sanction, Message) if member == viewer.member else (Sanction, Message, Note):
        here |= Q(Exists(model.objects.filter(member=member, forum=OuterRef("pk"))))
    return list(Forum.objects.filter(viewer.moderated("pk")).filter(here).order_by("name", "pk")[:FORUMS_SHOWN])


def record_of(member: Member, forum: Forum, now: datetime, *, own: bool = False) -> MemberRecord:
    """Return the record of `member` in `forum`: eight queries at most. One's `own` is without the team's notes."""
    written = Comment.objects.filter(author=member, discussion__forum=forum).order_by()
    counts = dict(written.values_list("status").annotate(count=Count("pk")))
    here = Q(forum=forum) | Q(forum__isnull=True)
    about = Q(discussion__forum=forum) | Q(sanction__forum=forum) | Q(forum=forum)
    decisions = Decision.objects.filter(about, member=member)
    notes = Note.objects.filter(member=member, forum=forum)
    return MemberRecord(
        forum=forum,
        trust=trust_of(member, [forum], now)[forum.pk],
        by_status=[(status.value, str(status.label), counts.get(status, 0)) for status in Status],
        sanctions=_newest(_sanctions(Q(member=member) & here)),
        decisions=_newest(decisions.select_related("by", "member", "comment__discussion", "discussion", "undone_by")),
        notes=[] if own else _newest(notes.select_related("by", "comment__discussion")),
        unread=Message.objects.filter(member=member, forum=forum, from_team=False, read_at=None).count(),
    )


def _sanctions(wanted: Q) -> Any:
    """Return sanctions, each with whether comments are hidden with it."""
    hidden = Decision.objects.standing().filter(sanction=OuterRef("pk"), act=Act.REJECT)
    return Sanction.objects.filter(wanted).select_related("forum", "rule", "by").annotate(hides=Exists(hidden))


def _newest(rows: Any) -> list[Any]:
    return list(rows.order_by("-pk")[:SHOWN])
