"""The vocabulary of questions about notices."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from perspectives.discussion.models import Comment
from perspectives.discussion.queries import Viewer

# A claim older than this belongs to a process that died: its mail is tried again under the same message id.
CLAIM_LIFE = timedelta(minutes=10)


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices, by whether they are to be sent and who may read them."""

    def due(self, now: datetime) -> NoticeQuerySet:
        """Those to be sent at `now`, whoever may be sending them already."""
        return self.filter(sent_at__isnull=True, dropped="", next_attempt_at__lte=now)

    def unclaimed(self, now: datetime) -> NoticeQuerySet:
        """Those that nobody is sending: a claim that has grown old is nobody's."""
        return self.filter(Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - CLAIM_LIFE))

    def waiting(self) -> NoticeQuerySet:
        """Those that are still to be sent, now or later."""
        return self.filter(sent_at__isnull=True, dropped="")

    def listed_for(self, viewer: Viewer) -> NoticeQuerySet:
        """The viewer's own whose comment is still to be seen by the viewer; work for moderators only while one is."""
        if viewer.member is None:
            return self.none()
        seen = Q(comment__isnull=True) | Q(comment__in=Comment.objects.visible_to(viewer))
        work = ~Q(kind__in=("waiting", "appeal", "judged", "to-team", "mention"))
        if viewer.is_moderator:
            # An appeal against a sanction for no comment may be told in another forum; nothing is told with it.
            apart = Q(kind__in=("appeal", "judged"), comment__isnull=True)
            work |= viewer.moderated("discussion__forum") | apart
        return self.filter(seen & work, member=viewer.member)

    def for_letters(self) -> NoticeQuerySet:
        """With everything a mail or a line of the list says, in one query."""
        return self.select_related(
            "member__user", "event", "discussion__forum", "comment__author", "comment__parent", "comment__discussion"
        )


class DeskLetterQuerySet(models.QuerySet[Any]):
    """Moderators' daily mails, by whether they are to be sent."""

    def due(self, now: datetime) -> DeskLetterQuerySet:
        """Those to be sent at `now` that nobody is sending."""
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - CLAIM_LIFE)
        return self.filter(free, sent_at__isnull=True, dropped="", next_attempt_at__lte=now)
