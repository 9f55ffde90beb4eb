"""What is counted: the rows of some forums within a period, each kind by the moment that dates it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from perspectives.discussion.models import Comment, Finding, Status
from perspectives.discussion.queries import open_to_all
from perspectives.moderation.models import Appeal, Decision, LegalNotice, Report, Sanction
from perspectives.moderation.open_forums import nowhere_closed
from perspectives.moderation.public_forms import beginning, end
from perspectives.moderation.sanction_rules import SANCTIONING


@dataclass(frozen=True)
class Scope:
    """From the first day to the last, both whole, in the reader's time zone; in some forums, or in all (None)."""

    first: date
    last: date
    forums: tuple[int, ...] | None = None
    # Only what belongs to discussions that are open to all: the public is not told of the others, not even how many.
    public: bool = False

    @property
    def since(self) -> datetime:
        """The moment it begins."""
        return beginning(self.first)

    @property
    def until(self) -> datetime:
        """The moment it is over."""
        return end(self.last)

    def within(self, moment: str = "created_at") -> Q:
        """Return the condition that the time at lookup `moment` is in the period."""
        return Q(**{f"{moment}__gte": self.since, f"{moment}__lt": self.until})

    def here(self, discussion: str = "discussion") -> Q:
        """Return the condition that the discussion at this lookup is in one of the forums, and open if it must be."""
        among = Q() if self.forums is None else Q(**{f"{discussion}__forum__in": self.forums})
        return among & open_to_all(timezone.now(), f"{discussion}__") if self.public else among

    def binding(self, forum: str = "forum") -> Q:
        """Return the condition that a sanction, its forum at this lookup, is one of these forums'."""
        if self.forums is not None:
            return Q(**{f"{forum}__in": self.forums})
        return nowhere_closed(forum) if self.public else Q()

    def decided(self, path: str = "") -> Q:
        """Return the condition that the decision at lookup `path` ("decision__") is here; one of no discussion counts
        where its sanction binds.
        """
        if self.forums is None and not self.public:
            return Q()
        alone = Q(**{f"{path}discussion__isnull": True})
        return self.here(f"{path}discussion") | alone & self.binding(f"{path}sanction__forum")

    def comments(self) -> QuerySet[Comment]:
        """Return the comments written then. Every status is named, so that the index of status and time serves."""
        rows = Comment.objects.order_by().filter(self.within(), status__in=list(Status.values))
        return rows.filter(self.here())

    def decisions(self) -> QuerySet[Decision]:
        """Return the decisions made then, offices apart; those of no discussion count where their sanction holds."""
        return Decision.objects.without_offices().order_by().filter(self.within(), self.decided())

    def findings(self, *answers: str) -> QuerySet[Finding]:
        """Return what checks answered then, those answers alone."""
        rows = Finding.objects.order_by().filter(self.within(), ~Q(answer="pass"), answer__in=answers)
        return rows.filter(self.here())

    def reports(self) -> QuerySet[Report]:
        """Return the reports made then."""
        return Report.objects.order_by().filter(self.within(), self.here("comment__discussion"))

    def legal_notices(self) -> Any:
        """Return the notices of illegal content received then."""
        return LegalNotice.objects.order_by().filter(self.within(), self.here("comment__discussion"))

    def appeals(self) -> Any:
        """Return the appeals made then."""
        return Appeal.objects.order_by().filter(self.within(), self.decided("decision__"))

    def sanctions(self) -> QuerySet[Sanction]:
        """Return the sanctions set up then; the public is told of those alone whose decision it may know."""
        rows = Sanction.objects.order_by().filter(self.within(), self.binding())
        if not self.public:
            return rows
        began = Decision.objects.filter(sanction=OuterRef("pk"), act__in=list(SANCTIONING), discussion__isnull=False)
        return rows.filter(~Exists(began.filter(~open_to_all(timezone.now(), "discussion__")).order_by()))
