"""The feeds are well-formed Atom of what everybody may read."""

import xml.etree.ElementTree as ElementTree

import pytest

from perspectives.discussion.models import Comment
from perspectives.publishing.models import Contributor, Post
from tests import cast

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, address):
    """Return the parsed feed at `address`."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def test_the_feed_of_essays_holds_them_whole(client, essay):
    tree = feed(client, "/feeds/essays.atom")
    entry = tree.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Stop waiting"
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/peace/stop-waiting/"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ann Author, Institute"
    assert "Sober words about treaties." in entry.findtext(f"{ATOM}summary")
    assert entry.find(f"{ATOM}category").get("term") == "NATO"
    assert entry.findtext(f"{ATOM}published")


def test_the_feed_of_comments_holds_public_ones_the_latest_first(client, essay):
    ann = cast.make_member("Ann")
    cast.say(essay.discussion, ann, "First *words*.", tags=["question"])
    cast.say(essay.discussion, ann, "Second words.")
    for status in ("pending", "rejected", "spam", "withdrawn"):
        cast.in_status(essay.discussion, ann, status, body=f"Hidden {status}.")
    tree = feed(client, "/feeds/peace/stop-waiting/comments.atom")
    entries = tree.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["#2, Ann", "#1, Ann"]
    assert "<em>words</em>" in entries[1].findtext(f"{ATOM}summary")
    assert entries[1].find(f"{ATOM}category").get("term") == "question"


def test_a_control_character_that_slipped_in_breaks_no_feed(client, essay):
    ann = cast.make_member("Ann")
    said = cast.say(essay.discussion, ann)
    Post.objects.filter(pk=essay.pk).update(title="Stop\x01 waiting", html="<p>Text\x02</p>")
    Contributor.objects.update(name="Ann\x03 Author")
    Comment.objects.filter(pk=said.pk).update(html="<p>Words\x0b</p>")
    assert feed(client, "/feeds/essays.atom").findtext(f"{ATOM}entry/{ATOM}title") == "Stop waiting"
    assert "Words" in feed(client, "/feeds/peace/stop-waiting/comments.atom").findtext(f"{ATOM}entry/{ATOM}summary")


def test_pages_name_their_feeds(client, essay):
    assert 'href="/feeds/essays.atom"' in client.get("/").content.decode()
    assert 'href="/feeds/peace/stop-waiting/comments.atom"' in client.get("/peace/stop-waiting/").content.decode()


def test_queries_of_feeds_do_not_grow(client, write, django_assert_num_queries, django_assert_max_num_queries):
    ann = cast.make_member("Ann")
    post = write("First", tags=["nato"])
    cast.say(post.discussion, ann, tags=["question"])
    addresses = ("/feeds/essays.atom", "/feeds/peace/first/comments.atom", "/sitemap.xml")
    counts = []
    for address in addresses:
        with django_assert_max_num_queries(8) as captured:
            client.get(address)
        counts.append(len(captured))
    for number in range(8):
        write(f"Essay {number}", tags=["nato", "europe"], authors=[("Ann Author", ""), (f"A {number}", "")])
        cast.say(post.discussion, ann, tags=["question", "evidence"])
    for address, count in zip(addresses, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(address)


def test_the_sitemap_names_published_essays_series_and_authors(client, essay, write):
    write("A draft", state="draft", authors=[("Nobody Yet", "")])
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(response.content)
    places = {place.text for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert places == {
        "http://testserver/",
        "http://testserver/peace/",
        "http://testserver/peace/stop-waiting/",
        "http://testserver/authors/ann-author/",
    }


@pytest.mark.parametrize("page", ["0", "2", "x", "-1", "9" * 5000])
def test_a_wrong_page_of_the_sitemap_is_a_404(client, essay, page):
    assert client.get(f"/sitemap.xml?p={page}").status_code == 404


def test_feeds_without_entries_stay_as_they_are(client, essay):
    first, second = (client.get("/feeds/peace/stop-waiting/comments.atom").content for _ in range(2))
    assert first == second
    Post.objects.update(state="draft")
    assert feed(client, "/feeds/essays.atom").findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
