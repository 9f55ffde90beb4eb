"""Deciding on many at once: each text is seen, one transaction, a row for each; and the way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perspectives.discussion.actions import edit_comment, withdraw_comment
from perspectives.discussion.models import Comment, Status
from perspectives.moderation.actions import Chosen, decide, decide_many, report_comment
from perspectives.moderation.errors import NotFound
from perspectives.moderation.models import Act, Decision, LogEntry, Reason, Rule
from tests.cast import in_status, say
from tests.moderation.stage import DESK, held

TOGETHER = "/moderation/together/"


def asked(comments: list[Comment], act: str, **fields: Any) -> dict[str, Any]:
    """Return what the page sends with all its comments ticked."""
    keys = [comment.pk for comment in comments]
    seen = {f"seen_{comment.pk}": f"{comment.revision}:0" for comment in comments}
    return {"shown": keys, "pick": keys, "act": act, "rule": "", "words": "", "note": ""} | seen | fields


def statuses(comments: list[Comment]) -> list[str]:
    """Return the status of each as it is now."""
    return [Comment.objects.get(pk=comment.pk).status for comment in comments]


def test_the_page_shows_the_text_of_each_that_is_ticked(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comments = [held(discussion, ann, body=f"Text number {number}.") for number in range(3)]
    page = as_member(mod).get(TOGETHER, {"pick": [comments[0].pk, comments[2].pk]}).content.decode()
    assert ["Text number 0." in page, "Text number 1." in page, "Text number 2." in page] == [True, False, True]


def test_each_gets_a_row_of_its_own_with_the_same_rule_and_words(
    discussion: Any, ann: Any, ben: Any, mod: Any, rule: Any, as_member: Any
) -> None:
    reported = say(discussion, ben)
    report_comment(comment=reported, reporter=ann, reason=Reason.OTHER)
    comments = [held(discussion, ann), reported]
    answer = as_member(mod).post(TOGETHER, asked(comments, "reject", rule=rule.pk, words="Not so.", note="All alike."))
    assert (answer.status_code, answer.url) == (303, DESK)
    assert statuses(comments) == [Status.REJECTED] * 2
    rows = Decision.objects.order_by("pk")
    assert [(row.comment, row.rule, row.words, row.note, row.by) for row in rows] == [
        (comment, rule, "Not so.", "All alike.", mod) for comment in sorted(comments, key=lambda one: one.pk)
    ]
    assert LogEntry.objects.count() == 2
    reported.refresh_from_db()
    assert reported.open_reports == 0


def test_what_is_unticked_on_the_page_is_left(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comments = [held(discussion, ann), held(discussion, ann)]
    as_member(mod).post(TOGETHER, asked(comments, "approve", pick=[comments[1].pk]))
    assert statuses(comments) == [Status.PENDING, Status.PUBLIC]


def test_what_changed_meanwhile_is_named_and_left_out(
    discussion: Any, ann: Any, ben: Any, mod: Any, mia: Any, as_member: Any
) -> None:
    comments = [held(discussion, ann) for _ in range(4)]
    sent = asked(comments, "approve")
    edit_comment(comment=comments[0], editor=ann, body="Another text.", tags=[], revision=1)
    withdraw_comment(comment=comments[1], member=ann)
    decide(comment=comments[2], moderator=mia, act=Act.SPAM, revision=1)
    client = as_member(mod)
    page = client.get(client.post(TOGETHER, sent).url).content.decode()
    assert "1 comment was decided on." in page
    for place in (0, 1, 2):
        assert f"#{comments[place].number} was left as it is." in page
    assert statuses(comments)[1:] == [Status.WITHDRAWN, Status.SPAM, Status.PUBLIC]
    assert Decision.objects.filter(by=mod).count() == 1


def test_all_or_nothing_where_one_may_not_be_decided_on(
    discussion: Any, elsewhere: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    mine, other = held(discussion, ann), in_status(elsewhere, ann, Status.PENDING)
    chosen = [Chosen(mine, 1, 0), Chosen(other, 1, 0)]
    with pytest.raises(NotFound):
        decide_many(chosen=chosen, moderator=mod, act=Act.APPROVE)
    assert (statuses([mine, other]), Decision.objects.count()) == ([Status.PENDING] * 2, 0)
    assert as_member(mod).post(TOGETHER, asked([mine, other], "approve")).status_code == 404
    assert as_member(mod).get(TOGETHER, {"pick": [mine.pk, other.pk]}).status_code == 404
    assert as_member(mod).get(TOGETHER, {"pick": [10**15]}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"act": "reject"}, "Choose the rule"),
        ({"act": "lock"}, "Choose what to do"),
        ({"act": "approve", "pick": []}, "Tick the comments"),
        ({"act": "approve", "words": "x" * 2001}, "look at the form"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    fields: dict[str, Any], words: str, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comments = [held(discussion, ann), held(discussion, ann)]
    sent = asked(comments, "approve", words="My words.") | fields
    answer = as_member(mod).post(TOGETHER, sent)
    page = answer.content.decode()
    assert (answer.status_code, words in page, sent["words"] in page) == (422, True, True)
    assert (statuses(comments), Decision.objects.count()) == ([Status.PENDING] * 2, 0)


def test_a_rule_is_of_one_forum(
    discussion: Any, elsewhere: Any, ann: Any, boss: Any, as_member: Any, rule: Any
) -> None:
    comments = [held(discussion, ann), in_status(elsewhere, ann, Status.PENDING)]
    client = as_member(boss)
    answer = client.post(TOGETHER, asked(comments, "reject", rule=rule.pk))
    assert (answer.status_code, "of one forum" in answer.content.decode()) == (422, True)
    assert client.post(TOGETHER, asked(comments, "spam")).status_code == 303
    assert statuses(comments) == [Status.SPAM] * 2


def test_all_of_one_member_are_ticked_by_one_link(
    discussion: Any, ann: Any, ben: Any, mod: Any, as_member: Any
) -> None:
    hers = [held(discussion, ann, body="Hers, one."), held(discussion, ann, body="Hers, two.")]
    held(discussion, ben, body="His.")
    page = as_member(mod).get(TOGETHER, {"member": ann.key}).content.decode()
    assert (page.count("<p>Hers, "), page.count("His."), page.count(" checked")) == (len(hers), 0, len(hers))
    assert as_member(mod).get(TOGETHER, {"member": "%00"}).status_code == 404


def test_more_than_a_hundred_are_not_shown_at_once(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comment = held(discussion, ann)
    keys = [str(comment.pk), *map(str, range(10**6, 10**6 + 100))]
    Comment.objects.bulk_create(
        Comment(
            pk=int(key), discussion=discussion, number=int(key), path=f"{key:0>8}", conversation=int(key), author=ann,
            body="x", html="<p>x</p>", body_hash=key, key=key, status=Status.PENDING,
        )
        for key in keys[1:]
    )  # fmt: skip
    page = as_member(mod).get(TOGETHER, {"pick": keys}).content.decode()
    assert (page.count('name="shown"'), "Only the first 100" in page) == (100, True)


def test_the_page_asks_as_often_for_many_as_for_few(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    comments, client, counted = [held(discussion, ann) for _ in range(12)], as_member(mod), []
    for many in (2, 12):
        with CaptureQueriesContext(connection) as queries:
            client.get(TOGETHER, {"pick": [comment.pk for comment in comments[:many]]})
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_it_is_undone_with_one_press(discussion: Any, ann: Any, mod: Any, mia: Any, rule: Any, as_member: Any) -> None:
    comments, client = [held(discussion, ann) for _ in range(3)], as_member(mod)
    client.post(TOGETHER, asked(comments, "reject", rule=rule.pk))
    assert "3 comments were decided on together." in client.get(DESK).content.decode()
    newest = Decision.objects.get(comment=comments[0])
    decide(comment=comments[0], moderator=mia, act=Act.APPROVE, revision=1, seen=newest.pk)
    page = client.get(client.post(f"{TOGETHER}undo/").url).content.decode()
    assert "2 decisions are undone." in page
    assert f"#{comments[0].number} was left as it is." in page
    assert "decided on together." not in page
    assert statuses(comments) == [Status.PUBLIC, Status.PENDING, Status.PENDING]
    assert client.post(f"{TOGETHER}undo/").status_code == 303
    assert Decision.objects.filter(act=Act.UNDO).count() == 2


@pytest.mark.parametrize("who", ["ann", "eve", "tom"])
def test_others_find_nothing(who: str, discussion: Any, ann: Any, mod: Any, request: Any, as_member: Any) -> None:
    comment, client = held(discussion, ann, body="Held words."), as_member(request.getfixturevalue(who))
    for answer in (
        client.get(TOGETHER, {"pick": comment.pk}),
        client.post(TOGETHER, asked([comment], "approve")),
    ):
        assert (answer.status_code, "Held words." in answer.content.decode()) == (404, False)
    assert statuses([comment]) == [Status.PENDING]


def test_a_page_open_for_too_long_gives_back_what_was_typed(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = held(discussion, ann)
    client = as_member(mod, csrf=True)
    answer = client.post(TOGETHER, asked([comment], "approve", words="My words."))
    assert (answer.status_code, "My words." in answer.content.decode()) == (403, True)
    assert client.post(f"{TOGETHER}undo/").status_code == 403
    assert statuses([comment]) == [Status.PENDING]


def test_rules_of_several_forums_are_told_apart(
    discussion: Any, elsewhere: Any, ann: Any, boss: Any, as_member: Any
) -> None:
    comments = [held(discussion, ann), in_status(elsewhere, ann, Status.PENDING)]
    page = as_member(boss).get(TOGETHER, {"pick": [comment.pk for comment in comments]}).content.decode()
    assert f"Trade: {Rule.objects.of(elsewhere.forum).first()}" in page
