"""The queue: one list of kinds, narrowed by its address, a stretch at a time, with counts that end somewhere."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perspectives.discussion.models import Answer, Comment, Finding
from perspectives.discussion.rules import viewer_for
from perspectives.moderation import queue
from perspectives.moderation.actions import decide, report_comment
from perspectives.moderation.models import Act, Appeal, LegalNotice, Passed, Reason
from perspectives.moderation.queue import Asked
from tests.cast import in_status, say
from tests.moderation.stage import DESK, held, item_of


def shown(page: Any) -> list[str]:
    """Return the numbers of the comments whose cards are on a page, in order."""
    return re.findall(r'class="px-card-title"[^>]*><a[^>]*>#(\d+)<', page.content.decode())


def set_row(comment: Comment, **fields: Any) -> None:
    """Set columns of a comment by hand."""
    Comment.objects.filter(pk=comment.pk).update(**fields)


def test_each_filter_shows_its_part_and_stands_in_the_address(
    discussion: Any, ann: Any, ben: Any, mod: Any, as_member: Any
) -> None:
    first, second = held(discussion, ann), held(discussion, ben)
    set_row(first, created_at=timezone.now() - timedelta(days=2))
    Finding.objects.create(comment=second, discussion=discussion, check_name="words", answer=Answer.HOLD)
    Finding.objects.create(comment=first, discussion=discussion, check_name="words", answer=Answer.PASS)
    client = as_member(mod)
    one, two = str(first.number), str(second.number)
    for query, numbers in {
        "": [one, two],
        "?member=Ben": [two],
        f"?member={ann.key}": [one],
        "?member=nobody": [],
        "?essay=waiting": [one, two],
        "?essay=stop-waiting": [one, two],
        "?essay=other": [],
        "?age=over-day": [one],
        "?age=under-day": [two],
        "?check=words": [two],
        "?check=links": [],
        "?kind=held&member=Ben&age=under-hour&check=words&order=weight": [two],
    }.items():
        page = client.get(DESK + query)
        assert (page.status_code, shown(page)) == (200, numbers), query


def test_what_a_link_names_by_key_or_slug_is_shown_by_its_name(
    discussion: Any, elsewhere: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    client = as_member(mod)
    page = client.get(f"{DESK}?member={ann.key}&essay={discussion.slug}").content.decode()
    assert "Member: <bdi>Ann</bdi>" in page
    assert "Essay: <bdi>Stop waiting</bdi>" in page
    assert "Tariffs" not in client.get(f"{DESK}?essay={elsewhere.slug}").content.decode()


def test_a_finding_in_an_earlier_text_is_no_finding_now(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment = held(discussion, ann)
    Finding.objects.create(comment=comment, discussion=discussion, check_name="words", answer=Answer.HOLD)
    set_row(comment, revision=2)
    assert shown(as_member(mod).get(f"{DESK}?check=words")) == []


def test_the_heaviest_come_first_where_asked(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comments = [held(discussion, ann) for _ in range(3)]
    for comment, weight in zip(comments, (5, 900, 5), strict=True):
        set_row(comment, weight=weight)
    page = as_member(mod).get(f"{DESK}?order=weight")
    assert shown(page) == [str(comments[place].number) for place in (1, 0, 2)]


def test_suspected_spam_is_what_weighs_as_much_as_the_forum_says_now(
    discussion: Any, forum: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    light, heavy = held(discussion, ann), held(discussion, ann)
    set_row(light, weight=300)
    set_row(heavy, weight=800)
    client = as_member(mod)
    assert shown(client.get(f"{DESK}?kind=suspected")) == []
    for threshold, expected in ((500, [heavy]), (200, [heavy, light]), (900, [])):
        type(forum).objects.filter(pk=forum.pk).update(spam_threshold=threshold)
        assert shown(client.get(f"{DESK}?kind=suspected")) == [str(comment.number) for comment in expected]


@pytest.mark.parametrize("order", ["", "weight"])
def test_walking_through_the_pages_shows_each_item_once_and_back_again(
    order: str, discussion: Any, ann: Any, ben: Any, mod: Any, as_member: Any, settings: Any
) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 3}
    moment = timezone.now()
    for number in range(8):
        comment = held(discussion, ann) if number % 3 else say(discussion, ann)
        if not number % 3:
            report_comment(comment=comment, reporter=ben, reason=Reason.OTHER)
        # Some at the same moment, some of the same weight.
        set_row(comment, created_at=moment + timedelta(seconds=number // 2), weight=number % 2)
    client = as_member(mod)
    pages, query = [], f"?order={order}"
    while query:
        page = client.get(DESK + query)
        pages.append(shown(page))
        query = "".join(re.findall(r'rel="next" data-px="next" href="/moderation/([^"]*)"', page.content.decode()))
        query = query.replace("&amp;", "&")
    assert [len(numbers) for numbers in pages] == [3, 3, 2]
    assert len({number for numbers in pages for number in numbers}) == 8
    back = re.findall(r'rel="prev" href="/moderation/([^"]*)"', page.content.decode())[0].replace("&amp;", "&")
    assert shown(client.get(DESK + back)) == pages[1]


def test_a_page_goes_on_behind_an_item_that_was_decided_meanwhile(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    first, second = held(discussion, ann), held(discussion, ann)
    decide(comment=first, moderator=mod, act=Act.APPROVE, revision=1)
    assert shown(as_member(mod).get(f"{DESK}?after={first.pk}")) == [str(second.number)]


@pytest.mark.parametrize(
    "query",
    [
        *("?after=x", "?after=0", "?after=-1", "?after=99999999999999999999", "?after=9223372036854775807"),
        *("?before=7&after=7", "?order=x", "?age=x", "?essay=%00", "?member=" + "x" * 301, "?kind=appeals&after=1"),
    ],
)
def test_what_no_page_links_to_is_not_found(query: str, discussion: Any, mod: Any, as_member: Any) -> None:
    assert as_member(mod).get(DESK + query).status_code == 404


def test_a_row_of_another_forum_is_no_place_to_begin_at(
    discussion: Any, ann: Any, tom: Any, elsewhere: Any, as_member: Any
) -> None:
    comment = held(discussion, ann)
    assert as_member(tom).get(f"{DESK}?after={comment.pk}").status_code == 404


def test_what_one_has_passed_on_is_gone_for_oneself_and_there_for_the_others(
    discussion: Any, ann: Any, mod: Any, mia: Any, as_member: Any
) -> None:
    comment = held(discussion, ann)
    Passed.objects.create(comment=comment, member=mod)
    assert shown(as_member(mod).get(DESK)) == []
    assert shown(as_member(mia).get(DESK)) == [str(comment.number)]
    assert queue.counts(viewer_for(mod.user), Asked())[""] == 0


def test_appeals_are_for_those_who_did_not_judge_first(
    discussion: Any, ann: Any, mod: Any, mia: Any, tom: Any, as_member: Any
) -> None:
    comment = held(discussion, ann)
    decision = decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1)
    Appeal.objects.create(decision=decision, member=ann, words="I sell nothing.", first_judge=mod)
    for who, count in ((mia, 1), (mod, 0), (tom, 0)):
        page = as_member(who).get(f"{DESK}?kind=appeals").content.decode()
        assert page.count("I sell nothing.") == count
        assert queue.counts(viewer_for(who.user), Asked())["appeals"] == count


def test_notices_of_illegal_content_are_rows_that_lead_to_a_page_and_show_no_address(
    discussion: Any, forum: Any, ann: Any, mod: Any, tom: Any, as_member: Any
) -> None:
    comment = say(discussion, ann)
    LegalNotice.objects.create(
        comment=comment, revision=1, forum=forum, words="It slanders.", name="Jo", email="jo@example.org"
    )
    page = as_member(mod).get(f"{DESK}?kind=notices").content.decode()
    assert "It slanders." in page
    assert item_of(comment) in page or "/notice" in page
    assert "jo@example.org" not in page
    assert "It slanders." not in as_member(tom).get(f"{DESK}?kind=notices").content.decode()


def test_tabs_of_rare_kinds_come_with_their_rows(
    discussion: Any, forum: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    client, tab = as_member(mod), 'hidden data-kind="notices"'
    assert tab in client.get(DESK).content.decode()
    LegalNotice.objects.create(comment=say(discussion, ann), revision=1, forum=forum, words="It slanders.")
    assert tab not in client.get(DESK).content.decode()


def test_counting_ends_at_a_thousand(discussion: Any, ann: Any, mod: Any, monkeypatch: Any, as_member: Any) -> None:
    monkeypatch.setattr(queue, "MOST_COUNTED", 3)
    for _ in range(5):
        held(discussion, ann)
    assert re.findall(r'px-count">([^<]*)<', as_member(mod).get(DESK).content.decode())[:2] == ["2+", "2+"]


def test_each_kind_asks_as_often_for_many_rows_as_for_few(
    discussion: Any, forum: Any, ann: Any, mod: Any, mia: Any, as_member: Any
) -> None:
    client = as_member(mia)
    asked = []
    for many in (2, 12):
        for _ in range(many):
            rejected = in_status(discussion, ann, "pending")
            decision = decide(comment=rejected, moderator=mod, act=Act.SPAM, revision=1)
            Appeal.objects.create(decision=decision, member=ann, words="No.", first_judge=mod)
            LegalNotice.objects.create(comment=rejected, revision=1, forum=forum, words="It slanders.")
        counted = {}
        for kind in ("appeals", "notices"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{DESK}?kind={kind}").status_code == 200
            counted[kind] = len(queries)
        asked.append(counted)
    assert asked[0] == asked[1]
