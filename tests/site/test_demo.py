"""The sample discussion: invented people, every state a comment can be in, and nothing twice."""

from collections import Counter
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.test import Client

from perspectives.discussion.models import Comment, Role, Status
from perspectives.moderation.models import Report
from perspectives.publishing.models import Post
from perspectives.site import demo
from perspectives.site.management.commands.start import ESSAYS


@pytest.fixture
def post(db):
    """The essay, published, with its people in their offices."""
    call_command("publish", str(ESSAYS), stdout=StringIO())
    demo.make_people()
    post = Post.objects.get()
    demo.appoint(post.discussion)
    return post


def test_the_sample_shows_every_state_several_voices_tags_and_depth(post):
    assert demo.make_sample_discussion(post) == len(demo.LINES)
    comments = Comment.objects.filter(discussion=post.discussion)
    states = Counter(comments.values_list("status", flat=True))
    assert {states[Status.PENDING], states[Status.REJECTED], states[Status.WITHDRAWN]} == {1}
    assert Report.objects.filter(comment__in=comments).exists()
    assert comments.values("author").distinct().count() >= 5
    assert max(comments.values_list("depth", flat=True)) >= 3
    assert all("sample" in {tag.name for tag in comment.tags.all()} for comment in comments)
    assert mail.outbox == []


def test_nothing_of_it_happens_twice(post):
    demo.make_sample_discussion(post)
    before = (Comment.objects.count(), Role.objects.count(), get_user_model().objects.count())
    assert demo.make_sample_discussion(post) == 0
    people = demo.make_people()
    demo.appoint(post.discussion)
    assert (Comment.objects.count(), Role.objects.count(), get_user_model().objects.count()) == before
    assert [person.role for person in people] == ["moderator", "member", "member"]


def test_what_its_people_changed_stays_changed(post):
    helen = get_user_model().objects.get(email="helen@example.org")
    helen.email = "new@example.org"
    helen.set_password("another one")
    helen.save()
    demo.make_people()
    demo.appoint(post.discussion)
    helen.refresh_from_db()
    assert helen.check_password("another one")


def test_its_people_sign_in_with_the_printed_passwords_and_the_moderator_reaches_desk_and_admin(post):
    for person in demo.make_people():
        client = Client()
        answer = client.post("/accounts/login/", {"login": person.email, "password": person.password})
        assert answer.status_code == 302
        allowed = person.role == "moderator"
        assert (client.get("/moderation/").status_code == 200) is allowed
        assert (client.get("/admin/").status_code == 200) is allowed
