"""The statement of reasons: who may read it, and what stands in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.actions import edit_comment
from perspectives.discussion.models import Answer, Discussion, Finding, Status
from perspectives.members.actions import erase_member
from perspectives.moderation.actions import decide, report_comment, suspend_member, undo_decision
from perspectives.moderation.models import Act, Decision, Reason
from perspectives.moderation.tokens import decision_key, statement_path, statement_token
from tests.cast import in_status, make_member, say
from tests.moderation.chain import noticed, rejected
from tests.tokens import without_tokens


def read(decision: Decision, client: Client | None = None) -> str:
    """Return the page of a decision's statement, as a stranger with the link gets it."""
    answer = (client or Client()).get(statement_path(decision))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_what_was_done_on_what_ground_and_how_to_appeal(discussion: Any, ann: Any, mod: Any, rule: Any) -> None:
    comment = say(discussion, ann, "You are all fools.")
    decision = rejected(comment, mod, rule=rule, words="Argue with the point.", note="Third time.")
    rule.title, rule.explanation = "Another name", "Another wording."
    rule.save()
    text = read(decision)
    for said in (
        f"Comment #{comment.number} was rejected",
        "You are all fools.",
        "Argue with the point, not the person",
        "Say what is wrong with an argument",
        "Argue with the point.",
        "Nobody complained",
        "A person decided, and no automatic check",
        "No end is set",
        "readers everywhere",
        "You can appeal until",
    ):
        assert said in text, said
    for hidden in ("Third time.", "Mod<", "Another wording."):
        assert hidden not in text


def test_it_shows_the_text_that_was_judged_and_not_a_later_one(discussion: Any, ann: Any, mod: Any) -> None:
    comment = in_status(discussion, ann, Status.PENDING, body="The first words.")
    decision = rejected(comment, mod)
    undo_decision(decision=decision, moderator=mod)
    edit_comment(comment=comment, editor=ann, body="The second words.", tags=[], revision=1)
    text = read(decision)
    assert "The first words." in text
    assert "The second words." not in text
    assert "This decision was taken back" in text
    assert "<textarea" not in text


def test_it_says_that_notices_and_reports_led_to_it_and_never_whose(
    discussion: Any, ann: Any, ben: Any, mod: Any
) -> None:
    comment = say(discussion, ann)
    noticed(comment)
    report_comment(comment=comment, reporter=ben, reason=Reason.ABUSE, words="Ben is hurt.")
    text = read(rejected(comment, mod))
    assert "Somebody gave notice that it breaks the law." in text
    assert "Readers reported it." in text
    for hidden in ("Nora", "nora@", "Ben"):
        assert hidden not in without_tokens(text)


def test_it_says_whether_automation_took_part(discussion: Any, ann: Any, mod: Any) -> None:
    comment = in_status(discussion, ann, Status.PENDING)
    for name, answer, facts in (
        ("links", Answer.HOLD, {"links": 4, "allowed": 3}),
        ("words", Answer.PASS, {}),
    ):
        Finding.objects.create(
            comment=comment, discussion=discussion, check_name=name, answer=answer, facts=facts, revision=1
        )
    text = read(decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1))
    assert "A person decided. Automatic checks had pointed at it before." in text
    assert "4 links, 3 allowed" in text
    assert "Listed words" not in text
    held = Decision.objects.create(
        act=Act.HOLD, comment=comment, discussion=discussion, member=ann, revision=1, automated=True,
        status_before="public", status_after="pending",
    )  # fmt: skip
    assert "A rule of the site decided by itself" in read(held)


SECRETS = (
    ("words", {"words": ["casin*"], "spans": [[0, 7]]}, "A word on a list of words of this forum."),
    ("triage", {"score": 91391, "words": [["casin", 2.5]], "like": {"rule": 2, "count": 14}}, "An automatic estimate"),
    ("links", {"links": 1, "allowed": 3, "hosts": ["evil.example"]}, "A link to a site on a list of this forum."),
    ("mail", {"listed": True}, "comments from some accounts"),
    ("haste", {"seconds": 2, "least": 91391}, "It was sent very soon"),
    ("near_duplicate", {"number": 91391, "slug": "a-draft", "alike": 93}, "Nearly the same text was posted before."),
    ("duplicate", {"number": 91391, "slug": "a-draft"}, "The same text was posted before."),
    ("reports", {"reports": 3, "weight": 91391, "threshold": 300}, "Readers reported it."),
    ("akismet", {"spam": True, "blatant": False}, "An automatic estimate"),
    ("of_a_host", {"secret": "casin"}, "An automatic check"),
    ("words", ["casin"], "A word on a list of words of this forum."),
)


