"""A signed-out reader's page may be kept and asked for again; a change shows at once; a signed-in one's is private."""

import re

import pytest

from perspectives.discussion.models import Tag
from perspectives.publishing.actions import save_post, withdraw_post
from perspectives.publishing.models import Contributor, Post, Series
from tests import cast

PAGES = ["/", "/peace/", "/peace/stop-waiting/", "/authors/ann-author/", "/tags/nato/", "/search/?q=treaties"]
DOCUMENTS = ["/feeds/essays.atom", "/feeds/peace/stop-waiting/comments.atom", "/sitemap.xml"]


@pytest.mark.parametrize("address", PAGES + DOCUMENTS)
def test_a_signed_out_reader_may_keep_it_and_gets_304_while_nothing_changed(client, essay, address):
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {"Cookie", "Accept-Language"} <= set(first["Vary"].split(", "))
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]
    assert not again.content
    assert not first.cookies


@pytest.mark.parametrize("address", PAGES + DOCUMENTS)
def test_a_signed_in_readers_page_is_private(client, essay, address):
    client.force_login(cast.make_member("Ann").user)
    response = client.get(address)
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_a_token_but_a_members_own_to_note_the_visit(client, essay, address):
    assert "csrf" not in client.get(address).content.decode()
    client.force_login(cast.make_member("Ann").user)
    page = client.get(address).content.decode()
    assert "csrf" not in re.sub(r'<form class="px-visit".*?</form>', "", page, flags=re.S)


def say_something(essay):
    cast.say(essay.discussion, cast.make_member("Ann"), tags=["NATO"])


CHANGES = {
    "a corrected title": (
        lambda essay: save_post(
            series=essay.series, title="Start", body=essay.body, authors=[("Ann Author", "")], tags=["NATO"], post=essay
        ),
        ["/", "/peace/", "/peace/stop-waiting/", "/authors/ann-author/", "/tags/nato/", "/feeds/essays.atom"],
    ),
    "a comment": (say_something, ["/", "/peace/", "/peace/stop-waiting/", "/tags/nato/", DOCUMENTS[1]]),
    "an author's other name": (
        lambda essay: Contributor.objects.update(name="Anna Author"),
        ["/", "/peace/", "/peace/stop-waiting/", "/authors/ann-author/", "/feeds/essays.atom"],
    ),
    "a tag's other name": (
        lambda essay: Tag.objects.filter(slug="nato").update(name="N.A.T.O."),
        ["/", "/peace/", "/peace/stop-waiting/", "/tags/nato/", "/feeds/essays.atom"],
    ),
    "a series' other title": (
        lambda essay: Series.objects.update(title="Views"),
        ["/", "/peace/", "/peace/stop-waiting/"],
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_shows_at_once(client, essay, what):
    change, addresses = CHANGES[what]
    before = {address: client.get(address)["ETag"] for address in addresses}
    change(essay)
    for address in addresses:
        assert client.get(address, headers={"if-none-match": before[address]}).status_code == 200, address


def test_a_new_neighbour_changes_the_essays_page(client, essay, write):
    before = client.get("/peace/stop-waiting/")["ETag"]
    write("Another", days=0)
    after = client.get("/peace/stop-waiting/", headers={"if-none-match": before})
    assert after.status_code == 200
    assert "Another" in after.content.decode()


def test_a_withdrawn_essay_is_a_404_even_to_who_kept_it(client, essay):
    before = client.get("/peace/stop-waiting/")["ETag"]
    withdraw_post(post=Post.objects.get(pk=essay.pk))
    assert client.get("/peace/stop-waiting/", headers={"if-none-match": before}).status_code == 404


def test_a_304_costs_less_than_the_page(client, essay, django_assert_max_num_queries):
    etag = client.get("/peace/stop-waiting/")["ETag"]
    with django_assert_max_num_queries(8):
        assert client.get("/peace/stop-waiting/", headers={"if-none-match": etag}).status_code == 304
