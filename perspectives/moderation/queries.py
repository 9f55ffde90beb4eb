"""The vocabulary of questions about reports, decisions, sanctions and rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.models import Forum
from perspectives.discussion.queries import Viewer
from perspectives.members.models import Member


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row of a record that only grows."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are written once: no update, no delete."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(_("Rows of this record are never changed."))

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(_("Rows of this record are never deleted."))


class DecisionQuerySet(AppendOnlyQuerySet):
    """Decisions, by forum and by what has become of them."""

    def moderated_by(self, viewer: Viewer) -> models.QuerySet[Any]:
        """Those of forums that `viewer` moderates."""
        return self.filter(viewer.moderated("discussion__forum")) if viewer.is_moderator else self.none()

    def standing(self) -> models.QuerySet[Any]:
        """Those that were not undone."""
        return self.filter(undone_by__isnull=True)


class ReportQuerySet(models.QuerySet[Any]):
    """Reports, by whether they wait."""

    def open(self) -> ReportQuerySet:
        """Those that no decision has answered."""
        return self.filter(decision__isnull=True)


class SanctionQuerySet(models.QuerySet[Any]):
    """Sanctions, by whom and where they bind now."""

    def binding(self, member: Member, forum: Forum, now: datetime | None = None) -> SanctionQuerySet:
        """Those that bind `member` in `forum` now; they lift by themselves when their time is over."""
        now = now or timezone.now()
        return self.filter(
            Q(forum=forum) | Q(forum__isnull=True),
            Q(until__isnull=True) | Q(until__gt=now),
            member=member,
            lifted_at__isnull=True,
        )


class RuleQuerySet(models.QuerySet[Any]):
    """Rules of a forum."""

    def of(self, forum: Forum) -> RuleQuerySet:
        """The rules in force in `forum`, by number."""
        return self.filter(forum=forum, active=True).order_by("number")
