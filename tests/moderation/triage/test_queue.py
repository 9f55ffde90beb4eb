"""Triage in the queue: suspected spam is what the check held, and the most pressing comes first."""

from __future__ import annotations

import re
from typing import Any

import pytest

from perspectives.discussion.actions import edit_comment
from perspectives.discussion.models import Comment, Policy, Status
from perspectives.moderation.actions import decide, report_comment
from perspectives.moderation.findings import line_of
from perspectives.moderation.models import Act, Reason, TriageModel
from tests.cast import make_member, say
from tests.moderation.stage import DESK, item_of
from tests.moderation.triage.learned import BAD, FINE

SUSPECTED = f"{DESK}?kind=suspected"


def shown(page: Any) -> list[int]:
    """Return the numbers of the comments whose cards are on a page, in order."""
    return [int(number) for number in re.findall(r'class="px-card-title"[^>]*><a[^>]*>#(\d+)<', page.content.decode())]


@pytest.fixture
def strict(forum: Any, model: TriageModel) -> Any:
    """The forum, which holds all, and suspects what is very like what was removed."""
    forum.spam_threshold, forum.policy = 800, Policy.HOLD
    forum.save()
    return forum


def test_suspected_spam_is_what_the_check_held_with_its_reasons(
    strict: Any, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    fine, bad = say(discussion, ann, FINE), say(discussion, ann, BAD)
    assert (fine.status, bad.status) == (Status.PENDING, Status.PENDING)
    page = as_member(mod).get(SUSPECTED)
    assert shown(page) == [bad.number]
    assert "in 100 like what was removed here" in page.content.decode()
    assert shown(as_member(mod).get(f"{DESK}?check=triage")) == [bad.number]
    decide(comment=bad, moderator=mod, act=Act.SPAM, revision=1)
    assert shown(as_member(mod).get(SUSPECTED)) == []


def test_what_is_likest_comes_first(strict: Any, discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    fine, bad, between = (say(discussion, ann, body) for body in (FINE, BAD, "A casino on the border."))
    assert fine.weight < between.weight < bad.weight
    expected = [bad.number, between.number, fine.number]
    assert shown(as_member(mod).get(f"{DESK}?order=weight")) == expected


def test_an_edit_makes_it_suspected_and_another_edit_clears_it(
    strict: Any, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment, client = say(discussion, ann, FINE), as_member(mod)
    comment = edit_comment(comment=comment, editor=ann, body=BAD, tags=[], revision=1)
    assert shown(client.get(SUSPECTED)) == [comment.number]
    edit_comment(comment=comment, editor=ann, body=FINE, tags=[], revision=2)
    assert shown(client.get(SUSPECTED)) == []


def test_what_reports_alone_have_made_heavy_is_not_called_spam(
    forum: Any, discussion: Any, ann: Any, mod: Any, as_member: Any, model: TriageModel
) -> None:
    type(forum).objects.update(spam_threshold=600, report_threshold=700)
    comment = say(discussion, ann, FINE)
    for number in range(7):
        report_comment(comment=comment, reporter=make_member(f"Reader{number}"), reason=Reason.OTHER)
    comment.refresh_from_db()
    assert (comment.status, comment.weight >= 700) == (Status.PENDING, True)
    assert shown(as_member(mod).get(SUSPECTED)) == []
    assert shown(as_member(mod).get(f"{DESK}?kind=held")) == [comment.number]


def test_the_words_of_a_text_that_is_hard_to_read_are_folded_with_it(
    strict: Any, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = say(discussion, ann, BAD)
    assert line_of(comment.findings.get(check_name="triage")).quotes
    page = as_member(mod).get(item_of(comment)).content.decode()
    folded = re.sub(r"<details.*?</details>", "", page, flags=re.S)
    assert "because of" in page
    assert "because of" not in folded


def test_a_member_has_no_page_that_tells_the_score(strict: Any, discussion: Any, ann: Any, as_member: Any) -> None:
    comment = say(discussion, ann, BAD)
    page = as_member(ann).get(comment.get_absolute_url()).content.decode()
    assert "like what was removed here" not in page
    assert Comment.objects.get(pk=comment.pk).weight > 800