@pytest.mark.parametrize(("name", "facts", "said"), SECRETS)
def test_it_tells_nobody_how_to_get_round_a_check(
    name: str, facts: Any, said: str, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = in_status(discussion, ann, Status.PENDING, body="Calm words.")
    Finding.objects.create(
        comment=comment, discussion=discussion, check_name=name, answer=Answer.HOLD, facts=facts, revision=1
    )
    decision = rejected(comment, mod)
    for reader in (None, as_member(ann), as_member(mod)):
        page = read(decision, reader)
        assert said in page
        # Five digits: keys of rows have fewer, and a token hardly ever has just these.
        for hidden in (
            "casin",
            "91391",
            "91,391",
            "evil.example",
            "a-draft",
            "domain",
            "of_a_host",
            "secret",
            "rule 2",
        ):
            assert hidden not in page


def test_moderators_still_see_the_words_on_the_card(discussion: Any, forum: Any, ann: Any, mod: Any, boss: Any) -> None:
    forum.watched_words = "casin*"
    forum.save()
    comment = say(discussion, ann, "Come to the Casino.")
    client = Client()
    client.force_login(mod.user)
    item = client.get(reverse("perspectives:desk_item", args=[discussion.slug, comment.number])).content.decode()
    assert "Listed: casin*" in item
    page = read(rejected(comment, mod))
    assert "Listed words</strong>: A word on a list of words of this forum." in page
    assert "casin*" not in page


def test_words_of_a_harsh_tone_are_told_as_they_were_written(discussion: Any, forum: Any, ann: Any, mod: Any) -> None:
    forum.tone_words = "fool*"
    forum.save()
    page = read(rejected(say(discussion, ann, "You are all *Foolish*."), mod))
    assert "Harsh: “Fool”" in page
    assert "fool*" not in page


def test_a_suspension_has_one_too_with_its_end_and_its_forum(forum: Any, ann: Any, mod: Any) -> None:
    until = timezone.now() + timedelta(days=3)
    text = read(suspend_member(member=ann, forum=forum, until=until, words="A pause.", by=mod))
    for said in ("cannot take part for a time", "A pause.", "In the forum <bdi>Peace and Security</bdi>", "Until"):
        assert said in text


def test_it_is_private_and_no_other_site_learns_its_address(discussion: Any, ann: Any, mod: Any) -> None:
    answer = Client().get(statement_path(rejected(say(discussion, ann), mod)))
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert 'content="noindex"' in answer.content.decode()


@pytest.mark.parametrize("spoil", [lambda t: t + "x", lambda t: "9" + t, lambda t: t.upper(), lambda t: "nonsense"])
def test_a_changed_token_is_the_404_of_nothing(spoil: Any, discussion: Any, ann: Any, mod: Any) -> None:
    decision = rejected(say(discussion, ann), mod)
    token = spoil(statement_token(decision))
    assert decision_key(token) is None
    spoilt = Client().get(reverse("perspectives:statement", args=[token]))
    nothing = Client().get(reverse("perspectives:statement", args=["none"]))
    assert (spoilt.status_code, spoilt.content) == (404, nothing.content)


def test_what_restricts_nobody_has_none(discussion: Any, ann: Any, mod: Any) -> None:
    comment = in_status(discussion, ann, Status.PENDING)
    decision = decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1)
    assert Client().get(statement_path(decision)).status_code == 404


def test_after_its_member_left_only_moderators_read_it(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    decision = rejected(say(discussion, ann), mod)
    erase_member(member=ann)
    assert Client().get(statement_path(decision)).status_code == 404
    assert as_member(mod).get(statement_path(decision)).status_code == 200


def test_the_title_of_an_essay_that_is_not_public_is_not_told(discussion: Any, ann: Any, mod: Any) -> None:
    decision = rejected(say(discussion, ann), mod)
    assert "Stop waiting" in read(decision)
    Discussion.objects.update(visible_until=timezone.now() - timedelta(hours=1))
    assert "Stop waiting" not in read(decision)


def test_the_writer_finds_it_on_the_comments_own_page_and_nobody_else_does(
    discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = say(discussion, ann)
    say(discussion, mod, parent=comment.number)
    decision = rejected(comment, mod)
    assert statement_path(decision) in as_member(ann).get(comment.get_absolute_url()).content.decode()
    assert "/statements/" not in Client().get(comment.get_absolute_url()).content.decode()


def test_other_ways_of_redress_stand_there_if_the_host_names_some(
    discussion: Any, ann: Any, mod: Any, settings: Any
) -> None:
    decision = rejected(say(discussion, ann), mod)
    assert "Other ways" not in read(decision)
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"REDRESS_TEXT": "The <board> at https://board.example/."}
    text = read(decision)
    assert "The &lt;board&gt; at" in text
    assert 'href="https://board.example/"' in text


def test_reading_it_costs_the_same_with_many_reports_as_with_one(discussion: Any, ann: Any, mod: Any) -> None:
    def cost(readers: int) -> int:
        comment = say(discussion, ann)
        for number in range(readers):
            reader = make_member(f"Reader {readers} {number}")
            report_comment(comment=comment, reporter=reader, reason=Reason.ABUSE)
        decision = rejected(comment, mod)
        with CaptureQueriesContext(connection) as queries:
            read(decision)
        return len(queries)

    assert cost(9) == cost(1) <= 11
