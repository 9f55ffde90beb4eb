"""Care: a word before what is hard to read, a choice to see all at once, and one's own count of the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from perspectives.discussion.models import Comment, Finding
from perspectives.moderation.actions import decide, report_comment, undo_decision
from perspectives.moderation.care import HARSH_WEIGHT, PAUSE_AFTER, harsh_today
from perspectives.moderation.models import Act, LegalNotice, Reason, Severity
from tests.cast import say
from tests.moderation.stage import DESK, held, item_of

CARE = "/moderation/care/"
FOLDED = '<details class="px-care" data-care='


@pytest.fixture
def noon() -> Iterator[datetime]:
    """The middle of a day, so that no day ends during a test."""
    moment = datetime(2030, 5, 6, 12, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        yield moment


def find(comment: Comment, check: str, answer: str = "hold", revision: int = 1, **facts: Any) -> None:
    """Let a check have answered about a text."""
    about: dict[str, Any] = {"comment": comment, "discussion": comment.discussion, "revision": revision}
    Finding.objects.create(check_name=check, answer=answer, facts=facts, **about)


def make_hard(comment: Comment, how: str, reader: Any, mod: Any, rule: Any) -> None:
    """Make a comment hard to read in one of the ways that the desk knows."""
    if how in Reason.values:
        report_comment(comment=comment, reporter=reader, reason=how)
    elif how == "notice":
        LegalNotice.objects.create(comment=comment, revision=1, forum=comment.discussion.forum, words="It is.")
    elif how == "worst":
        rule.severity = Severity.WORST
        rule.save()
        row = decide(comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule)
        Comment.objects.filter(pk=comment.pk).update(status="pending")
        assert row is not None
    elif how == "weight":
        # As the check writes it: a decision weighs the comment anew, from its reports and its score.
        find(comment, "triage", answer="flag", score=HARSH_WEIGHT)
        Comment.objects.filter(pk=comment.pk).update(weight=HARSH_WEIGHT)
        find(comment, "triage", answer="flag", score=HARSH_WEIGHT)
    else:
        find(comment, how, words=["slur"])


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ("abuse", "Insults"),
        ("illegal", "Perhaps against the law"),
        ("notice", "Perhaps against the law"),
        ("worst", "The worst kind of breach"),
        ("tone", "A harsh tone"),
        ("words", "Listed words"),
        ("weight", "Probably hard to read"),
    ],
)
def test_what_is_hard_to_read_is_folded_under_a_word(
    how: str, word: str, discussion: Any, ann: Any, ben: Any, mod: Any, rule: Any, as_member: Any
) -> None:
    comment = say(discussion, ann, "The words in question.")
    make_hard(comment, how, ben, mod, rule)
    page = as_member(mod).get(item_of(comment)).content.decode()
    folded = page.split(FOLDED)[1].partition("</details>")[0]
    assert f"<strong>{word}</strong>" in folded
    assert "The words in question." in folded
    assert "open" not in folded.partition(">")[0]


@pytest.mark.parametrize("reason", [Reason.SPAM, Reason.OFF_TOPIC, Reason.FALSE, Reason.OTHER])
def test_what_is_merely_wrong_is_not_folded(
    reason: str, discussion: Any, ann: Any, ben: Any, mod: Any, as_member: Any
) -> None:
    comment = say(discussion, ann)
    report_comment(comment=comment, reporter=ben, reason=reason)
    find(comment, "links", links=9, allowed=3)
    find(comment, "words", answer="pass")
    find(comment, "tone", answer="did-not-run", error="ValueError")
    find(comment, "words", revision=2, words=["slur"])
    Comment.objects.filter(pk=comment.pk).update(weight=HARSH_WEIGHT - 1)
    page = as_member(mod).get(DESK).content.decode()
    assert f'id="c-{comment.pk}"' in page
    assert FOLDED not in page


def test_the_words_that_were_found_are_folded_too(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment = held(discussion, ann, body="What a slur.")
    find(comment, "words", words=["slur"])
    client = as_member(mod)
    for where in (DESK, item_of(comment)):
        for part in client.get(where).content.decode().split("Listed: slur")[:-1]:
            assert part.rpartition("<details")[2].startswith(' class="px-care-words"')
    client.post(CARE, {"show": "all"})
    assert "px-care-words" not in client.get(item_of(comment)).content.decode()


def test_a_moderator_may_see_all_at_once_for_the_session(
    discussion: Any, ann: Any, mod: Any, mia: Any, as_member: Any
) -> None:
    comment = held(discussion, ann, body="What a slur.")
    find(comment, "words", words=["slur"])
    client = as_member(mod)
    answer = client.post(CARE, {"show": "all", "next": f"{DESK}?kind=held"})
    assert (answer.status_code, answer.url) == (303, f"{DESK}?kind=held")
    assert FOLDED not in client.get(DESK).content.decode()
    assert FOLDED in as_member(mia).get(DESK).content.decode()
    assert FOLDED in as_member(mod).get(DESK).content.decode()
    client.post(CARE, {"show": "fold"})
    assert FOLDED in client.get(DESK).content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_form_leads_to_another_site(target: str, discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment, client = held(discussion, ann), as_member(mod)
    passing = reverse("perspectives:desk_pass", args=[discussion.slug, comment.number])
    for where, typed in ((CARE, {"show": "all"}), (passing, {})):
        assert client.post(where, typed | {"next": target}).url == DESK


def test_a_choice_there_is_not_is_422_and_an_old_form_403(discussion: Any, mod: Any, as_member: Any) -> None:
    client = as_member(mod)
    for typed in ({}, {"show": "x"}, {"show": "\x00"}):
        assert client.post(CARE, typed).status_code == 422
    assert as_member(mod, csrf=True).post(CARE, {"show": "all"}).status_code == 403
    assert "perspectives_care" not in client.session


@pytest.mark.parametrize("how", ["abuse", "illegal", "notice", "worst", "tone", "words", "weight"])
def test_ones_own_hard_texts_of_today_are_counted_each_once(
    how: str, noon: Any, discussion: Any, ann: Any, ben: Any, mod: Any, mia: Any, rule: Any, as_member: Any
) -> None:
    comment = say(discussion, ann)
    make_hard(comment, how, ben, mod, rule)
    comment.refresh_from_db()
    newest = comment.decisions.order_by("-pk").values_list("pk", flat=True).first() or 0
    row = decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1, seen=newest)
    undo_decision(decision=row, moderator=mod)
    decide(comment=say(discussion, ann), moderator=mod, act=Act.SPAM, revision=1)
    assert harsh_today(mod, noon) == 1
    assert harsh_today(mia, noon) == 0
    assert harsh_today(mod, noon + timedelta(days=1)) == 0
    assert "You have looked at 1 hard text today." in as_member(mod).get(DESK).content.decode()
    assert "hard text today" not in as_member(mia).get(DESK).content.decode()


def test_after_many_the_desk_says_that_it_can_wait(
    noon: Any, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    pause, client = "a pause is part of the work", as_member(mod)
    for _ in range(PAUSE_AFTER):
        comment = held(discussion, ann)
        find(comment, "tone", words=["slur"])
        assert pause not in client.get(CARE).content.decode()
        decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1)
    assert pause in client.get(CARE).content.decode()
