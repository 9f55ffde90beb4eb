"""What is featured stands above the thread by name, first words and number, as long as everybody may read it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from perspectives.discussion.actions import edit_comment, withdraw_comment
from perspectives.discussion.actions.status import change_status
from perspectives.discussion.authors import set_authors
from perspectives.discussion.models import Comment, Status
from perspectives.discussion.rules import Move
from perspectives.members.actions import erase_member, name_member
from perspectives.moderation.actions import decide, mark_comment
from perspectives.moderation.models import Act
from perspectives.publishing.actions import make_series, publish_post, save_post
from tests.cast import in_status, say

START = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@pytest.fixture
def essay(db: Any, forum: Any) -> Any:
    """An essay in the forum, open for comments."""
    series = make_series(title="Series", slug="series")
    series.forum = forum
    series.save()
    post = save_post(series=series, title="One", body="Words.", authors=[("Jo Writer", "")]).post
    publish_post(post=post, at=START - timedelta(days=1))
    return post


@pytest.fixture
def pages(essay: Any) -> list[str]:
    """Both pages on which the thread stands."""
    return [essay.get_absolute_url(), essay.discussion.get_own_url()]


def featured(address: str, client: Client | None = None) -> list[str]:
    """Return the lines above the thread of a page in words, as its reader sees them; a kept page says the same."""
    html = (client or Client()).get(address).content.decode()
    assert client or Client().get(address).content.decode() == html
    part = re.search(r'<nav class="px-featured".*?</nav>', html, re.DOTALL)
    if part is None:
        assert "px-featured" not in html
        return []
    lines = re.findall(r"<li>(.*?)</li>", part[0], re.DOTALL)
    return [re.sub(r"<[^>]+>", "", line) for line in lines]


def feature(comment: Comment, by: Any, minute: int = 0) -> Any:
    """Feature a comment, so many minutes after the others."""
    return mark_comment(comment=comment, by=by, act=Act.FEATURE, now=START + timedelta(minutes=minute))


def test_authors_and_moderators_feature_and_every_reader_sees_it_at_once_on_both_pages(
    essay: Any, pages: list[str], ann: Any, ben: Any, mod: Any, eve: Any, as_member: Any
) -> None:
    set_authors(essay.discussion, [ben.pk])
    first, second = (say(essay.discussion, ann, f"The *{word}* thought.") for word in ("first", "second"))
    for page in pages:
        assert featured(page) == featured(page, as_member(eve)) == []
    feature(first, ben)
    feature(second, mod, 1)
    lines = ["Ann The second thought. #2", "Ann The first thought. #1"]
    for page in pages:
        assert featured(page) == featured(page, as_member(eve)) == lines
    mark_comment(comment=second, by=ben, act=Act.UNFEATURE)
    for page in pages:
        assert featured(page) == featured(page, as_member(eve)) == lines[1:]


@pytest.mark.parametrize("act", ["reject", "spam", "hold", "withdraw"])
def test_what_is_no_longer_public_is_gone_with_the_next_request(
    act: str, essay: Any, pages: list[str], ann: Any, mod: Any, rule: Any, as_member: Any
) -> None:
    comment = say(essay.discussion, ann, "A thought.")
    feature(comment, mod)
    assert [len(featured(page)) for page in pages] == [1, 1]
    assert Client().get(f"{pages[0]}?only=featured").status_code == 200
    if act == "withdraw":
        withdraw_comment(comment=comment, member=ann)
    elif act == "hold":
        change_status(comment_id=comment.pk, move=Move.HOLD)
    else:
        decide(comment=comment, moderator=mod, act=Act(act), rule=rule, revision=1)
    comment.refresh_from_db()
    for page in pages:
        assert featured(page) == featured(page, as_member(mod)) == featured(page, as_member(ann)) == []
        assert Client().get(f"{page}?only=featured").status_code == 404
    if act != "withdraw":
        decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
        assert [len(featured(page)) for page in pages] == [1, 1]


def test_a_name_and_words_are_those_of_now(essay: Any, pages: list[str], ann: Any, mod: Any) -> None:
    comment = say(essay.discussion, ann, "A thought.")
    feature(comment, mod)
    edit_comment(comment=comment, editor=ann, body="Another thought.", tags=[], revision=1)
    name_member(user=ann.user, name="Anne")
    assert [featured(page) for page in pages] == [["Anne Another thought. #1"]] * 2
    erase_member(member=ann)
    assert [featured(page) for page in pages] == [["Former member Another thought. #1"]] * 2


def test_three_are_named_and_a_filter_shows_all_of_them(essay: Any, pages: list[str], ann: Any, mod: Any) -> None:
    comments = [say(essay.discussion, ann, f"Thought {number}.", tags=["evidence"]) for number in range(5)]
    for minute, comment in enumerate(comments[:3]):
        feature(comment, mod, minute)
    assert "only=featured" not in Client().get(pages[0]).content.decode()
    feature(comments[3], mod, 3)
    html = Client().get(f"{pages[0]}?order=newest").content.decode()
    assert "?order=newest&amp;only=featured#discussion" in html
    assert featured(pages[0]) == ["Ann Thought 3. #4", "Ann Thought 2. #3", "Ann Thought 1. #2"]
    for page in pages:
        shown = Client().get(f"{page}?only=featured").content.decode()
        assert re.findall(r'<article[^>]* id="(\d+)"', shown) == ["1", "2", "3", "4"]
        assert "Only featured comments are shown." in shown
        assert "Thought 4." not in shown
    tagged = Client().get(f"{pages[0]}?only=featured&tag=evidence&order=newest").content.decode()
    assert re.findall(r'<article[^>]* id="(\d+)"', tagged) == ["4", "3", "2", "1"]
    assert featured(f"{pages[0]}?tag=evidence") == featured(f"{pages[0]}?from=2") == []


@pytest.mark.parametrize("query", ["?only=featured", "?only=", "?only=answered", "?only=%00", "?only=featured&tag=x"])
def test_a_filter_that_finds_nothing_or_is_none_is_a_404(query: str, essay: Any, pages: list[str]) -> None:
    found = 200 if query == "?only=" else 404
    assert [Client().get(page + query).status_code for page in pages] == [found, found]


def test_a_link_leads_to_the_comment_on_this_page_or_to_its_own(
    essay: Any, pages: list[str], ann: Any, mod: Any, settings: Any
) -> None:
    settings.PERSPECTIVES = {**settings.PERSPECTIVES, "THREAD_PAGE_SIZE": 2}
    comments = [say(essay.discussion, ann) for _number in range(5)]
    feature(comments[0], mod)
    feature(comments[4], mod, 1)
    html = Client().get(f"{pages[0]}?order=newest").content.decode()
    assert '<a href="#5" rel="nofollow">' in html
    there = reverse("perspectives:discussion", args=[essay.discussion.slug]) + "?order=newest&at=1"
    assert there.replace("&", "&amp;") in html
    assert Client().get(there).headers["Location"] == f"{pages[0]}?order=newest&from=1#1"


def test_names_and_words_are_text_whatever_stands_in_them_and_each_has_a_direction_of_its_own(
    essay: Any, pages: list[str], ann: Any, ben: Any, mod: Any
) -> None:
    name_member(user=ann.user, name="<b>Ann</b>")
    feature(say(essay.discussion, ann, "&lt;script&gt;alert(1)&lt;/script&gt; `<img onerror=x>`"), mod)
    feature(say(essay.discussion, ben, "<script>alert(2)</script> " + "x" * 5_000), mod, 1)
    for page in pages:
        html = Client().get(page).content.decode()
        part = re.search(r'<nav class="px-featured".*?</nav>', html, re.DOTALL)[0]  # type: ignore[index]
        assert set(re.findall(r"</?(\w+)", part)) == {"nav", "h3", "ul", "li", "a", "bdi", "span"}
        assert "&lt;b&gt;Ann&lt;/b&gt;" in part
        assert part.count('<span class="px-featured-words" dir="auto">') == part.count("<bdi") == 2
        assert len(part) < 1_500


def test_what_waits_in_another_discussion_or_is_not_marked_is_not_there(
    essay: Any, pages: list[str], discussion: Any, ann: Any, mod: Any
) -> None:
    feature(say(discussion, ann), mod)
    say(essay.discussion, ann)
    waiting = in_status(essay.discussion, ann, Status.PENDING)
    Comment.objects.filter(pk=waiting.pk).update(featured_at=START)
    caches["pages"].clear()
    assert [featured(page) for page in pages] == [[], []]


def test_what_was_featured_at_one_moment_stands_by_number(essay: Any, pages: list[str], ann: Any, mod: Any) -> None:
    for word in ("One", "Two"):
        feature(say(essay.discussion, ann, word), mod)
    assert featured(pages[0]) == ["Ann Two #2", "Ann One #1"]
