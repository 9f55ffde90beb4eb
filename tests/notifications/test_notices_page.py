"""`/notices/`: what I was told, as far as I may still see it, and my switches for mail."""

import pytest
from django.urls import reverse

from perspectives.discussion.models import Comment, Discussion, Role, Status
from perspectives.members.models import Member
from perspectives.notifications.actions import tell_untold
from perspectives.notifications.models import Notice
from tests import cast
from tests.tokens import without_tokens

SECRET = "words nobody else may read"


@pytest.fixture
def address(db):
    return reverse("perspectives:notices")


@pytest.fixture
def told(discussion, ann, ben):
    """An answer of Ben's to Ann, and the notice of it."""
    answer = cast.say(discussion, ben, SECRET, parent=cast.say(discussion, ann).number)
    tell_untold()
    return answer


def listed(client, address):
    return [notice.comment for notice in client.get(address).context["page"]]


def test_the_signed_out_are_asked_to_sign_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert "next=%2Fnotices%2F" in response.url


def test_an_answer_is_listed_with_its_link(client, address, ann, told):
    client.force_login(ann.user)
    response = client.get(address)
    html = response.content.decode()
    assert told.get_absolute_url() in html
    assert "<bdi>Ben</bdi> answered you" in html
    assert "private" in response.headers["Cache-Control"]


def test_others_notices_are_not_listed(client, address, eve, told):
    client.force_login(eve.user)
    assert listed(client, address) == []


@pytest.mark.parametrize("status", [Status.PENDING, Status.REJECTED, Status.SPAM, Status.WITHDRAWN])
def test_an_answer_that_is_not_public_any_more_is_not_listed(client, address, ann, told, status):
    Comment.objects.filter(pk=told.pk).update(status=status)
    client.force_login(ann.user)
    assert listed(client, address) == []
    assert "Ben" not in without_tokens(client.get(address).content.decode())


def test_an_answer_under_an_unpublished_essay_is_not_listed(client, address, ann, told):
    Discussion.objects.update(visible_from=None)
    client.force_login(ann.user)
    assert listed(client, address) == []


def test_calls_to_moderators_are_listed_while_they_moderate(client, address, discussion, ann, mod):
    comment = cast.say(discussion, ann)
    discussion.events.create(kind="reported", comment=comment)
    tell_untold()
    client.force_login(mod.user)
    assert listed(client, address) == [comment]
    Role.objects.all().delete()
    assert listed(client, address) == []


def test_a_notice_that_caused_no_mail_is_listed_all_the_same(client, address, ann, told):
    Notice.objects.update(dropped="switched-off")
    client.force_login(ann.user)
    assert listed(client, address) == [told]


def test_the_list_is_paged_and_takes_the_same_number_of_queries(
    client, address, discussion, ann, ben, settings, django_assert_max_num_queries
):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 10}
    first = cast.say(discussion, ann)
    client.force_login(ann.user)

    def grow(count):
        for _number in range(count):
            cast.say(discussion, ben, parent=first.number)
        tell_untold()

    grow(2)
    client.get(address)
    with django_assert_max_num_queries(50) as few:
        client.get(address)
    grow(20)
    with django_assert_max_num_queries(len(few)):
        response = client.get(address)
    assert len(response.context["page"]) == 10
    assert len(client.get(address, {"page": 3}).context["page"]) == 2
    assert client.get(address, {"page": 4}).status_code == 404
    assert client.get(address, {"page": "x"}).status_code == 404


def test_names_and_titles_are_escaped(client, address, ann, ben, told):
    Member.objects.filter(pk=ben.pk).update(name="<script>alert(1)</script>")
    Discussion.objects.update(title="<img src=x onerror=alert(1)>")
    client.force_login(ann.user)
    html = client.get(address).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_the_switches_are_saved(client, address, ann):
    client.force_login(ann.user)
    assert "mail_waiting" not in client.get(address).context["form"].fields
    response = client.post(address, {"mail_decisions": "on", "mail_waiting": ""})
    assert (response.status_code, response.url) == (303, address)
    ann.refresh_from_db()
    assert (ann.mail_answers, ann.mail_decisions, ann.mail_waiting) == (False, True, True)


def test_a_moderator_has_a_third_switch(client, address, mod):
    client.force_login(mod.user)
    client.post(address, {"mail_answers": "on", "mail_decisions": "on"})
    mod.refresh_from_db()
    assert (mod.mail_answers, mod.mail_decisions, mod.mail_waiting) == (True, True, False)


def test_without_a_token_nothing_is_saved(ann, address, django_user_model):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ann.user)
    assert strict.post(address, {}).status_code == 403
    ann.refresh_from_db()
    assert ann.mail_answers
    token = strict.get(address).context["csrf_token"]
    assert strict.post(address, {"csrfmiddlewaretoken": str(token)}).status_code == 303


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_answered_with_405(client, address, ann, method):
    client.force_login(ann.user)
    assert getattr(client, method)(address).status_code == 405
