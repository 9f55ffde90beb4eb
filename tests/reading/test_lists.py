"""What there is to read: first page, series, authors, tags; paged, with as many queries for ten rows as for one."""

import pytest

from perspectives.publishing.actions import make_series
from tests import cast


def text_of(client, address):
    """Return the text of a page that is there."""
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_site_without_series_says_so(client, db):
    assert "Nothing has been published here yet." in text_of(client, "/")


def test_the_only_series_is_the_first_page(client, essay):
    text = text_of(client, "/")
    assert '<h1 class="px-series-title"><bdi>Perspectives on Peace</bdi></h1>' in text
    assert "Twenty fellows answer." in text
    assert '<link rel="canonical" href="http://testserver/peace/">' in text


def test_several_series_are_listed_with_their_essays_counted_and_the_latest_named(client, essay, write):
    other = make_series(title="Another Series", slug="another")
    write("A draft", series=other, state="draft")
    text = text_of(client, "/")
    assert 'href="/peace/"' in text
    assert 'href="/another/"' in text
    assert "1 essay<" in text
    assert "0 essays<" in text
    assert "Stop waiting" in text
    assert "A draft" not in text


def test_a_line_of_a_series_shows_byline_excerpt_tags_date_and_number_of_comments(client, essay):
    cast.say(essay.discussion, cast.make_member("Ann"))
    text = text_of(client, "/peace/")
    for part in (
        'href="/peace/stop-waiting/"',
        "Ann Author",
        "Institute",
        "Sober words about treaties.",
        'href="/tags/nato/"',
        "1 comment<",
        "1 minute<",
        "<time datetime=",
    ):
        assert part in text, part


def test_an_editors_summary_goes_before_the_first_words(client, write):
    write("Long", summary="In short.", body="At length.")
    text = text_of(client, "/peace/")
    assert "In short." in text
    assert "At length." not in text


def test_the_first_words_of_a_very_long_essay_are_whole(client, write):
    write("Long", body="word [link](https://example.org/a/long/address) " * 2000)
    text = text_of(client, "/peace/")
    assert "word link word link" in text
    assert "&lt;a" not in text


def test_a_series_without_essays_says_so(client, series):
    assert "No essay has been published here yet." in text_of(client, "/peace/")


def test_the_newest_essay_comes_first(client, write):
    write("Older", days=9)
    write("Newer", days=2)
    text = text_of(client, "/peace/")
    assert text.index("Newer") < text.index("Older")


def test_an_author_page_names_all_essays_of_the_author_and_no_others(client, write):
    write("By Ann", authors=[("Ann Author", "New Institute")], days=1)
    write("By both", authors=[("Ben Writer", ""), ("Ann Author", "Old Institute")], days=5)
    write("By Ben", authors=[("Ben Writer", "")], days=3)
    text = text_of(client, "/authors/ann-author/")
    assert '<p class="px-lede"><bdi>New Institute</bdi></p>' in text
    assert "By Ann" in text
    assert "By both" in text
    assert "By Ben" not in text


def test_a_tag_page_holds_essays_and_public_comments(client, essay, write):
    ann = cast.make_member("Ann")
    cast.say(essay.discussion, ann, "Public words.", tags=["nato"])
    cast.in_status(essay.discussion, ann, "pending", body="Held words.", tags=["nato"])
    write("Without it")
    text = text_of(client, "/tags/nato/")
    assert "Stop waiting" in text
    assert "Public words." in text
    assert "Held words." not in text
    assert "Without it" not in text
    assert "1 essay, 1 comment" in text


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_a_tag_that_only_comments_carry_which_are_not_public_is_a_404(client, essay, status):
    ann = cast.make_member("Ann")
    cast.in_status(essay.discussion, ann, status, tags=["secret plans"])
    client.force_login(ann.user)
    assert client.get("/tags/secret-plans/").status_code == 404


@pytest.mark.parametrize("address", ["/none/", "/peace/none/", "/authors/none/", "/tags/none/", "/tags/", "/authors/"])
def test_what_never_was_is_a_404(client, essay, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/", "/peace/", "/authors/ann-author/", "/tags/nato/", "/search/?q=treaties"])
@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "1.0", "²", "99999999999999999999", ""])
def test_a_wrong_page_is_a_404(client, essay, address, page):
    joint = "&" if "?" in address else "?"
    assert client.get(f"{address}{joint}page={page}").status_code == 404


def test_every_list_is_paged(client, write, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 2}
    for number in range(5):
        write(f"Essay {number}", days=9 - number, tags=["nato"], body="Same words.")
    for address in ("/peace/", "/", "/authors/ann-author/", "/tags/nato/", "/search/?q=same"):
        joint = "&" if "?" in address else "?"
        first, last = text_of(client, address), text_of(client, f"{address}{joint}page=3")
        assert "Page 1 of 3" in first
        assert "Essay 4" in first
        assert "Essay 0" not in first
        assert "Essay 0" in last
        assert client.get(f"{address}{joint}page=4").status_code == 404


def test_pages_of_essays_and_comments_turn_together(client, essay, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 2}
    ann = cast.make_member("Ann")
    for number in range(5):
        cast.say(essay.discussion, ann, f"Comment number {number}.", tags=["NATO"])
    assert "Stop waiting</bdi>" in text_of(client, "/tags/nato/")
    last = text_of(client, "/tags/nato/?page=3")
    assert "Comment number 0." in last
    assert "Page 3 of 3" in last
    assert client.get("/tags/nato/?page=4").status_code == 404


@pytest.mark.parametrize("address", ["/peace/", "/", "/authors/ann-author/", "/tags/nato/", "/search/?q=words"])
def test_queries_do_not_grow_with_rows(
    client, write, django_assert_num_queries, django_assert_max_num_queries, address
):
    ann = cast.make_member("Ann")
    first = write("First", tags=["nato"], body="Some words.")
    cast.say(first.discussion, ann, "Other words.", tags=["nato"])
    with django_assert_max_num_queries(16) as few:
        text_of(client, address)
    for number in range(9):
        authors = [("Ann Author", "Institute"), (f"Author {number}", "Elsewhere")]
        post = write(f"Essay {number}", authors=authors, tags=["nato", f"tag {number}"], body="More words.")
        cast.say(post.discussion, ann, "Last words.", tags=["nato", "question"])
    with django_assert_num_queries(len(few)):
        text_of(client, address)
