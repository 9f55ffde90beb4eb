"""Care for who reads the worst: a word on what is coming, one's own count of the day, and items left to others.

Nobody else sees how much somebody has read or passed on: all of it is asked for the person at the screen alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Answer, Comment, Finding, Status
from perspectives.discussion.queries import Viewer
from perspectives.discussion.rules import viewer_of
from perspectives.members.models import Member
from perspectives.moderation.models import Decision, LegalNotice, Passed, Reason, Report, Severity
from perspectives.moderation.rules import MOVES

SESSION_KEY = "perspectives_care"
SHOW_ALL, FOLD = "all", "fold"
# Of Comment.weight, whose end is 1000: most who would have read on from here would rather have been told.
HARSH_WEIGHT = 800
# So many hard texts in a day, and the desk says that it can wait. A figure of care, not of science.
PAUSE_AFTER = 20
# Checks whose findings quote what is hard to read.
HARSH_CHECKS = ("words", "tone")
FOUND = (Answer.FLAG, Answer.HOLD, Answer.REFUSE)
# Why a text is folded, said in a word before it is shown; of several the first.
ILLEGAL, ABUSE, WORST = _("Perhaps against the law"), _("Insults"), _("The worst kind of breach")
TONE, LISTED, LIKELY = _("A harsh tone"), _("Listed words"), _("Probably hard to read")


def word_for(*, weight: int, reasons: Iterable[str], checks: Iterable[str], noticed: bool, worst: bool) -> str:
    """Return in a word why a text is hard to read, "" where nothing says that it is.

    `weight` is the comment's; `reasons` are those of its reports; `checks` found something in it; `noticed` says that
    somebody holds it illegal, `worst` that it was rejected under a rule of that severity.
    """
    told, found = set(reasons), set(checks)
    said = [
        (noticed or Reason.ILLEGAL in told, ILLEGAL),
        (Reason.ABUSE in told, ABUSE),
        (worst, WORST),
        ("tone" in found, TONE),
        ("words" in found, LISTED),
        (weight >= HARSH_WEIGHT, LIKELY),
    ]
    return next((str(word) for holds, word in said if holds), "")


@dataclass(frozen=True)
class Care:
    """What the foot of the desk tells the person at the screen, and how that person wants to be shown hard texts."""

    shows_all: bool
    # Hard texts decided on today.
    today: int
    # Items left to the others that still wait.
    passed: int

    @property
    def is_much(self) -> bool:
        """Whether a pause would do good."""
        return self.today >= PAUSE_AFTER


def care_of(request: HttpRequest) -> Care:
    """Return what is told to who makes the request: two queries."""
    viewer = viewer_of(request)
    if viewer.member is None:
        return Care(shows_all(request), 0, 0)
    return Care(shows_all(request), harsh_today(viewer.member, timezone.now()), passed_by(viewer).count())


def shows_all(request: HttpRequest) -> bool:
    """Whether this person has asked, for this session, to see every text at once."""
    return hasattr(request, "session") and request.session.get(SESSION_KEY) == SHOW_ALL


def harsh_today(member: Member, now: datetime) -> int:
    """Return on how many hard texts `member` has decided since the day began here: one query over those decisions."""
    begin = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    own = Decision.objects.filter(by=member, created_at__gte=begin, comment__isnull=False, act__in=list(MOVES))
    found = Finding.objects.filter(check_name__in=HARSH_CHECKS, answer__in=FOUND, revision=OuterRef("revision"))
    told = Report.objects.filter(reason__in=(Reason.ABUSE, Reason.ILLEGAL))
    about = [rows.filter(comment=OuterRef("comment")) for rows in (found, told, LegalNotice.objects.all())]
    hard = Q(rule__severity=Severity.WORST) | Q(comment__weight__gte=HARSH_WEIGHT)
    for rows in about:
        hard |= Q(Exists(rows))
    return own.filter(hard).order_by().values("comment").distinct().count()


def passed_by(viewer: Viewer) -> QuerySet[Passed]:
    """Return what the viewer has left to the others and still waits in forums that the viewer moderates."""
    waits = Q(comment__status=Status.PENDING) | Q(comment__status=Status.PUBLIC, comment__open_reports__gt=0)
    return Passed.objects.filter(waits, viewer.moderated("comment__discussion__forum"), member=viewer.member)


def is_passed(comment: Comment, viewer: Viewer) -> bool:
    """Whether the viewer has left this comment to the others."""
    return Passed.objects.filter(comment=comment, member=viewer.member).exists()
