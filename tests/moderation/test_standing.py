"""The writer is shown the decision that explains where the comment stands, and nobody else is."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string

from perspectives.discussion.actions import withdraw_comment
from perspectives.discussion.models import Status
from perspectives.moderation.actions import decide, undo_decision
from perspectives.moderation.models import Act
from perspectives.moderation.standing import standing_decision_of
from tests.cast import in_status, say


def test_the_last_decision_that_was_not_undone_stands(discussion: Any, ann: Any, mod: Any, rule: Any) -> None:
    comment = in_status(discussion, ann, Status.PENDING)
    assert standing_decision_of(comment) is None
    first = decide(comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule, seen=0)
    comment.refresh_from_db()
    assert standing_decision_of(comment) == first
    second = decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1, seen=first.pk)
    comment.refresh_from_db()
    assert standing_decision_of(comment) == second
    undo_decision(decision=second, moderator=mod)
    comment.refresh_from_db()
    assert standing_decision_of(comment) == first


def test_a_comment_that_moved_on_is_explained_by_nothing(discussion: Any, ann: Any, mod: Any) -> None:
    comment = in_status(discussion, ann, Status.PENDING)
    decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    withdraw_comment(comment=comment, member=ann)
    comment.refresh_from_db()
    assert standing_decision_of(comment) is None


def test_the_reason_is_told_in_plain_words_without_the_moderator_or_the_note(
    discussion: Any, ann: Any, mod: Any, rule: Any
) -> None:
    comment = say(discussion, ann)
    row = decide(
        comment=comment,
        moderator=mod,
        act=Act.REJECT,
        revision=1,
        rule=rule,
        words="<b>Cut</b> the insult.",
        note="Third time.",
    )
    told = render_to_string("perspectives/moderation/_decision_for_writer.html", {"decision": row})
    assert rule.title in told
    assert rule.explanation in told
    assert "&lt;b&gt;Cut&lt;/b&gt; the insult." in told
    assert "Third time." not in told
    assert "Mod" not in told.replace("Moderat", "").replace("moderat", "")


@pytest.mark.parametrize("who", ["ben", "eve", None])
def test_nobody_else_sees_status_or_reason_on_the_comments_page(
    who: str | None, discussion: Any, ann: Any, mod: Any, rule: Any, client: Any, request: Any
) -> None:
    comment = say(discussion, ann, "The rejected text.")
    decide(comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule, words="Cut the insult.")
    if who:
        client.force_login(request.getfixturevalue(who).user)
    answer = client.get(comment.get_absolute_url())
    assert answer.status_code == 404
    assert "Cut the insult." not in answer.content.decode()


def test_the_writer_sees_status_and_reason_on_the_comments_page(
    discussion: Any, ann: Any, mod: Any, rule: Any, as_member: Any
) -> None:
    comment = say(discussion, ann, "The rejected text.")
    decide(comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule, words="Cut the insult.")
    page = as_member(ann).get(comment.get_absolute_url()).content.decode()
    for words in ("The rejected text.", "Rejected", rule.title, "Cut the insult."):
        assert words in page
