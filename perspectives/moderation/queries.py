"""The vocabulary of questions about reports, decisions, sanctions and rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.models import Forum
from perspectives.discussion.queries import Viewer
from perspectives.members.models import Member
from perspectives.moderation.chain import COLUMNS, digest_of


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row of a record that only grows."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are written once: no update, no delete."""

    # Keys to rows that may go, which leave NULL behind.
    may_be_emptied: frozenset[str] = frozenset()

    def update(self, **kwargs: Any) -> int:
        """Refuse everything but emptying a key to a row that is being deleted."""
        if not kwargs or kwargs.keys() - self.may_be_emptied or any(value is not None for value in kwargs.values()):
            raise AppendOnlyError(_("Rows of this record are never changed."))
        return super().update(**kwargs)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(_("Rows of this record are never deleted."))


class DecisionQuerySet(AppendOnlyQuerySet):
    """Decisions, by forum and by what has become of them."""

    may_be_emptied = frozenset({"rule"})

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: each is linked to the one before it."""
        raise AppendOnlyError(_("Decisions are written one by one."))

    def moderated_by(self, viewer: Viewer) -> models.QuerySet[Any]:
        """Those of forums that `viewer` moderates."""
        if not viewer.is_moderator:
            return self.none()
        # A sanction for no comment in particular stands in no discussion, but in a forum.
        apart = Q(discussion__isnull=True) & viewer.moderated("sanction__forum")
        here = viewer.moderated("discussion__forum") | apart | viewer.moderated("forum")
        return self.filter(here) if not viewer.moderates_all else self.all()

    def without_offices(self) -> models.QuerySet[Any]:
        """Those on comments, discussions and sanctions, which the public may count; offices are the team's."""
        return self.filter(office="")

    def standing(self) -> models.QuerySet[Any]:
        """Those that were not undone."""
        return self.filter(undone_by__isnull=True)


class LogEntryQuerySet(AppendOnlyQuerySet):
    """Links of the chain."""

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: each is made of the one before it."""
        raise AppendOnlyError(_("Links are written one by one."))

    def link(self, decision: models.Model) -> None:
        """Link a decision that was just written, inside its transaction, behind the last one.

        The end of the chain is locked from here to the commit; whoever writes a decision takes this lock last.
        """
        heads = self.model._meta.apps.get_model("perspectives", "LogHead").objects.using(decision._state.db)
        if not heads.filter(pk=1).update(position=F("position") + 1):
            heads.get_or_create(pk=1)
            heads.filter(pk=1).update(position=F("position") + 1)
        position, previous = heads.values_list("position", "digest").get(pk=1)
        digest = digest_of({name: getattr(decision, name) for name in COLUMNS}, previous)
        heads.filter(pk=1).update(digest=digest)
        self.using(decision._state.db).create(
            position=position, decision_key=decision.pk, previous=previous, digest=digest
        )


class ReportQuerySet(models.QuerySet[Any]):
    """Reports, by whether they wait."""

    def open(self) -> ReportQuerySet:
        """Those that no decision has answered."""
        return self.filter(decision__isnull=True)


class LegalNoticeQuerySet(models.QuerySet[Any]):
    """Notices of illegal content, by whether they wait."""

    def open(self) -> LegalNoticeQuerySet:
        """Those that nobody has answered."""
        return self.filter(answered_at__isnull=True)

    def mail_due(self, now: datetime, most: int) -> LegalNoticeQuerySet:
        """Those whose receipt or answer is to be sent by mail at `now` and was tried fewer than `most` times."""
        receipt = Q(receipt_sent_at__isnull=True)
        answer = Q(answered_at__isnull=False, answer_sent_at__isnull=True)
        return self.exclude(email="").filter(receipt | answer, mail_due_at__lte=now, mail_attempts__lt=most)

    def moderated_by(self, viewer: Viewer) -> LegalNoticeQuerySet:
        """Those about comments in forums that `viewer` moderates; none for everybody else."""
        return self.filter(viewer.moderated("forum")) if viewer.is_moderator else self.none()


class AppealQuerySet(models.QuerySet[Any]):
    """Appeals, by whether they wait and who may judge them."""

    def open(self) -> AppealQuerySet:
        """Those that nobody has judged."""
        return self.filter(judged_at__isnull=True)

    def moderated_by(self, viewer: Viewer) -> AppealQuerySet:
        """Those of forums that `viewer` moderates; none for everybody else.

        A sanction without a comment has no discussion: its forum says whose it is, and one for all forums is no
        single team's.
        """
        here = viewer.moderated("decision__discussion__forum") | viewer.moderated("decision__sanction__forum")
        return self.filter(here) if viewer.is_moderator else self.none()

    def judged_by(self, viewer: Viewer) -> models.QuerySet[Any]:
        """Those that `viewer` may judge: not those against one's own decisions, nor one's own."""
        return self.moderated_by(viewer).exclude(first_judge=viewer.member).exclude(member=viewer.member)

    def for_desk(self) -> AppealQuerySet:
        """With everything an appeal's page says, in one query."""
        return self.select_related("decision__discussion", "decision__sanction", "member", "first_judge", "outcome__by")


class SanctionQuerySet(models.QuerySet[Any]):
    """Sanctions, by whom and where they bind now."""

    def binding(self, member: Member | int, forum: Forum | int, now: datetime | None = None) -> SanctionQuerySet:
        """Those that bind `member` in `forum` (or primary keys of both) now; they lift by themselves in time."""
        return self.binding_anywhere(member, now).shown_in(forum)

    def binding_anywhere(self, member: Member | int, now: datetime | None = None) -> SanctionQuerySet:
        """Those that bind `member` now, in whatever forum."""
        return self.binding_at(now or timezone.now()).filter(member=member)

    def shown_in(self, forum: Forum | int) -> SanctionQuerySet:
        """Those that a page for `forum` shows: its own, and those for every forum; whether they bind or not."""
        return self.filter(Q(forum=forum) | Q(forum__isnull=True))

    def binding_at(self, now: datetime) -> SanctionQuerySet:
        """Those that bind anybody at `now`."""
        return self.filter(
            Q(until__isnull=True) | Q(until__gt=now),
            # A warning that was read binds nobody.
            ~Q(kind="warn", acknowledged_at__isnull=False),
            lifted_at__isnull=True,
        )


class RuleQuerySet(models.QuerySet[Any]):
    """Rules of a forum."""

    def of(self, forum: Forum) -> RuleQuerySet:
        """The rules in force in `forum`, by number."""
        return self.filter(forum=forum, active=True).order_by("number")
