"""Drafts, scheduled and withdrawn essays are shown nowhere to anybody but editors."""

from datetime import timedelta

import pytest
from django.utils import timezone

from perspectives.discussion.actions import make_forum
from perspectives.discussion.models import RoleKind
from perspectives.publishing.actions import publish_post, return_to_draft, withdraw_post
from tests import cast

HIDE = {
    "draft": lambda post: return_to_draft(post=post),
    "scheduled": lambda post: publish_post(post=post, at=timezone.now() + timedelta(days=2)),
    "withdrawn": lambda post: withdraw_post(post=post),
}
HIDDEN = list(HIDE)
WORDS = "Quicksilver"


@pytest.fixture
def hidden(write, request):
    """An essay in a hidden state beside a published one, with a tag, an author and a comment nobody else has."""
    write("Open for all", days=5)
    post = write(
        f"{WORDS} plans", days=3, tags=[f"{WORDS} tag"], authors=[(f"{WORDS} Author", "")], body=f"{WORDS} text."
    )
    cast.say(post.discussion, cast.make_member("Ann"), f"{WORDS} comment.", tags=["remark"])
    HIDE[request.param](post)
    return post


GONE = [
    "/peace/quicksilver-plans/",
    "/authors/quicksilver-author/",
    "/tags/quicksilver-tag/",
    "/tags/remark/",
    "/feeds/peace/quicksilver-plans/comments.atom",
]
SILENT = ["/", "/peace/", "/peace/open-for-all/", "/search/?q=quicksilver", "/feeds/essays.atom", "/sitemap.xml"]


@pytest.mark.parametrize("hidden", HIDDEN, indirect=True)
@pytest.mark.parametrize("address", GONE)
def test_its_own_addresses_are_404(client, hidden, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("hidden", HIDDEN, indirect=True)
@pytest.mark.parametrize("address", SILENT)
def test_other_pages_do_not_name_it(client, hidden, address):
    response = client.get(address)
    assert response.status_code == 200
    text = response.content.decode()
    assert WORDS not in text
    assert "quicksilver-" not in text


@pytest.mark.parametrize("hidden", HIDDEN, indirect=True)
def test_a_signed_in_stranger_sees_as_little(client, hidden):
    client.force_login(cast.make_member("Eve").user)
    assert [client.get(address).status_code for address in GONE] == [404] * len(GONE)


@pytest.mark.parametrize("hidden", HIDDEN, indirect=True)
def test_an_editor_reads_it_and_is_told_that_others_do_not(editor_client, hidden):
    response = editor_client.get(hidden.get_absolute_url())
    assert response.status_code == 200
    text = response.content.decode()
    assert "only editors see it" in text
    assert '<meta name="robots" content="noindex">' in text
    assert response["Cache-Control"] == "private, no-cache"
    assert f"{WORDS} plans" in editor_client.get("/peace/").content.decode()
    assert f"{WORDS} plans" in editor_client.get("/search/?q=quicksilver").content.decode()
    assert editor_client.get("/authors/quicksilver-author/").status_code == 200


@pytest.mark.parametrize("hidden", HIDDEN, indirect=True)
def test_feeds_and_sitemap_name_it_to_nobody_not_even_to_editors(editor_client, hidden):
    for address in ("/feeds/essays.atom", "/sitemap.xml"):
        assert WORDS.lower() not in editor_client.get(address).content.decode().lower()
    assert editor_client.get("/feeds/peace/quicksilver-plans/comments.atom").status_code == 404


def test_an_editor_of_another_forum_gets_404(client, write):
    post = write("Not yours", state="draft")
    other = cast.make_moderator("Otto", make_forum(slug="other", name="Other"), RoleKind.EDITOR)
    client.force_login(other.user)
    assert client.get(post.get_absolute_url()).status_code == 404


def test_a_scheduled_essay_appears_when_its_time_has_come_without_any_job(client, write, time_machine):
    post = write("Tomorrow", state="scheduled", days=1)
    assert client.get(post.get_absolute_url()).status_code == 404
    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert client.get(post.get_absolute_url()).status_code == 200
    assert "Tomorrow" in client.get("/peace/").content.decode()
