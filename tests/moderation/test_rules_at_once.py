"""Two who report, save a rule or a policy at once: each comes after the other, and nothing is done twice."""

from __future__ import annotations

from typing import Any

import pytest

from perspectives.discussion.errors import Conflict, Refused
from perspectives.discussion.models import Finding, RoleKind, Status
from perspectives.moderation.actions import decide, exchange_rules, report_comment, save_policy, save_rule
from perspectives.moderation.models import Act, Decision, PolicyChange, Reason, Rule, RuleRevision
from perspectives.moderation.policies import fingerprint, values_of
from perspectives.moderation.wordings import wording_of
from tests.cast import make_discussion, make_member, make_moderator, say
from tests.moderation.test_at_once import at_once, recounted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", range(2))
def test_of_many_reports_at_once_one_holds_the_comment(turn: int) -> None:
    discussion = make_discussion()
    discussion.forum.report_threshold = 200
    discussion.forum.save()
    comment = say(discussion, make_member("Ann"))
    readers = [make_member(f"Reader{number}") for number in range(5)]
    at_once(
        *(
            lambda reader=reader: report_comment(comment=comment, reporter=reader, reason=Reason.ABUSE)
            for reader in readers
        )
    )
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports, comment.weight) == (Status.PENDING, 2, 200)
    assert (Decision.objects.count(), Finding.objects.filter(check_name="reports").count()) == (1, 1)
    recounted(discussion)


@pytest.mark.parametrize("turn", range(2))
def test_a_report_that_holds_and_a_moderator_who_approves_end_in_one_order_or_the_other(turn: int) -> None:
    discussion = make_discussion()
    discussion.forum.report_threshold = 200
    discussion.forum.save()
    comment, mod = say(discussion, make_member("Ann")), make_moderator("Mod", discussion.forum)
    report_comment(comment=comment, reporter=make_member("Ben"), reason=Reason.ABUSE)
    cara = make_member("Cara")
    outcomes = at_once(
        lambda: report_comment(comment=comment, reporter=cara, reason=Reason.ABUSE),
        lambda: decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=1, seen=0),
    )
    assert not [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]
    comment.refresh_from_db()
    acts = list(Decision.objects.values_list("act", flat=True))
    # Held and then approved, or approved and then reported by one.
    assert (acts, comment.status, comment.open_reports) in [
        (["hold", "approve"], Status.PUBLIC, 0),
        (["approve"], Status.PUBLIC, 1),
    ]
    recounted(discussion)


@pytest.mark.parametrize("turn", range(2))
def test_of_two_who_save_one_rule_at_once_one_is_told(turn: int) -> None:
    forum = make_discussion().forum
    rule, seniors = (
        Rule.objects.of(forum).first(),
        [make_moderator(name, forum, RoleKind.SENIOR) for name in ("A", "B")],
    )
    outcomes = at_once(
        *(
            lambda who=who: save_rule(
                forum=forum, by=who, rule=rule, wording=wording_of(rule) | {"title": who.name}, seen=1
            )
            for who in seniors
        )
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Conflict", "RuleRevision"]
    assert RuleRevision.objects.filter(rule=rule).count() == 2


@pytest.mark.parametrize("turn", range(2))
def test_of_two_who_move_the_same_rule_at_once_one_moves_it(turn: int) -> None:
    forum = make_discussion().forum
    rule, sue = Rule.objects.of(forum).first(), make_moderator("Sue", forum, RoleKind.SENIOR)
    outcomes = at_once(*[lambda: exchange_rules(rule=rule, up=False, by=sue, number=1)] * 3)
    assert len([one for one in outcomes if one is not None]) == 1
    assert list(Rule.objects.of(forum).values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("turn", range(2))
def test_of_two_who_save_a_policy_at_once_one_is_told_what_stands(turn: int) -> None:
    forum = make_discussion().forum
    seniors = [make_moderator(name, forum, RoleKind.SENIOR) for name in ("Sue", "Sam")]
    seen = fingerprint(values_of(forum))
    outcomes: list[Any] = at_once(
        *(
            lambda who=who: save_policy(forum=forum, by=who, values={"held_words": who.name}, seen=seen)
            for who in seniors
        )
    )
    told = [one for one in outcomes if isinstance(one, Conflict)]
    saved = [one for one in outcomes if isinstance(one, PolicyChange)]
    assert (len(told), len(saved)) == (1, 1)
    assert told[0].present["held_words"] == saved[0].after["held_words"]  # type: ignore[attr-defined]
