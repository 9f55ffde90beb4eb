"""Publish, schedule, withdraw and return to draft: the essay's state and the window of its discussion."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from perspectives.discussion.models import Discussion
from perspectives.publishing.actions import publish_post, return_to_draft, save_post, withdraw_post
from perspectives.publishing.models import Post, PostState

NOON = datetime(2019, 3, 4, 12, tzinfo=UTC)


def window(post):
    row = Discussion.objects.get(pk=post.discussion_id)
    return row.visible_from, row.visible_until


def is_public(post, now=None):
    seen = Discussion.objects.public(now).filter(pk=post.discussion_id).exists()
    assert seen == Post.objects.published(now).filter(pk=post.pk).exists()
    return seen


def test_publishing_opens_essay_and_discussion_together(post):
    with time_machine.travel(NOON, tick=False):
        assert publish_post(post=post) is True
        assert (post.state, post.published_at) == (PostState.PUBLISHED, NOON)
        assert window(post) == (NOON, None)
        assert is_public(post)


def test_publishing_twice_changes_nothing(post):
    publish_post(post=post)
    version, date = post.discussion.version, post.published_at
    assert publish_post(post=post) is False
    post.refresh_from_db()
    assert (post.published_at, Discussion.objects.get().version) == (date, version)


def test_a_scheduled_essay_opens_by_itself_when_its_time_comes(post):
    with time_machine.travel(NOON, tick=False) as clock:
        publish_post(post=post, at=NOON + timedelta(days=1))
        assert post.is_scheduled
        assert not is_public(post)
        clock.move_to(NOON + timedelta(days=1))
        assert not post.is_scheduled
        assert is_public(post)


def test_a_naive_time_is_in_the_sites_time_zone(post):
    with timezone.override("America/New_York"):
        publish_post(post=post, at=datetime(2030, 1, 1, 9))
    assert post.published_at == datetime(2030, 1, 1, 14, tzinfo=UTC)


def test_a_scheduled_essay_can_be_published_at_once(post):
    publish_post(post=post, at=NOON + timedelta(days=36500))
    with time_machine.travel(NOON, tick=False):
        publish_post(post=post)
        assert post.published_at == NOON
        assert is_public(post)


def test_withdrawing_closes_essay_and_discussion_and_keeps_the_date(post):
    with time_machine.travel(NOON, tick=False) as clock:
        publish_post(post=post)
        clock.shift(timedelta(days=2))
        assert withdraw_post(post=post) is True
        assert window(post) == (NOON, NOON + timedelta(days=2))
        assert not is_public(post)
        assert withdraw_post(post=post) is False
        clock.shift(timedelta(days=2))
        assert publish_post(post=post) is True
        assert post.published_at == NOON
        assert window(post) == (NOON, None)


def test_a_scheduled_essay_that_is_withdrawn_never_opens(post):
    publish_post(post=post, at=timezone.now() + timedelta(days=1))
    withdraw_post(post=post)
    assert not is_public(post, timezone.now() + timedelta(days=2))


def test_a_draft_again_is_seen_by_nobody(post):
    publish_post(post=post)
    assert return_to_draft(post=post) is True
    assert window(post) == (None, None)
    assert not is_public(post)
    assert return_to_draft(post=post) is False


@pytest.mark.parametrize("act", [publish_post, withdraw_post, return_to_draft])
def test_a_move_makes_no_revision(post, act):
    act(post=post)
    assert post.revision == 1
    assert post.revisions.count() == 1


def test_saving_a_withdrawn_essay_leaves_it_withdrawn(post):
    publish_post(post=post)
    withdraw_post(post=post)
    closed = window(post)
    save_post(series=post.series, post=post, title="New", body="New words.")
    post.refresh_from_db()
    assert (post.state, window(post)) == (PostState.WITHDRAWN, closed)


def test_the_callers_post_is_brought_up_to_date(post):
    other = Post.objects.get(pk=post.pk)
    publish_post(post=other)
    assert publish_post(post=post) is False
    assert post.state == PostState.PUBLISHED
