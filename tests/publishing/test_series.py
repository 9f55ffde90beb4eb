"""Series: their slugs, their forums, and what their essays' discussions know of them."""

import pytest
from django.urls import get_resolver

from perspectives.discussion.models import Forum
from perspectives.publishing.actions import change_series, make_series
from perspectives.publishing.errors import PostRefused
from perspectives.publishing.models import Series
from perspectives.publishing.naming import find_series
from perspectives.publishing.rules import RESERVED


def test_a_series_gets_a_forum_of_its_own(series):
    assert series.forum.name == series.full_title
    assert make_series(title="Another").forum != series.forum
    assert Forum.objects.count() == 2


@pytest.mark.parametrize("title", ["Tags", "Search", "Admin", "Moderation", "Discussions", "Static"])
def test_a_series_called_like_an_address_of_ours_gets_a_suffix(db, title):
    assert make_series(title=title).slug == f"{title.lower()}-2"


def test_every_first_word_of_our_addresses_is_reserved(db):
    firsts = set()
    for pattern in get_resolver("perspectives.urls").url_patterns:
        for inner in getattr(pattern, "url_patterns", [pattern]):
            first = str(inner.pattern).lstrip("^").partition("/")[0]
            firsts.add(first.partition(".")[0])
    words = {first for first in firsts if first and "<" not in first}
    assert words
    assert words <= RESERVED


def test_series_of_one_title_have_two_slugs(db):
    assert [make_series(title="Peace").slug, make_series(title="Peace").slug] == ["peace", "peace-2"]


def test_a_series_is_found_by_slug_full_title_or_title(series):
    assert find_series("peace") == series
    assert find_series("perspectives on peace and  security") == series
    assert find_series("Perspectives on Peace and Security: Rebuilding the U.S.–Russia Relationship") == series
    assert find_series("Security") is None


def test_the_fullest_name_wins(series):
    short = make_series(title=series.title)
    assert find_series(series.full_title) == series
    assert find_series(series.title) == short


def test_a_changed_slug_reaches_the_discussions_of_its_essays(post):
    change_series(series=post.series, slug="security", introduction="*Read* this.")
    series = Series.objects.get()
    post.discussion.refresh_from_db()
    assert (series.slug, series.title) == ("security", "Perspectives on Peace and Security")
    assert "<em>Read</em>" in series.introduction_html
    assert post.discussion.get_absolute_url().endswith("/security/stop-waiting/")


@pytest.mark.parametrize("fields", [{"title": " "}, {"title": "x" * 201}, {"title": "ok", "publisher": "x" * 201}])
def test_a_series_that_cannot_be_named_is_refused(db, fields):
    with pytest.raises(PostRefused):
        make_series(**fields)
    assert not Forum.objects.exists()
