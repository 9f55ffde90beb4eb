"""What posting costs: so many questions to the database, all checks on, however much has been said before."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.models import Comment, Discussion, Policy
from perspectives.moderation.models import Sanction
from perspectives.notifications.models import Notice
from tests.cast import new_key, say

pytestmark = pytest.mark.django_db
# Where a transaction begins and ends; inside a test's own these are savepoints.
MARKS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def usual(settings):
    """The limits that a site has if it sets none."""
    settings.PERSPECTIVES = {key: value for key, value in settings.PERSPECTIVES.items() if key != "LIMITS"}


@pytest.fixture
def ben_says(discussion, ben, usual):
    """A function by which Ben posts over HTTP, and which returns the number of queries."""
    client = Client()
    client.force_login(ben.user)

    def says(name, *args, **typed):
        path = reverse(f"perspectives:{name}", args=[discussion.slug, *args])
        data = {"body": f"Words {new_key()}.", "key": new_key()} | typed
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(path, data)
        assert answer.status_code == 303
        return sum(not query["sql"].startswith(MARKS) for query in queries)

    return says


def test_a_new_comment_costs_eight_queries_and_its_tags_two_more(ben_says):
    # Session; user and viewer; discussion, writer, words and tags; attempt; number, comment, findings, event. The
    # forum's policy asks nothing of its own.
    assert ben_says("new_comment") == 8
    ben_says("new_comment", tags=["question", "evidence"])
    # The comment's tags, and how often each is used.
    assert ben_says("new_comment", tags=["question", "evidence"]) == 10


def test_the_first_comments_of_newcomers_are_looked_for_with_everything_else(ben_says, forum):
    ben_says("new_comment")
    forum.policy = Policy.NEWCOMERS
    forum.save()
    assert ben_says("new_comment") == 8


def test_a_sanction_that_is_over_costs_one_query_more(ben_says, ben, forum, mod):
    Sanction.objects.create(member=ben, forum=forum, kind="suspend", by=mod, until=timezone.now())
    assert ben_says("new_comment") == 9


@pytest.mark.django_db(transaction=True)
def test_an_answer_costs_in_addition_what_stands_above_it_and_a_notice(ben_says, discussion, ann):
    say(discussion, ann)
    ben_says("reply", 1)
    Notice.objects.update(sent_at=Comment.objects.latest("pk").created_at)
    assert ben_says("reply", 1) == 10
    ben_says("reply", 1, tags=["evidence"])
    assert ben_says("reply", 1, tags=["evidence"]) == 12


def test_an_answer_to_oneself_tells_nobody(ben_says, discussion, ben):
    say(discussion, ben)
    assert ben_says("reply", 1) == 9


def test_posting_costs_as_many_queries_in_a_long_discussion(ben_says, discussion, ann, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIMITS": {"post": [(1000, 60)]}}
    first = ben_says("new_comment")
    for _time in range(120):
        say(discussion, ann)
    assert Discussion.objects.get().public_count > 120
    assert ben_says("new_comment") == first
