"""A reported comment that a moderator leaves as it is changes nothing for its writer, who is told nothing."""

from __future__ import annotations

from typing import Any

from perspectives.discussion.models import Event, EventKind
from perspectives.moderation.actions import decide, report_comment
from perspectives.moderation.models import Act, Reason
from perspectives.notifications.audience import audience_of
from tests.cast import say


def test_the_writer_of_a_comment_that_stays_public_is_not_told(discussion: Any, ann: Any, ben: Any, mod: Any) -> None:
    comment = say(discussion, ann)
    report_comment(comment=comment, reporter=ben, reason=Reason.ABUSE)
    decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    assert audience_of(Event.objects.get(kind=EventKind.DECIDED)) == {}
