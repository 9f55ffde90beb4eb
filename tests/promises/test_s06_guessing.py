"""S6: what may not be seen is answered like what never was: same bytes, headers, number of queries, time."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

pytestmark = pytest.mark.django_db
NEVER = 99_999_999
HIDDEN = ("held", "pending", "rejected", "spam", "withdrawn", "taken-back")
# Address → who gets a 404 there for a hidden comment.
BY_NUMBER = {
    "comment": ("nobody", "stranger", "elsewhere", "editor"),
    "history": ("nobody", "stranger", "elsewhere", "editor"),
    "reply": ("stranger", "elsewhere", "editor", "moderator"),
    "report": ("stranger", "elsewhere", "editor", "moderator"),
    "edit": ("stranger", "elsewhere", "editor", "moderator"),
    "withdraw": ("stranger", "elsewhere", "editor", "moderator"),
    "desk_item": ("stranger", "elsewhere", "editor"),
    "give_notice": ("nobody", "stranger", "elsewhere", "editor", "moderator", "writer"),
}


def told(client, path):
    """Return everything an answer tells: status, headers, bytes, number of queries."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(path)
    return answer.status_code, sorted(answer.headers.items()), answer.content, len(queries)


@pytest.mark.parametrize("name", BY_NUMBER)
def test_a_hidden_comment_is_answered_like_a_number_never_given(stage, name):
    for role in BY_NUMBER[name]:
        slug = stage.post.discussion.slug
        never = told(stage.client(role), reverse(f"perspectives:{name}", args=[slug, NEVER]))
        assert never[0] == 404
        for fate in HIDDEN:
            assert told(stage.client(role), reverse(f"perspectives:{name}", args=stage.subjects[fate].args)) == never


@pytest.mark.parametrize("fate", ["draft", "scheduled", "unpublished"])
@pytest.mark.parametrize("role", ["nobody", "stranger", "elsewhere"])
def test_a_hidden_essay_is_answered_like_one_never_written(stage, fate, role):
    client, discussion = stage.client(role), stage.subjects[fate].comment.discussion
    essay, series = discussion.url_kwargs["post"], stage.series.slug
    for name, hidden, never in (
        ("post", [series, essay], [series, "never-written"]),
        ("feed_comments", [series, essay], [series, "never-written"]),
        ("discussion", [discussion.slug], ["never-written"]),
        ("comment", [discussion.slug, 1], ["never-written", 1]),
        ("tag", [stage.subjects[fate].tag], ["never-written"]),
    ):
        seen = told(client, reverse(f"perspectives:{name}", args=hidden))
        assert seen[0] == 404
        assert seen == told(client, reverse(f"perspectives:{name}", args=never)), name


def test_signed_out_every_form_leads_to_signing_in_whether_or_not_the_comment_is_there(stage):
    client, slug = stage.client("nobody"), stage.post.discussion.slug
    for name in ("reply", "edit", "withdraw", "desk_item"):
        for number in (NEVER, *(stage.subjects[fate].comment.number for fate in (*HIDDEN, "public"))):
            path = reverse(f"perspectives:{name}", args=[slug, number])
            answer = client.get(path)
            assert (answer.status_code, answer["Location"].partition("?next=")[2].replace("%2F", "/")) == (302, path)


def test_signed_out_the_page_that_tells_how_to_report_knows_public_comments_alone(stage):
    client, slug = stage.client("nobody"), stage.post.discussion.slug
    never = client.get(reverse("perspectives:report", args=[slug, NEVER]))
    assert never.status_code == 404
    for fate in HIDDEN:
        hidden = client.get(reverse("perspectives:report", args=stage.subjects[fate].args))
        assert (hidden.status_code, hidden.content) == (404, never.content), fate
    assert client.get(reverse("perspectives:report", args=stage.subjects["public"].args)).status_code == 200


@pytest.mark.parametrize("role", ["stranger", "elsewhere", "editor"])
def test_posting_to_a_hidden_comment_is_refused_like_posting_to_none(stage, role):
    slug = stage.post.discussion.slug
    for name in ("report", "edit", "withdraw", "desk_item"):
        data = {"body": "Words.", "words": "Words.", "reason": "abuse", "revision": 1, "act": "approve"}
        never = stage.client(role).post(reverse(f"perspectives:{name}", args=[slug, NEVER]), data)
        assert never.status_code == 404
        for fate in HIDDEN:
            hidden = stage.client(role).post(reverse(f"perspectives:{name}", args=stage.subjects[fate].args), data)
            assert (hidden.status_code, hidden.content) == (404, never.content)


@pytest.mark.timed
def test_the_time_of_an_answer_tells_nothing(stage):
    client, slug = stage.client("stranger"), stage.post.discussion.slug
    hidden = reverse("perspectives:comment", args=stage.subjects["rejected"].args)
    never = reverse("perspectives:comment", args=[slug, NEVER])
    times = {hidden: [], never: []}
    for _round in range(60):
        for path in (hidden, never):
            began = time.perf_counter()
            client.get(path)
            times[path].append(time.perf_counter() - began)
    # The quickest of sixty: what a neighbour on the machine adds to some of them says nothing of either.
    assert 0.75 <= min(times[hidden]) / min(times[never]) <= 1.33
