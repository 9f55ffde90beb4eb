"""How a text was written: pace in slow mode, time to write, capitals, nearly the same text elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from perspectives.discussion.actions import set_slow_mode
from perspectives.discussion.errors import Refused, Throttled
from perspectives.discussion.forms import moment_of, signed_moment
from perspectives.discussion.models import Answer, Discussion, Event, Status
from perspectives.discussion.screening import Filled
from perspectives.moderation import checks
from tests.cast import in_status, make_discussion, say

NOW = timezone.now()
TEXT = "Nobody who has read the treaty can say in good faith that it asks for anything of the kind, and I have read it."


def test_in_slow_mode_a_member_waits_between_two_comments(discussion: Any, ann: Any, ben: Any, mod: Any) -> None:
    set_slow_mode(discussion=discussion, seconds=60, by=mod)
    first = say(discussion, ann)
    with pytest.raises(Throttled) as refused:
        say(discussion, ann, now=first.created_at + timedelta(seconds=20.5))
    assert refused.value.retry_after == 40
    assert "40 seconds" in refused.value.message
    say(discussion, ben)
    say(discussion, mod)
    say(discussion, mod)
    assert say(discussion, ann, now=first.created_at + timedelta(seconds=61)).status == Status.PUBLIC


def test_slow_mode_counts_what_was_withdrawn_and_not_what_stands_elsewhere(
    submit: Any, discussion: Any, elsewhere: Any, ann: Any, django_assert_num_queries: Any
) -> None:
    discussion.slow_seconds = 60
    say(elsewhere, ann)
    with django_assert_num_queries(1):
        assert checks.slow(submit()).answer == Answer.PASS
    comment = in_status(Discussion.objects.get(pk=discussion.pk), ann, Status.WITHDRAWN)
    assert checks.slow(submit()).answer == Answer.REFUSE
    assert checks.slow(submit(comment=comment)).asked is False


def test_setting_slow_mode_is_written_down_once(discussion: Any, mod: Any, ann: Any) -> None:
    event = set_slow_mode(discussion=discussion, seconds=300, by=mod)
    assert event is not None
    assert (event.kind, event.data, event.actor) == ("slowed", {"before": 0, "after": 300}, mod)
    assert set_slow_mode(discussion=discussion, seconds=300, by=mod) is None
    for by, seconds in ((ann, 10), (mod, -1), (mod, 8 * 86_400)):
        with pytest.raises(Refused):
            set_slow_mode(discussion=discussion, seconds=seconds, by=by)
    assert Event.objects.filter(kind="slowed").count() == 1
    assert Discussion.objects.get(pk=discussion.pk).slow_seconds == 300


@pytest.fixture
def comparing(forum: Any) -> None:
    """Let the forum hold what was nearly said before."""
    forum.near_duplicates = True
    forum.save()


@pytest.mark.parametrize(
    ("filled", "answer", "facts"),
    [
        (Filled(NOW - timedelta(seconds=3)), "hold", {"seconds": 3, "least": 5}),
        (Filled(NOW - timedelta(seconds=5)), "pass", {"seconds": 5, "least": 5}),
        (Filled(NOW + timedelta(hours=1)), "pass", {"seconds": -3600, "least": 5}),
        (Filled(None), "pass", {"seconds": None, "least": 5}),
        (None, "pass", {}),
    ],
)
def test_a_text_sent_too_soon_is_held(submit: Any, forum: Any, filled: Any, answer: str, facts: Any) -> None:
    forum.least_seconds = 5
    verdict = checks.haste(submit(forum=forum, filled=filled, now=NOW))
    assert (verdict.answer.value, verdict.facts) == (answer, facts)


def test_the_team_may_be_quick_and_so_may_all_where_nothing_is_asked(submit: Any, forum: Any) -> None:
    quick = Filled(NOW)
    assert checks.haste(submit(forum=forum, filled=quick, now=NOW)).asked is False
    forum.least_seconds = 5
    assert checks.haste(submit(forum=forum, filled=quick, now=NOW, is_staff=True)).asked is False


def test_a_form_carries_the_moment_it_was_handed_out_signed() -> None:
    signed = signed_moment(NOW)
    assert moment_of(signed) == NOW.replace(microsecond=0)
    for broken in ("", "1", signed + "x", signed.replace("1", "2", 1), "\x00", "1" * 500):
        assert moment_of(broken) is None


@pytest.mark.parametrize(
    ("text", "allowed", "answer"),
    [
        ("WHY DOES NOBODY EVER LISTEN TO ME", 60, "hold"),
        ("why does nobody ever LISTEN to me", 60, "pass"),
        ("NATO, OSCE AND THE UN", 60, "pass"),
        ("WHY DOES NOBODY EVER LISTEN TO ME", 100, "pass"),
        ("WHY DOES NOBODY EVER LISTEN TO ME", 0, "pass"),
        ("ПОЧЕМУ МЕНЯ НИКТО НЕ СЛУШАЕТ ЗДЕСЬ", 60, "hold"),
        ("我不明白为什么没有人听我说话我已经说了很多次了真的很多次", 10, "pass"),
        ("لماذا لا يستمع إلي أحد في هذا المكان", 10, "pass"),
    ],
)
def test_a_text_in_capitals_is_held(submit: Any, forum: Any, text: str, allowed: int, answer: str) -> None:
    forum.shouting = allowed
    assert checks.shouting(submit(text, forum=forum)).answer.value == answer
    assert checks.shouting(submit(text, forum=forum, is_staff=True)).answer == Answer.PASS


@pytest.mark.usefixtures("comparing")
@pytest.mark.parametrize(
    "text",
    [
        TEXT.upper(),
        TEXT.replace(" ", "  ").replace(",", " –"),
        f"**{TEXT}**",
        TEXT.replace("treaty", "contract"),
        f"Hm! {TEXT}",
    ],
)
def test_nearly_the_same_text_in_another_discussion_is_held(
    submit: Any, forum: Any, elsewhere: Any, ann: Any, text: str, django_assert_num_queries: Any
) -> None:
    first = say(elsewhere, ann, TEXT)
    submission = submit(text)
    with django_assert_num_queries(1):
        verdict = checks.near_duplicate(submission)
    assert verdict.answer == Answer.HOLD
    assert (verdict.facts["number"], verdict.facts["slug"]) == (first.number, "tariffs")
    assert 70 <= verdict.facts["alike"] <= 100
    forum.near_duplicates = False
    assert checks.near_duplicate(submit(text, forum=forum)).asked is False


@pytest.mark.usefixtures("comparing")
def test_another_text_another_writer_and_another_month_are_no_repeat(
    submit: Any, discussion: Any, elsewhere: Any, ann: Any, ben: Any
) -> None:
    say(elsewhere, ben, TEXT)
    say(discussion, ann, TEXT)
    say(
        elsewhere,
        ann,
        "Everybody who has slept on a bench in the park knows how cold the nights of that country can be.",
    )
    in_status(elsewhere, ann, Status.WITHDRAWN, body=f"Hm. {TEXT}")
    assert checks.near_duplicate(submit(f"{TEXT}!")).answer == Answer.PASS
    say(elsewhere, ann, f"Well: {TEXT}")
    assert checks.near_duplicate(submit(f"{TEXT}!", now=timezone.now() + timedelta(days=31))).answer == Answer.PASS


@pytest.mark.usefixtures("comparing")
def test_short_texts_and_the_team_are_not_compared(
    submit: Any, elsewhere: Any, ann: Any, django_assert_num_queries: Any
) -> None:
    say(elsewhere, ann, "Thank you, I agree.")
    submissions = [submit("Thank you, I agree!"), submit(TEXT, is_staff=True)]
    with django_assert_num_queries(0):
        assert not any(checks.near_duplicate(submission).asked for submission in submissions)


@pytest.mark.usefixtures("comparing")
def test_only_the_last_comments_are_compared(submit: Any, ann: Any, elsewhere: Any) -> None:
    other = make_discussion(elsewhere.forum, title="Third", slug="third")
    say(elsewhere, ann, TEXT)
    for number in range(20):
        say(other, ann, f"Something else entirely, for the {number}th time.")
    assert checks.near_duplicate(submit(f"{TEXT}!")).answer == Answer.PASS
