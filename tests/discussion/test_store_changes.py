"""Every change shows in the next request of everybody, whatever the cache: none, memory, or one that fails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion import store
from perspectives.discussion.actions import edit_comment, withdraw_comment
from perspectives.discussion.models import Discussion, Tag
from perspectives.members.actions import erase_member, name_member
from perspectives.moderation.actions import decide, lock_discussion
from perspectives.moderation.models import Act
from perspectives.publishing.actions import make_series, publish_post, save_post, withdraw_post
from perspectives.publishing.models import Contributor, Post, Series
from tests import cast

pytestmark = pytest.mark.django_db
KINDS = {
    "memory": "django.core.cache.backends.locmem.LocMemCache",
    "none": "django.core.cache.backends.dummy.DummyCache",
    "away": "tests.discussion.caches.Away",
    "forgetful": "tests.discussion.caches.Forgetful",
}


class Stage:
    """An essay with a comment, its answer, and one that waits."""

    def __init__(self):
        series = make_series(title="Peace", slug="peace")
        series.forum.policy = "publish"
        series.forum.save()
        self.post = self.essay(series, "Stop waiting", days=3)
        self.discussion = self.post.discussion
        self.ann, self.ben = cast.make_member("Ann"), cast.make_member("Ben")
        self.mod = cast.make_moderator("Mod", series.forum)
        self.said = cast.say(self.discussion, self.ann, "First words.", tags=["NATO"])
        self.answer = cast.say(self.discussion, self.ben, "Words of an answer.", parent=1)
        self.discussion.forum.policy = "hold"
        self.held = cast.say(self.discussion, self.ben, "Held words.")
        self.discussion.forum.policy = "publish"

    def essay(self, series, title, days):
        """Publish an essay so many days ago."""
        post = save_post(series=series, title=title, body=f"{title}.", authors=[("Cara Author", "")]).post
        publish_post(post=post, at=timezone.now() - timedelta(days=days))
        return post

    def judge(self, comment, act):
        """Decide on a comment as it stands."""
        comment.refresh_from_db()
        rule = self.discussion.forum.rules.first() if act == Act.REJECT else None
        decide(comment=comment, moderator=self.mod, act=act, revision=comment.revision, rule=rule)

    def retitle(self):
        """Give the essay another title."""
        authors = [("Cara Author", "")]
        save_post(series=self.post.series, title="Start now", body="Other.", authors=authors, post=self.post)


def rename_tag(stage):
    tag = Tag.objects.get(slug="nato")
    tag.name = "N.A.T.O."
    tag.save()


# What is changed, and what is on the page after it and was not before; "-" says what is there no more.
BOTH = {
    "a comment": (lambda s: cast.say(s.discussion, s.ben, "Newest words."), "Newest words."),
    "an edit": (
        lambda s: edit_comment(comment=s.answer, editor=s.ben, body="Better words.", tags=[], revision=1),
        "Better words.",
    ),
    "another tag": (
        lambda s: edit_comment(comment=s.answer, editor=s.ben, body="Words of an answer.", tags=["UN"], revision=1),
        ">UN</a>",
    ),
    "a withdrawal": (lambda s: withdraw_comment(comment=s.answer, member=s.ben), "-Words of an answer."),
    "a tombstone": (lambda s: withdraw_comment(comment=s.said, member=s.ann), "-First words."),
    "a rejection": (lambda s: s.judge(s.answer, Act.REJECT), "-Words of an answer."),
    "spam": (lambda s: s.judge(s.said, Act.SPAM), "-First words."),
    "an approval": (lambda s: s.judge(s.held, Act.APPROVE), "Held words."),
    "a lock": (lambda s: lock_discussion(discussion=s.discussion, by=s.mod), "-/reply/"),
    "another name": (lambda s: name_member(user=s.ben.user, name="Benjamin"), "Benjamin"),
    "an erased member": (lambda s: erase_member(member=s.ben), "Former member"),
    "a deleted user": (lambda s: s.ben.user.delete(), "Former member"),
    "a renamed tag": (rename_tag, "N.A.T.O."),
    "a deleted tag": (lambda s: Tag.objects.get(slug="nato").delete(), "-NATO"),
    "another title": (lambda s: s.retitle(), "Start now"),
}
OF_THE_ESSAY = {
    "another author": (lambda s: Contributor.objects.update(name="Clara Author"), "Clara Author"),
    "a renamed series": (lambda s: Series.objects.update(title="Perspectives"), "Perspectives</bdi>"),
    "an essay after it": (lambda s: s.essay(s.post.series, "The next one", days=1), "The next one"),
    "an essay before it": (lambda s: s.essay(s.post.series, "The one before", days=9), "The one before"),
}


@pytest.fixture(autouse=True)
def _no_cache_asleep(monkeypatch):
    """Ask every cache again, whatever failed in another test."""
    monkeypatch.setattr(store, "_asleep_until", {})
    monkeypatch.setattr(store, "PAUSE", 0.0)


@pytest.fixture(params=KINDS)
def stage(db, settings, request):
    """The stage, before a cache of each kind."""
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": KINDS[request.param], "LOCATION": request.param}}
    caches["pages"].clear()
    return Stage()


def addresses(stage):
    """Return where the discussion stands."""
    own = stage.discussion.get_own_url()
    return [stage.post.get_absolute_url(), own, f"{stage.post.get_absolute_url()}?order=newest"]


def shows(page, told):
    """Whether a page is as it must be after a change."""
    return (told[1:] not in page) if told.startswith("-") else (told in page)


def check(stage, places, change, told):
    """Make a change between two looks of somebody who keeps pages, and of somebody new."""
    reader, kept = Client(), {}
    for place in places:
        reader.get(place)
        kept[place] = reader.get(place)
        assert not shows(kept[place].content.decode(), told), place
        assert reader.get(place, headers={"if-none-match": kept[place].headers["ETag"]}).status_code == 304
    change(stage)
    for place in places:
        again = reader.get(place, headers={"if-none-match": kept[place].headers["ETag"]})
        assert again.status_code == 200, place
        for answer in (again, Client().get(place)):
            assert shows(answer.content.decode(), told), place


@pytest.mark.parametrize("what", BOTH)
def test_what_changes_in_the_thread_shows_at_once_on_both_its_pages(stage, what):
    check(stage, addresses(stage), *BOTH[what])


@pytest.mark.parametrize("what", OF_THE_ESSAY)
def test_what_changes_around_the_essay_shows_at_once(stage, what):
    check(stage, [stage.post.get_absolute_url()], *OF_THE_ESSAY[what])


def test_what_is_taken_down_is_not_found_in_any_cache(stage):
    places = [*addresses(stage), reverse("perspectives:news", args=[stage.discussion.slug]) + "?since=0"]
    kept = {place: Client().get(place).headers["ETag"] for place in places}
    withdraw_post(post=Post.objects.get())
    for place in places:
        assert Client().get(place).status_code == 404
        assert Client().get(place, headers={"if-none-match": kept[place]}).status_code == 404


def test_what_is_undone_shows_as_it_was_and_not_as_it_was_kept(stage):
    places = addresses(stage)
    before = {place: Client().get(place).content for place in places}
    stage.judge(stage.answer, Act.SPAM)
    for place in places:
        assert "Words of an answer." not in Client().get(place).content.decode()
    stage.judge(stage.answer, Act.APPROVE)
    for place in places:
        assert Client().get(place).content == before[place]


def test_a_change_that_was_rolled_back_changes_nothing(stage):
    places = addresses(stage)
    before = {place: Client().get(place).headers["ETag"] for place in places}
    with pytest.raises(ZeroDivisionError):
        _fail(stage)
    for place in places:
        assert Client().get(place, headers={"if-none-match": before[place]}).status_code == 304
    assert Discussion.objects.get().public_count == 2


def _fail(stage):
    """Post, and fail before it is saved."""
    with transaction.atomic():
        cast.say(stage.discussion, stage.ben, "Never said.")
        raise ZeroDivisionError
