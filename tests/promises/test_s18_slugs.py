"""S18: whatever things are called, each has an address of its own, and no address of ours is shadowed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from perspectives.discussion.models import Tag
from perspectives.publishing.actions import make_series, publish_post, save_post
from tests import cast
from tests.promises.addresses import names

pytestmark = pytest.mark.django_db
RESERVED = ["discussions", "authors", "tags", "search", "feeds", "notices", "moderation", "api", "accounts", "admin"]
RESERVED += ["members", "static", "media", "sitemap.xml", "robots.txt", "favicon.ico", "mine", "Admin", "TAGS", "print"]
TITLES = [
    "Peace!",
    "peace",
    "PEACE?",
    "Мир",
    "平和",
    "!!!",
    "…",
    "🙂",
    "new",
    "mine",
    "ß",
    "ss",
    "a" * 300,
    "a" * 299 + "b",
]
TAGS = ["C", "C#", "C++", "c", "Ｃ", "№ 1", "no 1", "!1", "Россия", "россия", "東京", "été", "ete", "tag", "a-b", "a b"]


def published(series, title, **fields):
    """Return a published essay."""
    post = save_post(series=series, title=title, body="Words.", authors=[("Jo", "")], **fields).post
    publish_post(post=post, at=timezone.now() - timedelta(days=1))
    return post


def title_at(path):
    """Return the heading at an address."""
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_no_series_shadows_an_address_of_the_site():
    before = {name: reverse(name) for name, pattern in names() if not pattern.pattern.regex.groupindex}
    views = {path: get_resolver().resolve(path).func for path in before.values()}
    for word in RESERVED:
        series = make_series(title=word)
        title_at(series.get_absolute_url())
        title_at(published(series, word).get_absolute_url())
    for path, view in views.items():
        assert get_resolver().resolve(path).func is view
        assert Client().get(path).status_code < 500


def test_essays_of_like_titles_each_have_an_address():
    series = make_series(title="Peace")
    posts = [published(series, title) for title in TITLES]
    assert len({post.get_absolute_url() for post in posts}) == len(TITLES)
    assert len({post.discussion.get_own_url() for post in posts}) == len(TITLES)
    for post in posts:
        assert post.title in title_at(post.get_absolute_url())
        title_at(post.discussion.get_own_url())


def test_series_and_authors_of_like_names_each_have_an_address():
    made = [make_series(title=title) for title in TITLES if len(title) < 200]
    assert len({series.get_absolute_url() for series in made}) == len(made)
    post = save_post(
        series=made[0], title="All", body="Words.", authors=[(name, "") for name in ("Jo Ö", "Jo O", "JO-O", "李")]
    ).post
    publish_post(post=post)
    found = [line.contributor.get_absolute_url() for line in post.bylines.select_related("contributor")]
    assert len(set(found)) == 4
    for path in found:
        title_at(path)


def test_tags_are_the_same_tag_or_have_addresses_of_their_own(discussion, ann):
    for tag in TAGS:
        cast.say(discussion, ann, tags=[tag])
    tags = list(Tag.objects.filter(comment_items__isnull=False).distinct())
    assert len({tag.slug for tag in tags}) == len(tags)
    assert {tag.name for tag in tags} == {
        "C",
        "C#",
        "C++",
        "№ 1",
        "!1",
        "Россия",
        "東京",
        "été",
        "ete",
        "tag",
        "a-b",
        "a b",
    }
    for tag in tags:
        assert tag.name in title_at(reverse("perspectives:tag", args=[tag.slug]))
        title_at(f"{discussion.get_own_url()}?tag={tag.slug}")
