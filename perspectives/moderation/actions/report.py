"""Report a comment to the forum's moderators: one report for each member and comment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.actions import lock_discussion_row, record_event
from perspectives.discussion.errors import Refused, Throttled, Unacceptable
from perspectives.discussion.models import Comment, EventKind
from perspectives.members.errors import LimitReached
from perspectives.members.limits import count_attempt
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.actions.answer import count_reports
from perspectives.moderation.actions.hold import hold_reported
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Reason, Report
from perspectives.moderation.trust_of_reports import weight_of_reporter


@dataclass(frozen=True)
class Reported:
    """A report, whether this call made it or there was one before, and whether the comment is held because of it."""

    report: Report
    created: bool
    held: bool = False


def report_comment(
    *,
    comment: Comment,
    reporter: Member,
    reason: str,
    words: str = "",
    address: str | None = None,
    now: datetime | None = None,
) -> Reported:
    """Report `comment` for a Reason, with words; a second report by the same member changes nothing.

    Raises Refused for one's own comment (403), NotFound for what is not public, Throttled, Unacceptable.
    """
    now = now or timezone.now()
    earlier = Report.objects.filter(comment=comment, member=reporter).first()
    if earlier is not None:
        return Reported(earlier, created=False)
    _may_report(comment, reporter)
    words = rules.cleaned_words(words)
    if reason not in Reason.values:
        raise Unacceptable(_("Choose what is wrong with the comment."), code="reason")
    _count(reporter, address, now)
    try:
        with transaction.atomic():
            report, held = _stored(comment, reporter, reason, words, now)
            return Reported(report, created=True, held=held)
    except IntegrityError:
        # The same form, twice at once: the other one was first.
        return Reported(Report.objects.get(comment=comment, member=reporter), created=False)


def _may_report(comment: Comment, reporter: Member) -> None:
    """Raise Refused where `reporter` cannot complain about the comment."""
    if reporter.erased_at is not None:
        raise Refused(_("This account has been closed."), code="erased")
    if comment.author_id == reporter.pk:
        raise Refused(_("This comment is your own. You can edit or withdraw it on its page."), code="own")


def _count(reporter: Member, address: str | None, now: datetime) -> None:
    """Count the attempt; Throttled where it was one too many."""
    try:
        count_attempt("report", member=reporter, address=address, now=now)
    except LimitReached as reached:
        raise Throttled(str(reached), retry_after=reached.retry_after) from reached


def _stored(comment: Comment, reporter: Member, reason: str, words: str, now: datetime) -> tuple[Report, bool]:
    """Write the report, its count and its event, if the comment is public under the lock; hold it where that is due."""
    discussion = lock_discussion_row(comment.discussion_id)
    public = Comment.objects.public(now).filter(pk=comment.pk).select_related("author").first()
    if public is None:
        raise NotFound
    public.discussion = discussion
    report = Report.objects.create(
        comment=public,
        revision=public.revision,
        member=reporter,
        reason=reason,
        words=words,
        weight=weight_of_reporter(reporter),
        created_at=now,
    )
    count_reports(public.pk)
    record_event(EventKind.REPORTED, discussion=discussion, comment=public, actor=reporter, data={"report": report.pk})
    return report, hold_reported(comment=public, now=now) is not None
