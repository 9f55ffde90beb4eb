"""Hold a public comment until a moderator has looked, where readers' reports weigh enough: never silently."""

from __future__ import annotations

from datetime import datetime

from perspectives.discussion.actions import change_status
from perspectives.discussion.models import Answer, Comment, Finding
from perspectives.discussion.rules import Move
from perspectives.moderation.actions.decide import record
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.weights import cleared_at, waiting_reports


def hold_reported(*, comment: Comment, now: datetime) -> Decision | None:
    """Hold the public `comment` if its open reports weigh as much as its forum asks for; return the decision or None.

    Runs inside the caller's transaction, under the lock of the discussion. Reports from before a moderator approved the
    present text do not count. The reports stay open: it is a moderator who answers them.
    """
    threshold = comment.discussion.forum.report_threshold
    if threshold == 0:
        return None
    waiting = waiting_reports(comment.pk, since=cleared_at(comment))
    if waiting.weight < threshold:
        return None
    change = change_status(comment_id=comment.pk, move=Move.HOLD, now=now)
    facts = {"reports": waiting.count, "weight": waiting.weight, "threshold": threshold}
    Finding.objects.create(
        comment=comment,
        revision=comment.revision,
        discussion=comment.discussion,
        member=comment.author,
        check_name="reports",
        answer=Answer.HOLD,
        facts=facts,
        created_at=now,
    )
    return record(Decision(act=Act.HOLD, automated=True), change, now)
