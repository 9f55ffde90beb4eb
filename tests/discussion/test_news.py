"""What is new since a moment: public comments alone, counted once, asked for with little and answered with 304."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.actions import edit_comment, withdraw_comment
from perspectives.discussion.cards.maker import microseconds
from perspectives.discussion.models import Comment, Discussion, Policy
from perspectives.moderation.actions import decide
from perspectives.moderation.models import Act
from tests.cast import say

pytestmark = pytest.mark.django_db
LONGEST = 9_999_999_999_999_999


@pytest.fixture
def asks(client, discussion):
    """A function that asks for news, as whoever has the page open does."""

    def ask(since, etag="", by=client):
        address = reverse("perspectives:news", args=[discussion.slug])
        return by.get(f"{address}?since={since}", headers={"if-none-match": etag} if etag else {})

    return ask


@pytest.fixture
def policy(forum):
    """A function that sets the policy of the forum."""

    def sets(to):
        forum.policy = to
        forum.save()

    return sets


def judge(comment, mod, act):
    """Let a moderator who looks at the comment as it stands decide on it."""
    comment.refresh_from_db()
    decide(comment=comment, moderator=mod, act=act, revision=comment.revision)


def now_of(discussion):
    """Return what a page tells of the discussion as it stands: when a comment became public last."""
    discussion.refresh_from_db()
    return microseconds(discussion.last_public_at)


def test_comments_since_the_page_was_made_are_counted_once_and_the_first_is_linked(asks, discussion, ann, ben):
    say(discussion, ann)
    since = now_of(discussion)
    nothing = {"new": 0, "more": False, "numbers": [], "first": ""}
    assert asks(since).json() == nothing
    say(discussion, ben)
    say(discussion, ann, parent=1)
    first = f"{discussion.get_own_url()}?at=2"
    assert asks(since).json() == {"new": 2, "more": False, "numbers": [2, 3], "first": first}
    assert asks(now_of(discussion)).json() == nothing
    assert asks(0).json()["numbers"] == [1, 2, 3]
    assert asks(LONGEST).json() == nothing


def test_the_page_tells_the_moment_to_ask_for(client, asks, discussion, ann):
    for expected in (0, None):
        page = client.get(discussion.get_own_url()).content.decode()
        since = now_of(discussion) if expected is None else expected
        assert f'data-since="{since}"' in page
        assert f'data-news="/discussions/{discussion.slug}/news/"' in page
        assert asks(since).json()["new"] == 0
        say(discussion, ann)


def test_only_what_is_public_counts_and_one_that_was_held_is_new_when_it_is_approved(
    asks, policy, discussion, ann, ben, mod
):
    say(discussion, ann)
    policy(Policy.HOLD)
    held, judged = say(discussion, ben), say(discussion, ben)
    policy(Policy.PUBLISH)
    say(discussion, ann)
    since = now_of(discussion)
    judge(judged, mod, Act.SPAM)
    assert asks(since).json()["new"] == 0
    judge(held, mod, Act.APPROVE)
    assert asks(since).json()["numbers"] == [2]


def test_what_was_public_before_is_not_new_when_it_comes_back_or_is_edited(asks, discussion, ann, ben, mod):
    back, edited = say(discussion, ben), say(discussion, ann)
    since = now_of(discussion)
    judge(back, mod, Act.SPAM)
    judge(back, mod, Act.APPROVE)
    edit_comment(comment=edited, editor=ann, body="Other words.", tags=[], revision=1)
    assert asks(since).json()["new"] == 0


def test_what_became_public_and_was_taken_back_is_not_counted(asks, discussion, ann, ben):
    say(discussion, ann)
    since = now_of(discussion)
    gone = say(discussion, ben)
    withdraw_comment(comment=gone, member=ben)
    assert asks(since).json()["new"] == 0


def test_nobody_can_tell_from_the_news_that_a_comment_waits(asks, policy, discussion, ann):
    say(discussion, ann)
    before = asks(now_of(discussion))
    policy(Policy.HOLD)
    say(discussion, ann)
    after = asks(now_of(discussion), before.headers["ETag"])
    assert after.status_code == 304


def test_nothing_new_is_a_304_of_one_query_without_a_body(asks, discussion, ann, django_assert_num_queries):
    say(discussion, ann)
    since = now_of(discussion)
    etag = asks(since).headers["ETag"]
    with django_assert_num_queries(1):
        answer = asks(since, etag)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    assert not answer.cookies
    for other in (f'"other", {etag}', f'{etag} , W/"x"'):
        assert asks(since, other).status_code == 304


def test_any_change_of_the_thread_ends_the_304(asks, discussion, ann, ben, mod):
    said = say(discussion, ann)
    since = now_of(discussion)
    for change in (
        lambda: say(discussion, ben),
        lambda: edit_comment(comment=said, editor=ann, body="Other words.", tags=[], revision=1),
        lambda: judge(said, mod, Act.SPAM),
        lambda: judge(said, mod, Act.APPROVE),
        lambda: withdraw_comment(comment=said, member=ann),
    ):
        etag = asks(since).headers["ETag"]
        change()
        answer = asks(since, etag)
        assert answer.status_code == 200
        assert answer.headers["ETag"] != etag


def test_a_tag_of_another_moment_or_discussion_does_not_answer(asks, discussion, ann):
    say(discussion, ann)
    since = now_of(discussion)
    etag = asks(since).headers["ETag"]
    assert asks(since - 1, etag).status_code == 200
    assert asks(since - 1).json()["new"] == 1
    assert asks(f"0{since}", etag).status_code in (200, 404)


def test_more_than_a_hundred_are_said_to_be_more(asks, discussion, ann):
    for _time in range(3):
        say(discussion, ann)
    first = Comment.objects.get(number=1)
    for count, more in ((99, False), (100, False), (101, True), (150, True)):
        grow(first, count)
        answer = asks(0).json()
        assert (answer["new"], answer["more"], len(answer["numbers"])) == (min(count, 100), more, min(count, 100))
        assert answer["first"].endswith("?at=1")


def grow(first, count):
    """Bring the public comments of a discussion to `count`, a second apart."""
    known = Comment.objects.count()
    for number in range(known + 1, count + 1):
        first.pk, first.number, first.conversation, first.path = None, number, number, f"{number:08d}"
        first.key, first.public_at = f"grown-{number}", first.public_at + timedelta(seconds=1)
        first.save(force_insert=True)
    Discussion.objects.update(version=F("version") + 1)


@pytest.mark.parametrize("since", ["", "x", "-1", "1.5", "٣", " 1", "1e9", "0x10", "9" * 17, "9" * 5000, "%00", "1;2"])
def test_nonsense_is_not_found(asks, discussion, ann, since):
    say(discussion, ann)
    assert asks(since).status_code == 404


def test_the_moment_must_be_said(client, discussion):
    assert client.get(reverse("perspectives:news", args=[discussion.slug])).status_code == 404


@pytest.mark.parametrize("days", [(1, None), (-2, -1)])
def test_a_discussion_nobody_may_open_is_not_found_not_even_by_who_knew_it(asks, discussion, ann, eve, mod, days):
    say(discussion, ann)
    etag = asks(0).headers["ETag"]
    hours = [timezone.now() + timedelta(days=day) if day else None for day in days]
    Discussion.objects.update(visible_from=hours[0], visible_until=hours[1])
    stranger, moderator = Client(), Client()
    stranger.force_login(eve.user)
    moderator.force_login(mod.user)
    assert asks(0, etag).status_code == 404
    assert asks(0, etag, by=stranger).status_code == 404
    assert asks(0, by=moderator).json()["new"] == 1


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_can_only_be_asked(client, discussion, method):
    assert getattr(client, method)(reverse("perspectives:news", args=[discussion.slug])).status_code == 405
