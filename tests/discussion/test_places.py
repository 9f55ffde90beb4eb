"""`?at=17` leads to where comment 17 stands, in any order; hidden and unknown numbers lead to the beginning alike."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from perspectives.discussion.models import Comment, Discussion
from perspectives.discussion.params import ORDERS
from perspectives.discussion.paths import PATH_LEVELS
from perspectives.discussion.places import answers_stand_behind, thread_address
from perspectives.moderation.actions import decide
from perspectives.moderation.models import Act
from perspectives.publishing.actions import make_series, publish_post, save_post
from tests.cast import in_status, say
from tests.discussion.trees import SHAPES, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(settings):
    """A function that sets the size of a page."""

    def sets(size):
        settings.PERSPECTIVES = settings.PERSPECTIVES | {"THREAD_PAGE_SIZE": size}

    return sets


def landed(client, address, asked):
    """Return where `?at=` leads, and the ids of the comments on the page there."""
    answer = client.get(address, asked)
    assert answer.status_code == 302
    target = answer.headers["Location"]
    page = client.get(target.partition("#")[0])
    assert page.status_code == 200, target
    return target, set(re.findall(r'<article class="px-comment[^>]* id="(\d+)"', page.content.decode()))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_number_is_found_in_every_order(client, discussion, ann, room, order, shape):
    found = plant(discussion, ann, count=26, seed=2, shape=shape)
    address = found.get_own_url()
    shown = set(found.comments.filter(shown=True).values_list("number", flat=True))
    for size in (2, 5, 20, 60):
        room(size)
        for number in range(1, 29):
            target, ids = landed(client, address, {"at": number, "order": order})
            if number in shown:
                assert str(number) in ids, (size, target)
                assert target.endswith(f"#{number}") or f"/{number}/" in target
            else:
                assert target == f"{address}#discussion"


@pytest.mark.parametrize("shape", SHAPES)
def test_where_an_answer_will_stand_is_known_before_it_is_written(discussion, ann, ben, room, shape):
    found = plant(discussion, ann, count=26, seed=2, shape=shape)
    for size in (2, 3, 5, 9):
        room(size)
        for parent in found.comments.filter(status="public", depth__lt=PATH_LEVELS - 1).order_by("number")[:9]:
            rows = found.comments.filter(pk=parent.pk).annotate(behind=answers_stand_behind(size))
            behind = rows.values_list("behind", flat=True).get()
            answer = say(found, ben, parent=parent.number)
            assert thread_address(answer, behind) == thread_address(answer)


def test_a_place_deep_in_a_conversation_that_is_cut_is_a_page_of_its_own(client, discussion, ann, ben, room):
    say(discussion, ann)
    for _answer in range(8):
        say(discussion, ben, parent=1)
    room(4)
    discussion.refresh_from_db()
    for number, place in ((4, "?from=1#4"), (5, "5/"), (9, "9/")):
        assert landed(client, discussion.get_own_url(), {"at": number})[0] == f"{discussion.get_own_url()}{place}"


def test_the_place_is_found_on_the_page_of_what_is_discussed(client, db, ann, room):
    series = make_series(title="Peace", slug="peace")
    series.forum.policy = "publish"
    series.forum.save()
    post = save_post(series=series, title="Stop waiting", body="Words.", authors=[("Ann Author", "")]).post
    publish_post(post=post, at=timezone.now() - timedelta(days=1))
    for _time in range(5):
        say(post.discussion, ann)
    room(2)
    for address in (post.get_absolute_url(), Discussion.objects.get().get_own_url()):
        target, ids = landed(client, address, {"at": 4})
        assert target == f"{post.get_absolute_url()}?from=4#4"
        assert ids == {"4", "5"}


def test_hidden_and_never_was_lead_to_the_same_place_and_cost_the_same(
    client, discussion, ann, ben, django_assert_num_queries
):
    for _time in range(3):
        say(discussion, ann)
    hidden = [in_status(discussion, ben, status).number for status in ("pending", "rejected", "spam", "withdrawn")]
    for number in (*hidden, 99, 99_999_999):
        with django_assert_num_queries(3):
            answer = client.get(discussion.get_own_url(), {"at": number})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{discussion.get_own_url()}#discussion")
        assert answer.content == b""


def test_a_tombstone_keeps_its_place(client, discussion, ann, ben):
    say(discussion, ann)
    say(discussion, ben, parent=1)
    Comment.objects.filter(number=1).update(status="rejected")
    target, ids = landed(client, discussion.get_own_url(), {"at": 1})
    assert target == f"{discussion.get_own_url()}#1"
    assert ids == {"1", "2"}


def test_the_newest_is_the_one_that_became_public_last(client, discussion, forum, ann, ben, mod):
    say(discussion, ann)
    forum.policy = "hold"
    forum.save()
    held = say(discussion, ben)
    forum.policy = "publish"
    forum.save()
    say(discussion, ann)
    address = discussion.get_own_url()
    assert landed(client, address, {"at": "newest"})[0] == f"{address}#3"
    decide(comment=held, moderator=mod, act=Act.APPROVE, revision=1)
    assert landed(client, address, {"at": "newest"})[0] == f"{address}#2"
    Comment.objects.update(status="spam", shown=False)
    assert landed(client, address, {"at": "newest"})[0] == f"{address}#discussion"


@pytest.mark.parametrize(
    "asked", ["", "0", "-1", "1.5", "x", "#1", "1 ", "٣", "123456789", "NEWEST", "1' OR '1'='1", "\x00"]
)
def test_what_is_no_number_is_not_found(client, discussion, ann, asked):
    say(discussion, ann)
    assert client.get(discussion.get_own_url(), {"at": asked}).status_code == 404


def test_an_order_nobody_has_is_not_found_whether_the_comment_shows_or_not(client, discussion, ann):
    say(discussion, ann)
    for number in (1, 99):
        assert client.get(discussion.get_own_url(), {"at": number, "order": "random"}).status_code == 404


def test_in_a_discussion_nobody_may_open_no_place_is_told(client, discussion, ann):
    say(discussion, ann)
    Discussion.objects.update(visible_from=timezone.now() + timedelta(days=1))
    for asked in ("1", "99", "newest", "x"):
        assert client.get(discussion.get_own_url(), {"at": asked}).status_code == 404
