"""How far a forum trusts a member, in words: a newcomer is held, the known are free, the trusted may do more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.discussion.models import Comment, Forum, Policy, Status
from perspectives.members.models import Member
from perspectives.moderation.trust import rejected_lately


@dataclass(frozen=True)
class Trust:
    """What a forum knows of a member, as far as trust goes: public comments, and what was rejected lately."""

    forum: Forum
    public: int
    rejected_lately: int
    since: datetime | None = None

    @property
    def is_newcomer(self) -> bool:
        """Whether the member's comments are held, because the forum holds the first ones."""
        return self.forum.policy == Policy.NEWCOMERS and self.public < self.forum.newcomer_comments

    @property
    def is_trusted(self) -> bool:
        """Whether the member may do what trusted members may."""
        return not self.is_newcomer and self.public >= self.forum.trusted_comments and not self.rejected_lately

    @property
    def words(self) -> str:
        """The same in a sentence."""
        if self.is_newcomer:
            left = self.forum.newcomer_comments - self.public
            said = ngettext(
                "Newcomer: the next comment waits for a moderator.",
                "Newcomer: the next %(count)d comments wait for a moderator.",
                left,
            )
            return said % {"count": left}
        if not self.is_trusted:
            return _("Known.")
        if self.since is None:
            return _("Trusted.")
        return _("Trusted since %(day)s.") % {"day": date_format(localtime(self.since), "DATE_FORMAT")}


def trust_of(member: Member, forums: Sequence[Forum], now: datetime) -> dict[int, Trust]:
    """Return the trust of each of `forums`, by primary key: two queries, and one more for each that trusts."""
    own = Comment.objects.filter(author=member, status=Status.PUBLIC).order_by()
    public = dict(own.values_list("discussion__forum").annotate(count=Count("pk")))
    lately = rejected_lately(now).filter(member=member)
    rejected = dict(lately.order_by().values_list("discussion__forum").annotate(count=Count("pk")))
    found = {}
    for forum in forums:
        trust = Trust(forum, public.get(forum.pk, 0), rejected.get(forum.pk, 0))
        found[forum.pk] = Trust(forum, trust.public, 0, _since(member, forum)) if trust.is_trusted else trust
    return found


def _since(member: Member, forum: Forum) -> datetime | None:
    """Return when the comment became public that made the member trusted, None where none was needed."""
    if forum.trusted_comments == 0:
        return None
    own = Comment.objects.filter(author=member, discussion__forum=forum, status=Status.PUBLIC).order_by("public_at")
    place = forum.trusted_comments - 1
    return next(iter(own.values_list("public_at", flat=True)[place : place + 1]), None)
