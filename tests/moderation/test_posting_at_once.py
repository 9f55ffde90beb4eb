"""One member posts twice in the same moment: what the checks said of the first look holds no more, and is asked again.

Every thread has been through all checks before any of them may store what it wants to say.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perspectives.discussion.actions import post, post_comment
from perspectives.discussion.errors import Refused, Throttled
from perspectives.discussion.models import Comment, Discussion, Finding, Policy
from perspectives.discussion.screening import screen
from tests.cast import make_discussion, make_member, new_key, say
from tests.moderation.test_at_once import at_once, recounted

pytestmark = pytest.mark.django_db(transaction=True)
POSTS = 3


@pytest.fixture
def gate(monkeypatch: Any) -> None:
    """Let nobody pass before all have been screened once; who is screened again goes on."""
    barrier, seen = threading.Barrier(POSTS), threading.local()

    def screened(submission: Any) -> Any:
        found = screen(submission)
        if threading.current_thread() is not threading.main_thread() and not getattr(seen, "once", False):
            seen.once = True
            barrier.wait(timeout=30)
        return found

    monkeypatch.setattr(post, "screen", screened)


def posting(discussion: Discussion, author: Any, **fields: Any) -> Callable[[], Any]:
    """Return the deed of posting in the discussion as it is read now."""

    def deed() -> Any:
        there = Discussion.objects.select_related("forum").get(pk=discussion.pk)
        return post_comment(discussion=there, author=author, **{"key": new_key(), "body": new_key()} | fields)

    return deed


@pytest.mark.parametrize("policy", [Policy.PUBLISH, Policy.HOLD])
def test_in_slow_mode_one_of_several_at_once_passes(gate: None, policy: str) -> None:
    discussion, ann = make_discussion(), make_member("Ann")
    Discussion.objects.update(slow_seconds=600)
    discussion.forum.policy = policy
    discussion.forum.save()
    outcomes = at_once(*[posting(discussion, ann)] * POSTS)
    refused = [one for one in outcomes if isinstance(one, Throttled)]
    assert (len(refused), Comment.objects.count()) == (POSTS - 1, 1)
    assert all(0 < one.retry_after <= 601 for one in refused)
    assert Finding.objects.filter(check_name="slow", answer="refuse", comment=None).count() == POSTS - 1
    discussion.refresh_from_db()
    assert (discussion.last_number, discussion.public_count) == (1, int(policy == Policy.PUBLISH))
    recounted(discussion)


def test_slow_mode_holds_no_member_for_another(gate: None) -> None:
    discussion = make_discussion()
    Discussion.objects.update(slow_seconds=600)
    outcomes = at_once(*(posting(discussion, make_member(f"Ann{letter}")) for letter in "abc"))
    assert Comment.objects.count() == len(outcomes) == POSTS
    recounted(discussion)


def test_of_the_same_words_at_once_one_comment_is_made_and_all_are_led_to_it(gate: None) -> None:
    discussion, ann = make_discussion(), make_member("Ann")
    outcomes = at_once(*[posting(discussion, ann, body="Said in two windows.")] * POSTS)
    assert {one.comment.number for one in outcomes} == {1}
    assert sorted(one.created for one in outcomes) == [False, False, True]
    assert Comment.objects.count() == 1
    recounted(discussion)


def test_of_the_same_words_at_once_in_several_places_of_a_discussion_one_is_taken(gate: None) -> None:
    discussion, ann, ben = make_discussion(), make_member("Ann"), make_member("Ben")
    parents = [None, *(say(discussion, ben).number for _ in range(POSTS - 1))]
    outcomes = at_once(*(posting(discussion, ann, body="Said in two places.", parent=parent) for parent in parents))
    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert (len(refused), Comment.objects.filter(author=ann).count()) == (POSTS - 1, 1)
    assert all("You have already said exactly this here" in one.message for one in refused)
    recounted(discussion)


def test_different_words_at_once_are_all_taken(gate: None) -> None:
    discussion, ann = make_discussion(), make_member("Ann")
    outcomes = at_once(*[posting(discussion, ann)] * POSTS)
    assert sorted(one.comment.number for one in outcomes) == [1, 2, 3]
    recounted(discussion)


def test_nothing_is_asked_again_where_nobody_posted_meanwhile(monkeypatch: Any) -> None:
    discussion, ann = make_discussion(), make_member("Ann")
    ben = make_member("Ben")
    say(discussion, ann)

    def cost(meanwhile: Callable[[], Any]) -> int:
        def screened(submission: Any) -> Any:
            found = screen(submission)
            monkeypatch.setattr(post, "screen", screen)
            meanwhile()
            marks.append(len(queries.captured_queries))
            return found

        marks: list[int] = []
        monkeypatch.setattr(post, "screen", screened)
        deed = posting(discussion, ann)
        with CaptureQueriesContext(connection) as queries:
            deed()
        return len(queries.captured_queries) - marks[0]

    usual = cost(lambda: None)
    assert cost(lambda: say(discussion, ben)) == usual + 1
