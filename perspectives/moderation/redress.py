"""What restricts a member and so is explained, until when one may appeal against it, and what stands against that."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from perspectives.conf import conf
from perspectives.discussion.errors import Conflict, Refused
from perspectives.discussion.models import Comment
from perspectives.members.models import Member
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.rules import JUDGING

# What makes a comment harder to see; each has a statement of reasons, and may be appealed against.
ON_COMMENTS = frozenset({Act.REJECT, Act.SPAM, Act.HOLD})
ON_MEMBERS = frozenset({Act.WARN, Act.WATCH, Act.SUSPEND, Act.BAN})
RESTRICTING = ON_COMMENTS | ON_MEMBERS


def appeal_until(decision: Decision) -> datetime:
    """Return the moment until which the member may appeal against `decision`."""
    until: datetime = decision.created_at + timedelta(days=conf.APPEAL_DAYS)
    return until


def forum_of(decision: Decision) -> int | None:
    """Return the primary key of the forum whose team judges `decision`, None where it holds in every forum."""
    if decision.discussion is not None:
        return decision.discussion.forum_id
    return decision.sanction.forum_id if decision.sanction is not None else None


def must_be_appealable(decision: Decision, member: Member, now: datetime) -> None:
    """Raise Refused, saying why, unless `member` may appeal against `decision` now, as far as there is no appeal."""
    if decision.act not in RESTRICTING or decision.member_id is None:
        raise Refused(_("There is nothing here to appeal against."), code="nothing")
    if decision.member_id != member.pk:
        sentence = _("Only the member whom this decision concerns can appeal. Sign in with that account.")
        raise Refused(sentence, code="not-yours")
    if now > appeal_until(decision):
        raise Refused(_("The time in which one could appeal against this decision is over."), code="late")
    reason = why_settled(decision)
    if reason:
        raise Conflict(reason, code="settled")


def why_settled(decision: Decision) -> str:
    """Return why there is nothing left of `decision` to appeal against, "" where it stands."""
    if Decision.objects.filter(undoes=decision).exists():
        return _("This decision was taken back: there is nothing left to appeal against.")
    if decision.act in ON_COMMENTS and not stands_on_comment(decision):
        return _("The comment was decided on anew, or taken back by its writer: this decision holds no more.")
    return ""


def stands_on_comment(decision: Decision) -> bool:
    """Whether the comment stands where `decision` put it and nobody has decided since; it may say something else."""
    comments = Comment.objects.filter(pk=decision.comment_id or 0, status=decision.status_after)
    later = Decision.objects.filter(comment=decision.comment_id, act__in={*JUDGING, *ON_COMMENTS}, pk__gt=decision.pk)
    return comments.exists() and not later.exists()
