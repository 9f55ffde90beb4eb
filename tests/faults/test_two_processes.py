"""S22: what one process changes, the next request to another one shows: no cache of pages outlives a decision."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.models import Policy
from perspectives.publishing.actions import make_series, publish_post, save_post
from tests import cast
from tests.faults.machines import redis
from tests.faults.people import Browser, Judge
from tests.faults.server import serving
from tests.faults.sizes import FULL

CACHES = ["locmemcache://", "redis", "dummycache://"] if FULL else ["locmemcache://"]


@pytest.fixture(scope="module", params=CACHES)
def pair(request, django_db_setup, tmp_path_factory):
    """Two servers of one process each, with the same cache: in memory (each its own), in Redis, or none."""
    folder = tmp_path_factory.mktemp("pair")
    with ExitStack() as stack:
        address = stack.enter_context(redis()).address if request.param == "redis" else request.param
        yield [stack.enter_context(serving(folder / name, workers=1, SERVED_CACHE=address)) for name in "ab"]


@pytest.fixture
def essay(transactional_db):
    """A published essay whose forum publishes first, with comments by Ann and Ben, and an answer below Ann's."""
    series = make_series(title="Peace and Security", slug="peace")
    series.forum.policy = Policy.PUBLISH
    series.forum.save()
    post = save_post(series=series, title="Stop waiting", body="It begins.", authors=[("Ada Author", "")]).post
    publish_post(post=post, at=timezone.now() - timedelta(days=1))
    post.refresh_from_db()
    ann, ben = cast.make_member("Anntonia"), cast.make_member("Benedikt")
    cast.say(post.discussion, ann, "The words zqanntoniaqz stand here.", tags=["rosemary"])
    cast.say(post.discussion, ben, "The words zqbenediktqz stand here.")
    cast.say(post.discussion, ben, "An answer.", parent=1)
    return post


class Scene:
    """What the second process is asked, and what it said before."""

    def __init__(self, pair, essay):
        self.here, self.there = pair
        self.essay, self.slug = essay, essay.discussion.slug
        members = {row.author.name: row.author for row in essay.discussion.comments.select_related("author")}
        self.ann = Browser(self.here, members["Anntonia"])
        self.other = Browser(self.there, members["Benedikt"])
        self.own = Browser(self.there, members["Anntonia"])
        self.judge = Judge(self.here, cast.make_moderator("Mod", essay.discussion.forum))
        paths = [essay.get_absolute_url(), f"{essay.get_absolute_url()}?order=newest"]
        paths += [f"{essay.get_absolute_url()}?tag=rosemary", reverse("perspectives:discussion", args=[self.slug])]
        paths += [reverse("perspectives:comment", args=[self.slug, 1])]
        paths += [reverse("perspectives:feed_comments", args=[essay.series.slug, essay.slug])]
        paths += [reverse("perspectives:tag", args=["rosemary"]), "/search/?q=words+stand"]
        self.news_address = reverse("perspectives:news", args=[self.slug]) + "?since=0"
        self.old_news = self.there.get(self.news_address)
        # Kept by everybody who can keep anything: asked twice of each process.
        for server in (*pair, *pair):
            self.before = {path: server.get(path) for path in paths}

    def asked_again(self):
        """Return the pages as the second process says them now, to a reader who kept the old one and to one who did
        not; a reader who is told that nothing changed still reads the old one.
        """
        for path, old in self.before.items():
            fresh = self.there.get(path)
            kept = self.there.get(path, **{"If-None-Match": old.headers["ETag"]})
            yield path, fresh
            yield path, old if kept.status == 304 else kept

    def must_be_gone(self, *words):
        """Nobody reads these words any more, but their writer."""
        for path, page in [*self.asked_again(), *self.signed_in()]:
            assert page.status in (200, 404), path
            assert [word for word in words if word in page.text] == [], path

    def news(self, server):
        """Return how many comments a process says are new since the beginning, or 304 as nothing has changed."""
        answer = server.get(self.news_address, **{"If-None-Match": self.old_news.headers["ETag"]})
        return json.loads(answer.text)["new"] if answer.status == 200 else answer.status

    def must_be_read(self, path, word):
        """A page says this now."""
        assert word in self.there.get(path).text

    def signed_in(self):
        """Return the pages as another member reads them there."""
        return [(path, self.other.get(path)) for path in self.before]


@pytest.fixture
def scene(pair, essay):
    """Everything was read before by everybody."""
    made = Scene(pair, essay)
    for path, page in [*made.before.items(), *made.signed_in()]:
        assert page.status == 200, path
        assert "zqanntoniaqz" in page.text, path
    return made


def test_a_rejection_is_seen_at_once(scene):
    assert scene.news(scene.there) == 304
    assert scene.judge.decide(scene.essay.discussion, 1, "reject").status == 303
    scene.must_be_gone("zqanntoniaqz", "Anntonia")
    assert scene.news(scene.there) == scene.news(scene.here) == 2
    assert "Rejected" in scene.own.get(reverse("perspectives:my_comments")).text
    assert scene.judge.undo(scene.essay.discussion, 1).status == 303
    for path, page in [*scene.asked_again(), *scene.signed_in()]:
        assert "zqanntoniaqz" in page.text, path


def test_a_withdrawal_is_seen_at_once(scene):
    assert scene.ann.post(reverse("perspectives:withdraw", args=[scene.slug, 1])).status == 303
    scene.must_be_gone("zqanntoniaqz", "Anntonia")


def test_a_new_name_is_seen_at_once(scene):
    assert scene.ann.post(reverse("perspectives:name"), name="Dorothea").status == 303
    scene.must_be_gone("Anntonia")
    scene.must_be_read(scene.essay.get_absolute_url(), "Dorothea")
    scene.must_be_read(reverse("perspectives:comment", args=[scene.slug, 1]), "Dorothea")


def test_an_edit_is_seen_at_once(scene, essay):
    path = reverse("perspectives:edit", args=[scene.slug, 2])
    ben = Browser(scene.here, scene.other.member)
    assert ben.post(path, body="Milder words stand here.", revision=1, tags="evidence").status == 303
    scene.must_be_gone("zqbenediktqz")
    scene.must_be_read(scene.essay.get_absolute_url(), "Milder words")
    scene.must_be_read("/search/?q=words+stand", "Milder words")


def test_a_lock_and_a_new_comment_are_seen_at_once(scene):
    sent = scene.ann.write(reverse("perspectives:new_comment", args=[scene.slug]))
    assert sent.accepted
    assert scene.news(scene.there) == 4
    scene.must_be_read(scene.essay.get_absolute_url(), sent.word)
    scene.must_be_read(
        reverse("perspectives:feed_comments", args=[scene.essay.series.slug, scene.essay.slug]), sent.word
    )
    assert scene.judge.decide(scene.essay.discussion, 1, "lock").status == 303
    for path, page in scene.asked_again():
        assert "/reply/" not in page.text, path
