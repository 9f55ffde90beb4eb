"""Every decision is linked to the one before it, whoever writes it and by whichever way."""

from __future__ import annotations

import pytest

from perspectives.discussion.models import Discussion
from perspectives.members.models import Member
from perspectives.moderation.actions import decide, lock_discussion, undo_decision
from perspectives.moderation.chain import FIELDS, digest_of
from perspectives.moderation.models import Act, Decision, LogEntry, LogHead
from perspectives.moderation.queries import AppendOnlyError
from tests.cast import say


def test_each_decision_is_linked_to_the_one_before(discussion: Discussion, ann: Member, mod: Member) -> None:
    comment = say(discussion, ann, "Words.")
    decision = decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1)
    undo_decision(decision=decision, moderator=mod)
    lock_discussion(discussion=discussion, by=mod)
    previous = ""
    links = list(LogEntry.objects.all())
    assert [link.position for link in links] == [1, 2, 3]
    for link, row in zip(links, Decision.objects.order_by("pk").values(*FIELDS), strict=True):
        assert (link.decision_key, link.previous) == (row["id"], previous)
        assert link.digest == digest_of(row, previous)
        previous = link.digest
    assert LogHead.objects.values_list("position", "digest").get() == (3, previous)


@pytest.mark.parametrize("field", [name for name in FIELDS if name != "id"])
def test_no_linked_field_can_change_without_the_digest(
    discussion: Discussion, ann: Member, mod: Member, field: str
) -> None:
    decision = decide(comment=say(discussion, ann, "Words."), moderator=mod, act=Act.SPAM, revision=1)
    row = Decision.objects.filter(pk=decision.pk).values(*FIELDS).get()
    assert digest_of(row, "") == LogEntry.objects.get().digest
    other = {"created_at": row["created_at"].replace(microsecond=(row["created_at"].microsecond + 1) % 1_000_000)}
    assert digest_of(row | {field: other.get(field, "another")}, "") != LogEntry.objects.get().digest


def test_links_and_decisions_are_written_once_and_never_in_bulk(
    discussion: Discussion, ann: Member, mod: Member
) -> None:
    decide(comment=say(discussion, ann, "Words."), moderator=mod, act=Act.SPAM, revision=1)
    link = LogEntry.objects.get()
    for wrong in (link.save, link.delete, LogEntry.objects.all().delete, lambda: LogEntry.objects.update(position=9)):
        with pytest.raises(AppendOnlyError):
            wrong()
    with pytest.raises(AppendOnlyError):
        Decision.objects.bulk_create([Decision(act=Act.LOCK, discussion=discussion)])
