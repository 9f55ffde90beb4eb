"""The comment's own page: what its address tells, and what not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from perspectives.discussion.actions import withdraw_comment
from perspectives.discussion.models import Status
from tests.cast import in_status, say

pytestmark = pytest.mark.django_db


def going_on_after(client, discussion, number):
    """Return the answer to "the answers to #1 after #number"."""
    return client.get(reverse("perspectives:comment", args=[discussion.slug, 1]), {"after": number})


@pytest.mark.parametrize("status", [one for one in Status if one != Status.PUBLIC])
def test_going_on_after_a_comment_that_does_not_show_is_like_after_none(client, discussion, ann, ben, status):
    say(discussion, ann)
    hidden = in_status(discussion, ben, status, parent=1)
    answers = [going_on_after(client, discussion, number) for number in (hidden.number, hidden.number + 1, 0)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    texts = [answer.content.decode() for answer in answers]
    assert texts[0].replace(f"after%3D{hidden.number}", "") == texts[1].replace(f"after%3D{hidden.number + 1}", "")


def test_going_on_works_after_an_answer_and_after_the_place_of_one(client, discussion, ann, ben):
    say(discussion, ann)
    gone = say(discussion, ben, parent=1)
    say(discussion, ann, parent=gone.number, body="Said below it.")
    withdraw_comment(comment=gone, member=ben)
    assert "Said below it." in going_on_after(client, discussion, gone.number).content.decode()
    assert going_on_after(client, discussion, 3).status_code == 200


def test_going_on_after_a_comment_of_another_conversation_does_not_exist(client, discussion, ann):
    say(discussion, ann)
    other = say(discussion, ann)
    assert going_on_after(client, discussion, other.number).status_code == 404
