"""Whom a forum trusts: the one rule behind more links and tags of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, QuerySet

from perspectives.discussion.models import Comment, Forum, Status
from perspectives.discussion.screening import Submission
from perspectives.members.models import Member
from perspectives.moderation.models import Act, Decision

# So long a rejection counts.
LATELY = timedelta(days=90)
# The name under which a submission says what is known of its author's trust already.
TRUSTED = "trusted"


class Known(NamedTuple):
    """What a forum knows of a member as far as trust goes: public comments, and whether one was rejected lately."""

    public: int = 0
    rejected: bool = False

    def is_trusted(self, forum: Forum) -> bool:
        """Whether that is enough for `forum`."""
        return not self.rejected and self.public >= forum.trusted_comments


def is_trusted(member: Member, forum: Forum, now: datetime) -> bool:
    """Whether `forum` trusts `member`. One query.

    A member is trusted with `forum.trusted_comments` public comments in the forum, unless a moderator rejected one of
    the member's comments there or marked it as spam in the last 90 days and it still stands so. Trust is nothing that
    is given or kept: it is asked for each time.
    """
    judged = rejected_lately(now).filter(member=member, discussion__forum=forum)
    trusted = Member.objects.filter(~Exists(judged), pk=member.pk)
    needed = forum.trusted_comments
    if needed:
        public = Comment.objects.filter(author=member, discussion__forum=forum, status=Status.PUBLIC).order_by()
        trusted = trusted.filter(Exists(public[needed - 1 : needed]))
    return trusted.exists()


def trusts(submission: Submission) -> bool:
    """Whether the forum trusts who writes: as the submission says, else one query."""
    known = submission.beforehand.get(TRUSTED)
    return is_trusted(submission.author, submission.forum, submission.now) if known is None else known


def rejected_lately(now: datetime) -> QuerySet[Decision]:
    """Return the decisions that stand in the way of trust: lately made, not undone, and the comment still stands so."""
    return Decision.objects.standing().filter(
        act__in=(Act.REJECT, Act.SPAM),
        created_at__gt=now - LATELY,
        comment__status__in=(Status.REJECTED, Status.SPAM),
    )


def known_of(members: Iterable[int], forum: Forum, now: datetime) -> dict[int, Known]:
    """Return what `forum` knows of members by primary key, of each that it knows anything of; two queries."""
    keys = set(members)
    public = Comment.objects.filter(author__in=keys, discussion__forum=forum, status=Status.PUBLIC).order_by()
    counts = dict(public.values_list("author").annotate(count=Count("pk")))
    judged = rejected_lately(now).filter(member__in=keys, discussion__forum=forum).order_by()
    rejected = set(judged.values_list("member", flat=True))
    return {key: Known(counts.get(key, 0), key in rejected) for key in counts.keys() | rejected}
