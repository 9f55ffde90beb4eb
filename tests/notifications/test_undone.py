"""What was undone before its mail went out is not mailed, and nor is its undoing."""

from typing import Any

import pytest

from perspectives.moderation.actions import decide, sanction_member, undo_decision
from perspectives.moderation.models import Act, SanctionKind
from perspectives.notifications.actions import tell_untold
from perspectives.notifications.models import Notice
from perspectives.notifications.rules import Dropped
from tests import cast


@pytest.fixture(autouse=True)
def later(settings: Any) -> None:
    """Leave all mail to a worker."""
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"SEND_MAIL_AT_ONCE": False}


def judged(discussion: Any, ann: Any, mod: Any) -> Any:
    """Return a decision whose notice waits to be sent."""
    comment = cast.say(discussion, ann)
    decision = decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1)
    tell_untold()
    return decision


def reasons() -> list[str]:
    """Return why each notice about a decision is not sent, "" for those that are."""
    tell_untold()
    return list(Notice.objects.filter(kind="decision").order_by("pk").values_list("dropped", flat=True))


def test_both_are_dropped_where_neither_was_sent(discussion: Any, ann: Any, mod: Any) -> None:
    undo_decision(decision=judged(discussion, ann, mod), moderator=mod)
    assert reasons() == [Dropped.UNDONE, Dropped.UNDONE]


def test_what_was_sent_is_followed_by_its_undoing(discussion: Any, ann: Any, mod: Any) -> None:
    decision = judged(discussion, ann, mod)
    Notice.objects.update(sent_at=decision.created_at)
    undo_decision(decision=decision, moderator=mod)
    assert reasons() == ["", ""]


def test_another_decision_is_told_all_the_same(discussion: Any, ann: Any, mod: Any) -> None:
    first, _second = judged(discussion, ann, mod), judged(discussion, ann, mod)
    undo_decision(decision=first, moderator=mod)
    assert sorted(reasons()) == ["", Dropped.UNDONE, Dropped.UNDONE]


def test_a_sanction_that_is_undone_in_time_is_not_told_either(discussion: Any, ann: Any, mod: Any) -> None:
    words = {"words": "Insults.", "by": mod}
    done = sanction_member(member=ann, forum=discussion.forum, kind=SanctionKind.HOLD, **words)
    tell_untold()
    # What she writes meanwhile is where she is told of the end.
    cast.say(cast.make_discussion(discussion.forum, title="Second", slug="second"), ann)
    undo_decision(decision=done.decision, moderator=mod)
    tell_untold()
    told = Notice.objects.filter(kind="sanction").values_list("dropped", flat=True)
    assert list(told) == [Dropped.UNDONE, Dropped.UNDONE]
