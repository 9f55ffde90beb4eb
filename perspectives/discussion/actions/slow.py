"""Set how long a member waits between two comments in a discussion."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from perspectives.discussion.actions.record import record_event
from perspectives.discussion.actions.status import lock_discussion_row
from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Discussion, Event, EventKind
from perspectives.discussion.rules import moderates
from perspectives.members.models import Member

# A week; a discussion that wants more silence is locked.
LONGEST = 7 * 86_400


def set_slow_mode(*, discussion: Discussion, seconds: int, by: Member) -> Event | None:
    """Let members wait `seconds` between two comments in `discussion`, 0 for no waiting.

    Returns the event, which keeps what it was before, or None where it is so already. Raises Refused for somebody who
    does not moderate the forum, and for a time that is no time.
    """
    if not 0 <= seconds <= LONGEST:
        raise Refused(_("Choose from 0 seconds to a week."), code="seconds", http_status=422)
    if not moderates(by, discussion.forum_id):
        raise Refused(_("Only a moderator of the forum can set its discussions to slow mode."), code="role")
    with transaction.atomic():
        locked = lock_discussion_row(discussion.pk)
        before = locked.slow_seconds
        if before == seconds:
            return None
        Discussion.objects.filter(pk=discussion.pk).update(slow_seconds=seconds)
        discussion.slow_seconds = seconds
        data = {"before": before, "after": seconds}
        return record_event(EventKind.SLOWED, discussion=locked, actor=by, data=data)
