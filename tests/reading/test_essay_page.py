"""The essay's page holds the essay, its neighbours and its discussion."""

import pytest

from tests import cast


def page_of(client, post):
    """Return the text of a post's page."""
    response = client.get(post.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_every_part_in_its_own_place(client, essay):
    text = page_of(client, essay)
    assert '<h1 class="px-essay-title"><bdi>Stop waiting</bdi></h1>' in text
    assert '<a href="/authors/ann-author/" rel="author">Ann Author</a>' in text
    assert '<bdi class="px-affiliation">Institute</bdi>' in text
    assert '<div class="px-prose px-essay-body" dir="auto">' in text
    assert "Sober words about treaties." in text
    assert "Ann Author is a fellow." in text
    assert "This post is part of the" in text
    assert "Perspectives on Peace: Rebuilding the Relationship" in text
    assert "A Foundation" in text
    assert 'href="/tags/nato/"' in text
    assert '<link rel="canonical" href="http://testserver/peace/stop-waiting/">' in text


def test_the_discussion_stands_under_the_essay(client, essay):
    ann = cast.make_member("Ann")
    said = cast.say(essay.discussion, ann, "A word on sobriety.")
    text = page_of(client, essay)
    assert "A word on sobriety." in text
    assert f'id="{said.number}"' in text
    assert text.index("px-essay-foot") < text.index('id="discussion"')


def test_an_essay_is_linked_to_the_ones_published_before_and_after_it(client, write):
    first, second, third = (write(name, days=days) for name, days in [("One", 3), ("Two", 2), ("Three", 1)])
    text = page_of(client, second)
    assert f'<a rel="prev" href="{first.get_absolute_url()}">' in text
    assert f'<a rel="next" href="{third.get_absolute_url()}">' in text
    assert 'rel="prev"' not in page_of(client, first)
    assert 'rel="next"' not in page_of(client, third)


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn"])
def test_neighbours_that_are_not_published_are_passed_over(client, write, state):
    first = write("One", days=5)
    write("Hidden", state=state, days=3)
    third = write("Three", days=1)
    assert "Hidden" not in page_of(client, first)
    assert f'<a rel="next" href="{third.get_absolute_url()}">' in page_of(client, first)


def test_essays_of_one_moment_are_neighbours_in_the_order_they_were_saved(client, write):
    posts = [write(name) for name in ("One", "Two", "Three")]
    type(posts[0]).objects.update(published_at=posts[0].published_at)
    text = page_of(client, posts[1])
    assert f'<a rel="prev" href="{posts[0].get_absolute_url()}">' in text
    assert f'<a rel="next" href="{posts[2].get_absolute_url()}">' in text


def test_markup_in_titles_names_and_tags_is_shown_as_text(client, write):
    post = write(
        "<script>alert(1)</script>",
        authors=[("O'Neil <b>", "<i>Institute</i>")],
        tags=["<u>tag</u>"],
        summary="<script>alert(2)</script>",
    )
    text = page_of(client, post)
    for markup in ("<script>alert", "<b>", "<i>Institute", "<u>tag"):
        assert markup not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_a_writer_is_told_which_own_comments_wait(client, essay):
    ann, ben = cast.make_member("Ann"), cast.make_member("Ben")
    waiting = cast.in_status(essay.discussion, ann, "pending", body="Not yet to be read.")
    client.force_login(ann.user)
    text = page_of(client, essay)
    assert "waits for a moderator" in text
    assert f'/{waiting.number}/">#{waiting.number}</a>' in text
    assert "Not yet to be read." not in text
    client.force_login(ben.user)
    assert "waits for a moderator" not in page_of(client, essay)


def test_the_number_of_queries_does_not_grow_with_comments_tags_or_authors(
    client, write, django_assert_num_queries, django_assert_max_num_queries
):
    post = write("Many", authors=[("Ann Author", "Institute")], tags=["one"])
    ann = cast.make_member("Ann")
    cast.say(post.discussion, ann, tags=["question"])
    with django_assert_max_num_queries(20) as few:
        page_of(client, post)
    many = write("More", authors=[(f"Author {n}", "Institute") for n in range(8)], tags=[f"tag {n}" for n in range(8)])
    for n in range(30):
        cast.say(many.discussion, ann, tags=["question", "evidence"] if n % 2 else [])
    with django_assert_num_queries(len(few)):
        page_of(client, many)


def test_other_methods_are_refused(client, essay):
    for method in (client.post, client.put, client.delete):
        assert method(essay.get_absolute_url()).status_code == 405


@pytest.mark.parametrize(
    "query", ["?order=sideways", "?tag=no-such-tag", "?from=0", "?from=x", "?from=99999999999", "?to=-1"]
)
def test_a_wrong_parameter_is_a_404(client, essay, query):
    assert client.get(essay.get_absolute_url() + query).status_code == 404
