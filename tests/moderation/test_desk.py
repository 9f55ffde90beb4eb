"""The desk: everything about an item on its card, decisions by plain forms, on to the next one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from perspectives.discussion.actions import edit_comment
from perspectives.discussion.models import Discussion, Status
from perspectives.moderation.actions import decide, report_comment
from perspectives.moderation.models import Act, Decision, Reason, Sanction
from tests.cast import in_status, make_member, say
from tests.moderation.stage import DESK, held, item_of, sent


def test_the_desk_shows_what_waits_oldest_first_and_nothing_else(
    discussion: Any, ann: Any, ben: Any, mod: Any, as_member: Any
) -> None:
    reported = say(discussion, ann, "A reported text.")
    report_comment(comment=reported, reporter=ben, reason=Reason.ABUSE, words="Look at the tone.")
    held(discussion, ann, body="A held text.")
    say(discussion, ann, "A calm text.")
    in_status(discussion, ann, Status.REJECTED, body="A rejected text.")
    page = as_member(mod).get(DESK).content.decode()
    assert page.index("A reported text.") < page.index("A held text.")
    assert "A calm text." not in page
    assert "A rejected text." not in page
    assert "Look at the tone." in page


def test_a_card_shows_what_it_answers_the_findings_and_the_members_record(
    discussion: Any, forum: Any, ann: Any, ben: Any, mod: Any, as_member: Any
) -> None:
    parent = say(discussion, ben, "What is answered.")
    in_status(discussion, ann, Status.REJECTED)
    say(discussion, ann)
    forum.links_allowed = 0
    forum.save()
    discussion.refresh_from_db()
    comment = say(discussion, ann, "See <https://a.example>.", parent=parent.number, tags=["evidence"])
    Sanction.objects.create(member=ann, forum=forum, kind="warn", words="Be kinder.")
    page = as_member(mod).get(DESK).content.decode()
    assert comment.status == Status.PENDING
    for words in ("What is answered.", "1 link, 0 allowed", "1 public, 1 rejected, 0 spam", "Be kinder.", "evidence"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"held", "reported"}),
        ("?kind=held", {"held"}),
        ("?kind=reported", {"reported"}),
        ("?forum=peace", {"held"}),
    ],
)
def test_filters_show_their_part_with_counts(
    query: str, shown: set[str], discussion: Any, elsewhere: Any, ann: Any, ben: Any, boss: Any, as_member: Any
) -> None:
    held(discussion, ann, body="held text")
    report_comment(comment=say(elsewhere, ann, "reported text"), reporter=ben, reason=Reason.SPAM)
    page = as_member(boss).get(DESK + query).content.decode()
    assert {kind for kind in ("held", "reported") if f"{kind} text" in page} == shown
    counts = re.findall(r'px-count">(\d+)<', page)
    assert counts == (["1", "1", "0"] if "forum" in query else ["2", "1", "1"])


@pytest.mark.parametrize(
    "query", ["?kind=x", "?forum=none", "?forum=trade", "?page=0", "?page=2", "?page=x", "?page=9" * 9]
)
def test_nonsense_and_other_forums_in_the_query_are_404(
    query: str, discussion: Any, elsewhere: Any, mod: Any, as_member: Any
) -> None:
    assert as_member(mod).get(DESK + query).status_code == 404


def test_an_approval_by_the_form_leads_to_the_next_card_and_says_so(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    first, second, third = (held(discussion, ann) for _ in range(3))
    client = as_member(mod)
    answer = client.post(item_of(second), sent(second, "approve", kind="held"))
    assert (answer.status_code, answer.url) == (303, f"{DESK}?kind=held#c-{third.pk}")
    second.refresh_from_db()
    assert (second.status, Decision.objects.get().by) == (Status.PUBLIC, mod)
    page = client.get(answer.url).content.decode()
    assert f"#{second.number}: approved." in page
    answer = client.post(item_of(third), sent(third, "approve"))
    assert answer.url == DESK
    assert f'id="c-{first.pk}"' in client.get(DESK).content.decode()


def test_the_next_card_stands_on_the_page_the_address_names(
    discussion: Any, ann: Any, mod: Any, as_member: Any, settings: Any
) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 2}
    waiting = [held(discussion, ann) for _ in range(6)]
    client = as_member(mod)
    second = f"{DESK}?after={waiting[1].pk}"
    assert f'rel="next" data-px="next" href="{second}"' in client.get(DESK).content.decode()
    assert f'name="rest" value="after={waiting[1].pk}"' in client.get(second).content.decode()
    answer = client.post(item_of(waiting[3]), sent(waiting[3], "spam", rest=f"after={waiting[1].pk}"))
    assert answer.url == f"{second}#c-{waiting[4].pk}"
    assert f'id="c-{waiting[4].pk}"' in client.get(answer.url).content.decode()
    answer = client.post(item_of(waiting[5]), sent(waiting[5], "spam", rest=f"after={waiting[4].pk}"))
    assert answer.url == DESK
    assert client.get(answer.url).status_code == 200


def test_the_last_card_leaves_an_empty_desk_with_words(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment, client = held(discussion, ann), as_member(mod)
    answer = client.post(item_of(comment), sent(comment, "approve"))
    assert "Nothing waits" in client.get(answer.url).content.decode()


def test_the_item_page_shows_the_whole_record(
    discussion: Any, ann: Any, ben: Any, mod: Any, mia: Any, rule: Any, as_member: Any
) -> None:
    comment = say(discussion, ann, "The first text.")
    edit_comment(comment=comment, editor=ann, body="The second text.", tags=[], revision=1)
    report_comment(comment=comment, reporter=ben, reason=Reason.FALSE, words="Not so.")
    comment.refresh_from_db()
    decide(comment=comment, moderator=mod, act=Act.REJECT, revision=2, rule=rule, words="Words.", note="A note.")
    page = as_member(mia).get(item_of(comment)).content.decode()
    for words in ("The first text.", "The second text.", "Not so.", "Words.", "A note.", rule.title, "Open discussion"):
        assert words in page


@pytest.mark.parametrize("who", ["ann", "eve", "tom"])
def test_another_forums_items_are_404_by_every_door(
    who: str, discussion: Any, ann: Any, mod: Any, as_member: Any, request: Any
) -> None:
    comment = held(discussion, ann, body="Held words.")
    done = decide(comment=held(discussion, ann), moderator=mod, act=Act.SPAM, revision=1)
    client = as_member(request.getfixturevalue(who))
    undo = reverse("perspectives:undo", args=[done.pk])
    for answer in (
        client.get(item_of(comment)),
        client.post(item_of(comment), sent(comment, "approve")),
        client.post(item_of(comment), sent(comment, "lock")),
        client.get(undo),
        client.post(undo),
        client.get(f"{DESK}?forum=peace"),
    ):
        assert answer.status_code == 404
        assert "Held words." not in answer.content.decode()
    desk = client.get(DESK)
    assert desk.status_code == (200 if who == "tom" else 404)
    assert "Held words." not in desk.content.decode()
    comment.refresh_from_db()
    assert (comment.status, Decision.objects.count()) == (Status.PENDING, 1)


def test_an_item_that_may_not_be_seen_looks_like_one_that_is_not_there(
    discussion: Any, elsewhere: Any, ann: Any, tom: Any, as_member: Any
) -> None:
    comment = held(discussion, ann)
    client = as_member(tom)
    missing = reverse("perspectives:desk_item", args=[discussion.slug, 999])
    assert client.get(item_of(comment)).content == client.get(missing).content


def test_signed_out_visitors_sign_in_first(discussion: Any, ann: Any) -> None:
    comment = held(discussion, ann)
    for address in (DESK, item_of(comment)):
        answer = Client().get(address)
        assert (answer.status_code, "login" in answer.url) == (302, True)


@pytest.mark.parametrize(("address", "method"), [(DESK, "post"), (DESK, "put"), ("item", "put"), ("item", "delete")])
def test_other_methods_are_405(address: str, method: str, discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment = held(discussion, ann)
    where = DESK if address == DESK else item_of(comment)
    assert getattr(as_member(mod), method)(where).status_code == 405


def test_the_desk_is_private(discussion: Any, mod: Any, as_member: Any) -> None:
    assert "private" in as_member(mod).get(DESK).headers["Cache-Control"]


def crowd(discussion: Discussion, count: int) -> None:
    """Let `count` items wait, each by another member, answering something, tagged, reported, found and sanctioned."""
    reporter = make_member(f"Reporter{count}")
    for number in range(count):
        writer = make_member(f"Writer{count}-{number}")
        parent = say(discussion, writer)
        comment = say(discussion, writer, parent=parent.number, tags=["evidence"])
        report_comment(comment=comment, reporter=reporter, reason=Reason.OTHER)
        held(discussion, writer, parent=parent.number)
        Sanction.objects.create(member=writer, forum=discussion.forum, kind="warn", words="x")


def test_the_desk_asks_as_often_for_a_hundred_items_as_for_six(
    discussion: Any, mod: Any, as_member: Any, settings: Any
) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 100}
    client = as_member(mod)
    asked = []
    for count, items in ((3, 6), (47, 100)):
        crowd(discussion, count)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(DESK)
        assert page.content.decode().count('<article class="px-card"') == items
        asked.append(len(queries))
    assert asked[0] == asked[1] == 27
