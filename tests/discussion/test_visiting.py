"""A member's visits: noted once for each discussion, by the member alone, through the usual doors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.actions import visit_discussion
from perspectives.discussion.cards.maker import microseconds
from perspectives.discussion.models import Discussion, Visit
from tests.cast import make_user, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(discussion):
    return reverse("perspectives:visit", args=[discussion.slug])


@pytest.fixture
def client(ann):
    """Ann, signed in."""
    client = Client()
    client.force_login(ann.user)
    return client


def test_a_visit_is_noted_and_leads_back_to_the_discussion(client, address, discussion, ann, ben):
    say(discussion, ben)
    before = timezone.now()
    answer = client.post(address)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{discussion.get_absolute_url()}#discussion")
    visit = Visit.objects.get()
    assert (visit.member, visit.discussion, visit.public_count) == (ann, discussion, 1)
    assert before <= visit.seen_at <= timezone.now()


def test_our_script_gets_an_answer_without_a_page(client, address):
    answer = client.post(address, headers={"X-Perspectives": "fetch"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert Visit.objects.count() == 1


def test_a_later_visit_takes_the_place_of_the_one_before_in_one_query(discussion, ann, django_assert_num_queries):
    now = timezone.now()
    for hours in (0, 1):
        Discussion.objects.update(public_count=hours)
        discussion.refresh_from_db()
        with django_assert_num_queries(1):
            visit_discussion(discussion=discussion, member=ann, now=now + timedelta(hours=hours))
    assert list(Visit.objects.values_list("seen_at", "public_count")) == [(now + timedelta(hours=1), 1)]


def test_what_became_public_while_the_member_looked_was_not_seen(client, address, discussion, ben):
    first = say(discussion, ben)
    seen = microseconds(first.public_at)
    say(discussion, ben)
    discussion.refresh_from_db()
    client.post(address, {"since": str(seen)})
    visit = Visit.objects.get()
    assert (microseconds(visit.seen_at), visit.public_count) == (seen, 1)
    before = timezone.now()
    client.post(address, {"since": str(microseconds(discussion.last_public_at))})
    visit.refresh_from_db()
    assert visit.seen_at >= before
    assert visit.public_count == 2


@pytest.mark.parametrize("since", ["nonsense", "-1", "1" * 17, "\u0661"])
def test_a_moment_that_is_none_notes_nothing(client, address, since):
    assert client.post(address, {"since": since}).status_code == 404
    assert not Visit.objects.exists()


def test_each_member_has_visits_of_its_own(discussion, ann, ben):
    visit_discussion(discussion=discussion, member=ann)
    visit_discussion(discussion=discussion, member=ben)
    assert [visit.member for visit in Visit.objects.all()] == [ann, ben]


def test_a_visit_costs_as_many_queries_whatever_the_number_of_comments(
    client, address, discussion, ben, django_assert_num_queries
):
    for count in (0, 20):
        for _time in range(count):
            say(discussion, ben)
        with django_assert_num_queries(4):  # Session, user and viewer, discussion, visit.
            client.post(address)


@pytest.mark.parametrize(
    ("method", "status"), [("get", 302), ("head", 302), ("put", 405), ("delete", 405), ("options", 405)]
)
def test_a_visit_is_a_post_and_who_comes_by_a_link_is_led_to_the_discussion(client, address, method, status):
    assert getattr(client, method)(address).status_code == status
    assert not Visit.objects.exists()


def test_a_visit_without_a_token_is_refused(ann, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann.user)
    assert client.post(address).status_code == 403
    assert not Visit.objects.exists()


def test_whoever_is_signed_out_is_sent_to_sign_in_and_nothing_is_noted(address):
    assert Client().post(address).status_code == 302
    assert not Visit.objects.exists()


def test_whoever_has_no_name_yet_is_sent_to_choose_one(address):
    client = Client()
    client.force_login(make_user("Nobody"))
    answer = client.post(address)
    assert (answer.status_code, Visit.objects.count()) == (302, 0)
    assert reverse("perspectives:name") in answer.headers["Location"]


def test_a_discussion_one_may_not_see_cannot_be_visited(client, discussion, address):
    Discussion.objects.update(visible_from=timezone.now() + timedelta(days=1))
    assert client.post(address).status_code == 404
    assert client.post(reverse("perspectives:visit", args=["nowhere"])).status_code == 404
    assert not Visit.objects.exists()


def test_a_locked_discussion_can_be_visited(client, discussion, address):
    Discussion.objects.update(state="locked")
    assert client.post(address).status_code == 303
    assert Visit.objects.exists()
