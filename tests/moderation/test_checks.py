"""Every check answers with facts a moderator can read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string

from perspectives.conf import conf
from perspectives.discussion.models import Answer, Finding, Policy, State, Status
from perspectives.discussion.screening import Submission, Verdict
from perspectives.members.models import Attempt, Member
from perspectives.moderation import checks
from perspectives.moderation.models import Sanction, SanctionKind
from perspectives.moderation.triage.present import forget_model
from perspectives.text.markdown import render_comment
from tests.cast import in_status, say


def answer(verdict: Verdict) -> tuple[str, dict[str, Any]]:
    """Return what a verdict says, without the sentence."""
    return verdict.answer.value, verdict.facts


def test_every_check_of_the_settings_can_be_imported_and_passes_a_calm_word(submit: Any) -> None:
    submission = submit()
    assert [import_string(path)(submission).answer for path in conf.CHECKS] == [Answer.PASS] * len(conf.CHECKS)


def test_a_locked_discussion_refuses_with_403(submit: Any, discussion: Any) -> None:
    discussion.state = State.LOCKED
    verdict = checks.closed(submit())
    assert (answer(verdict), verdict.http_status) == (("refuse", {"state": "locked"}), 403)
    assert "closed" in verdict.message


def test_a_suspended_member_is_told_until_when_and_why(submit: Any, ann: Any, forum: Any) -> None:
    until = timezone.now() + timedelta(days=3)
    Sanction.objects.create(member=ann, forum=forum, kind=SanctionKind.SUSPEND, until=until, words="Insults in #4.")
    verdict = checks.sanctioned(submit())
    assert (verdict.answer, verdict.http_status) == (Answer.REFUSE, 403)
    assert "Insults in #4." in verdict.message
    assert str(timezone.localtime(until).year) in verdict.message
    assert verdict.facts["until"] == until.isoformat()


def test_a_ban_outweighs_a_suspension_and_has_no_end(submit: Any, ann: Any, forum: Any) -> None:
    later = timezone.now() + timedelta(days=1)
    Sanction.objects.create(member=ann, forum=forum, kind=SanctionKind.SUSPEND, until=later, words="One.")
    Sanction.objects.create(member=ann, kind=SanctionKind.BAN, words="Two.")
    verdict = checks.sanctioned(submit())
    assert verdict.facts["kind"] == "ban"
    assert "until" not in verdict.message


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("hold", {}, "hold"),
        ("warn", {}, "refuse"),
        ("warn", {"read": True}, "pass"),
        ("suspend", {"until": timedelta(days=-1)}, "pass"),
        ("suspend", {"until": timedelta(days=1), "lifted": True}, "pass"),
    ],
)
def test_other_sanctions_hold_or_have_no_effect(
    submit: Any, ann: Any, kind: str, fields: dict[str, Any], expected: str
) -> None:
    now = timezone.now()
    until = now + fields["until"] if "until" in fields else None
    lifted = now if fields.get("lifted") else None
    read = now if fields.get("read") else None
    Sanction.objects.create(member=ann, kind=kind, until=until, lifted_at=lifted, acknowledged_at=read, words="Why.")
    assert checks.sanctioned(submit()).answer == expected


def test_a_sanction_in_another_forum_binds_only_there(submit: Any, ann: Any, elsewhere: Any) -> None:
    Sanction.objects.create(member=ann, forum=elsewhere.forum, kind=SanctionKind.BAN, words="There.")
    assert checks.sanctioned(submit()).answer == Answer.PASS


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        ("x", {"characters": 1, "least": 2}),
        ("\u200b \u2060", {"characters": 0, "least": 2}),
        ("***", {"characters": 0, "least": 2}),
        ("x" * 20_001, {"characters": 20_001, "most": 20_000}),
    ],
)
def test_blank_short_and_long_texts_are_refused_with_their_length(
    submit: Any, body: str, facts: dict[str, int]
) -> None:
    verdict = checks.length(submit(body, html=render_comment(body[:100])))
    assert (answer(verdict), verdict.http_status) == (("refuse", facts), 422)
    assert verdict.message


def test_a_flood_is_refused_with_the_seconds_to_wait(submit: Any, settings: Any) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIMITS": {"post": [(2, 60)]}}
    now = timezone.now()
    assert [checks.flood(submit(now=now)).answer for _ in range(3)] == ["pass", "pass", "refuse"]
    verdict = checks.flood(submit(now=now + timedelta(seconds=20)))
    assert (verdict.http_status, verdict.retry_after, verdict.facts) == (429, 40, {"seconds": 40})
    assert checks.flood(submit(now=now + timedelta(seconds=61))).answer == Answer.PASS


def test_the_flood_check_is_what_counts_attempts_to_post(discussion: Any, ann: Any) -> None:
    say(discussion, ann)
    say(discussion, ann, address="192.0.2.7")
    assert Attempt.objects.filter(kind="post").count() == 3


def test_the_same_words_in_the_same_discussion_are_refused_and_name_the_first(
    submit: Any, discussion: Any, ann: Any
) -> None:
    first = say(discussion, ann, "Said before.")
    verdict = checks.duplicate(submit("Said before."))
    assert answer(verdict) == ("refuse", {"number": first.number, "slug": discussion.slug})
    assert f"#{first.number}" in verdict.message


def test_the_same_words_elsewhere_are_held(submit: Any, elsewhere: Any, ann: Any) -> None:
    first = say(elsewhere, ann, "Said before.")
    assert answer(checks.duplicate(submit("Said before."))) == ("hold", {"number": first.number, "slug": "tariffs"})


def test_the_same_words_by_somebody_else_later_or_withdrawn_are_no_repeat(
    submit: Any, discussion: Any, ann: Any, ben: Any
) -> None:
    say(discussion, ben, "Said before.")
    in_status(discussion, ann, Status.WITHDRAWN, body="Said before.")
    assert checks.duplicate(submit("Said before.")).answer == Answer.PASS
    say(discussion, ann, "Said once.")
    assert checks.duplicate(submit("Said once.", now=timezone.now() + timedelta(hours=25))).answer == Answer.PASS


def test_an_edited_comment_does_not_repeat_itself(submit: Any, discussion: Any, ann: Any) -> None:
    comment = say(discussion, ann, "Said once.")
    assert checks.duplicate(submit("Said once.", comment=comment)).answer == Answer.PASS


def test_more_links_than_allowed_are_held_with_both_numbers(submit: Any, forum: Any) -> None:
    body = "<https://a.example> [b](https://b.example) [c](https://c.example)"
    forum.links_allowed = 2
    assert answer(checks.links(submit(body, forum=forum))) == ("hold", {"links": 3, "allowed": 2})
    assert answer(checks.links(submit(body, forum=forum, is_staff=True)))[0] == "pass"
    forum.links_allowed = 3
    assert answer(checks.links(submit(body, forum=forum))) == ("pass", {"links": 3, "allowed": 3})


def test_the_code_of_a_link_is_none_but_the_address_in_it_can_be_copied(submit: Any, forum: Any) -> None:
    forum.links_allowed = 0
    assert answer(checks.links(submit("`<a href='#top'>`", forum=forum)))[0] == "pass"
    assert checks.links(submit("`<a href='https://a.example'>`", forum=forum)).facts["links"] == 1


@pytest.mark.parametrize(
    ("policy", "needed", "expected"),
    [
        (Policy.NEWCOMERS, 1, ("hold", {"public": 0, "needed": 1})),
        (Policy.NEWCOMERS, 0, ("pass", {})),
        (Policy.PUBLISH, 1, ("pass", {})),
        (Policy.HOLD, 1, ("pass", {})),
    ],
)
def test_a_newcomer_is_held_under_the_newcomers_policy_only(
    submit: Any, forum: Any, policy: str, needed: int, expected: Any
) -> None:
    forum.policy, forum.newcomer_comments = policy, needed
    assert answer(checks.newcomer(submit(forum=forum))) == expected


def test_only_public_comments_in_this_forum_make_a_member_known(
    submit: Any, forum: Any, discussion: Any, elsewhere: Any, ann: Any, ben: Any
) -> None:
    say(elsewhere, ann)
    say(discussion, ben)
    for status in (Status.PENDING, Status.REJECTED, Status.SPAM, Status.WITHDRAWN):
        in_status(discussion, ann, status)
    known = say(discussion, ann)
    forum.policy, forum.newcomer_comments = Policy.NEWCOMERS, 2
    assert answer(checks.newcomer(submit(forum=forum))) == ("hold", {"public": 1, "needed": 2})
    forum.policy = Policy.PUBLISH
    say(discussion, ann)
    forum.policy = Policy.NEWCOMERS
    assert answer(checks.newcomer(submit(forum=forum))) == ("pass", {"public": 2, "needed": 2})
    assert checks.newcomer(submit(forum=forum, comment=known)).answer == Answer.HOLD
    assert checks.newcomer(submit(forum=forum, comment=known, is_staff=True)).answer == Answer.PASS


@pytest.mark.parametrize(
    ("policy", "is_staff", "expected"),
    [("hold", False, "hold"), ("hold", True, "pass"), ("publish", False, "pass"), ("newcomers", False, "pass")],
)
def test_the_hold_policy_holds_all_but_the_team(
    submit: Any, forum: Any, policy: str, is_staff: bool, expected: str
) -> None:
    forum.policy = policy
    verdict = checks.policy(submit(forum=forum, is_staff=is_staff))
    assert answer(verdict) == (expected, {"policy": policy})


def test_all_checks_together_ask_the_database_five_times(
    submit: Any, forum: Any, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.PERSPECTIVES = {key: value for key, value in settings.PERSPECTIVES.items() if key != "LIMITS"}
    forum.policy, forum.held_words = Policy.NEWCOMERS, "rubbish"
    submission = submit(forum=forum, address="192.0.2.7")
    forget_model()  # The fifth question is for what triage has learned; a process remembers the answer for a while.
    with django_assert_num_queries(5):
        for path in conf.CHECKS:
            import_string(path)(submission)


def test_whatever_a_forum_switches_on_costs_one_query_more_each_at_most(
    submit: Any, forum: Any, settings: Any, discussion: Any, django_assert_num_queries: Any
) -> None:
    settings.PERSPECTIVES = {key: value for key, value in settings.PERSPECTIVES.items() if key != "LIMITS"}
    forum.policy, forum.least_seconds, forum.shouting, forum.trusted_tags = Policy.NEWCOMERS, 5, 60, True
    forum.held_words = forum.watched_words = forum.tone_words = "rubbish"
    forum.held_hosts, forum.held_mail_domains = "evil.example", "evil.example"
    forum.links_allowed, discussion.slow_seconds = 0, 60
    body = f"{'A long and calm text about treaties. ' * 9} <https://a.example>"
    given = {"tags": ("own",), "suggested": frozenset(), "address": "192.0.2.7"}
    submission = submit(body, forum=forum, author=Member.objects.get(name="Ann"), **given)
    forget_model()
    # Beside the five: slow mode, the account's address, trust for links and for tags.
    with django_assert_num_queries(9):
        for path in conf.CHECKS:
            import_string(path)(submission)


def test_a_check_that_raises_holds_nothing_and_is_recorded(
    discussion: Any, ann: Any, settings: Any, caplog: Any
) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": [f"{__name__}.broken", *conf.CHECKS]}
    comment = say(discussion, ann)
    assert comment.status == Status.PUBLIC
    finding = Finding.objects.get(comment=comment, check_name="broken")
    assert (finding.answer, finding.facts) == ("did-not-run", {"error": "ZeroDivisionError"})
    assert "did not run" in caplog.text


def broken(submission: Submission) -> Verdict:
    """Fail, as a host's own check may."""
    raise ZeroDivisionError


def test_posting_leaves_a_finding_for_each_check_that_the_forum_has_switched_on(discussion: Any, ann: Any) -> None:
    comment = say(discussion, ann)
    names = Finding.objects.filter(comment=comment).values_list("check_name", flat=True)
    off = {"slow", "mail", "own_tags", "tone", "haste", "shouting", "near_duplicate"}
    assert list(names) == [name for path in conf.CHECKS if (name := path.rpartition(".")[2]) not in off]
