"""R9: the same form sent by two threads at once makes one comment, and both are led to it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from perspectives.discussion.models import Comment, Discussion, Event
from perspectives.moderation.models import Report
from tests import cast

TWINS = 4


def at_once(client_of, path, data):
    """Send the same form from several threads that start together; return the answers."""
    start = Barrier(TWINS)

    def send(_number):
        try:
            client = client_of()
            start.wait(60)
            return client.post(path, data)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TWINS) as threads:
        return list(threads.map(send, range(TWINS)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_a_form_sent_by_several_threads_at_once_makes_one_comment(round_):
    discussion = cast.make_discussion()
    ann = cast.make_member("Ann")
    first = Client()
    first.force_login(ann.user)

    def same_browser():
        client = Client()
        client.cookies.update(first.cookies)
        return client

    data = {"body": "Said once.", "key": cast.new_key(), "own_tags": "new tag"}
    answers = at_once(same_browser, reverse("perspectives:new_comment", args=[discussion.slug]), data)
    assert [answer.status_code for answer in answers] == [303] * TWINS
    assert {answer["Location"] for answer in answers} == {f"{discussion.get_absolute_url()}#1"}
    assert Comment.objects.count() == Event.objects.count() == 1
    assert Discussion.objects.get().public_count == 1


@pytest.mark.django_db(transaction=True)
def test_a_report_sent_by_several_threads_at_once_is_one_report():
    discussion = cast.make_discussion()
    comment = cast.say(discussion, cast.make_member("Ann"))
    eve = cast.make_member("Eve")

    def browser():
        client = Client()
        client.force_login(eve.user)
        return client

    path = reverse("perspectives:report", args=[discussion.slug, comment.number])
    answers = at_once(browser, path, {"reason": "abuse", "words": "Rude."})
    assert [answer.status_code for answer in answers] == [303] * TWINS
    assert Report.objects.count() == 1
    comment.refresh_from_db()
    assert comment.open_reports == 1
