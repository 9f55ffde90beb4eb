"""Sanctions of every kind: a row each, told to the member, lifted by time; earlier comments go and come with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from perspectives.discussion.errors import Refused, Unacceptable
from perspectives.discussion.models import Comment, Event, Role, RoleKind, Status
from perspectives.moderation.actions import (
    acknowledge,
    decide,
    judge_appeal,
    lift_sanction,
    make_appeal,
    sanction_member,
    undo_decision,
)
from perspectives.moderation.models import Act, Decision, Sanction, SanctionKind
from perspectives.moderation.sanction_rules import Hide
from perspectives.moderation.tokens import statement_path
from tests.cast import make_discussion, say
from tests.moderation.chain import noticed

NEVER = {SanctionKind.WARN, SanctionKind.BAN}


@pytest.fixture
def senior(forum: Any, mod: Any) -> Any:
    """Mod, as a senior moderator."""
    Role.objects.create(forum=forum, member=mod, kind=RoleKind.SENIOR)
    return mod


def sanction(member: Any, forum: Any, by: Any, kind: str = "suspend", **fields: Any) -> Any:
    """Sanction with a reason, and until in two days where the kind has an end."""
    until = None if kind in NEVER else timezone.now() + timedelta(days=2)
    return sanction_member(
        member=member, forum=forum, kind=SanctionKind(kind), by=by, **{"until": until, "words": "Insults."} | fields
    )


@pytest.mark.parametrize(
    ("kind", "act", "status"),
    [("warn", "warn", 403), ("hold", "watch", 0), ("suspend", "suspend", 403), ("ban", "ban", 403)],
)
def test_each_kind_is_an_act_of_its_own_and_binds_until_it_is_lifted(
    kind: str, act: str, status: int, discussion: Any, forum: Any, ann: Any, senior: Any, rule: Any
) -> None:
    done = sanction(ann, forum, senior, kind, rule=rule, note="Third time.")
    row = done.decision
    assert (row.act, row.member, row.sanction, row.words, row.note) == (
        act,
        ann,
        done.sanction,
        "Insults.",
        "Third time.",
    )
    assert row.rule_text.startswith(f"{rule}\n\n")
    if status:
        with pytest.raises(Refused, match=r"Insults\.") as refusal:
            say(discussion, ann)
        assert refusal.value.http_status == status
    else:
        assert say(discussion, ann).status == Status.PENDING
    lifted = lift_sanction(sanction=done.sanction, by=senior).decision
    assert (lifted.act, lifted.undoes, lifted.rule_text) == ("lift", row, "")
    assert say(discussion, ann).status == Status.PUBLIC


def test_a_warning_binds_until_it_was_read_and_is_read_once(
    discussion: Any, forum: Any, ann: Any, ben: Any, mod: Any
) -> None:
    warning = sanction(ann, forum, mod, "warn").sanction
    assert sanction(ann, forum, mod, "warn").decision is None
    assert not acknowledge(sanction=warning, member=ben)
    with pytest.raises(Refused) as refusal:
        say(discussion, ann)
    assert f"/{warning.pk}/" in refusal.value.settle.address
    assert acknowledge(sanction=warning, member=ann)
    assert not acknowledge(sanction=warning, member=ann)
    assert say(discussion, ann).status == Status.PUBLIC
    assert sanction(ann, forum, mod, "warn").decision is not None


def test_two_warnings_are_both_to_be_read(discussion: Any, forum: Any, ann: Any, mod: Any) -> None:
    for words in ("One.", "Two."):
        sanction(ann, forum, mod, "warn", words=words)
    for warning in Sanction.objects.order_by("pk"):
        with pytest.raises(Refused):
            say(discussion, ann)
        acknowledge(sanction=warning, member=ann)
    assert say(discussion, ann).pk


def test_only_a_senior_moderator_bans(forum: Any, ann: Any, mod: Any, boss: Any) -> None:
    with pytest.raises(Refused) as refusal:
        sanction(ann, forum, mod, "ban")
    assert (refusal.value.http_status, Sanction.objects.count()) == (403, 0)
    assert sanction(ann, forum, boss, "ban").decision is not None
    assert sanction(ann, None, boss, "ban").decision is not None


def test_a_sanction_for_no_comment_is_told_as_well(discussion: Any, forum: Any, ann: Any, mod: Any) -> None:
    row = sanction(ann, forum, mod).decision
    assert row.discussion is None
    assert Event.objects.get(kind="decided").data == {"decision": row.pk}


def test_a_rule_of_another_forum_and_hiding_without_a_rule_are_refused(
    forum: Any, elsewhere: Any, ann: Any, mod: Any, boss: Any, rule: Any
) -> None:
    foreign = elsewhere.forum.rules.first()
    for fields in ({"rule": foreign}, {"hide": Hide.ALL}):
        with pytest.raises(Unacceptable):
            sanction(ann, forum, mod, **fields)
    with pytest.raises(Unacceptable):
        sanction(ann, None, boss, rule=rule, hide=Hide.ALL)
    assert (Sanction.objects.count(), Decision.objects.count()) == (0, 0)


@pytest.fixture
def said(discussion: Any, elsewhere: Any, ann: Any, ben: Any) -> dict[str, Comment]:
    """What Ann has said lately, and what Ben has answered."""
    second = make_discussion(discussion.forum, title="Second", slug="second")
    said = {"now": say(discussion, ann), "second": say(second, ann), "old": say(discussion, ann)}
    said |= {"elsewhere": say(elsewhere, ann), "ben": say(discussion, ben)}
    for name, days in (("second", 3), ("old", 30)):
        Comment.objects.filter(pk=said[name].pk).update(created_at=timezone.now() - timedelta(days=days))
    return said


def statuses(said: dict[str, Comment]) -> dict[str, str]:
    """Return where each stands now."""
    return {name: Comment.objects.get(pk=comment.pk).status for name, comment in said.items()}


@pytest.mark.parametrize(
    ("hide", "gone"), [("", set()), ("day", {"now"}), ("week", {"now", "second"}), ("all", {"now", "second", "old"})]
)
def test_earlier_comments_are_hidden_with_a_sanction_and_come_back_together(
    hide: str, gone: set[str], forum: Any, ann: Any, mod: Any, rule: Any, said: Any
) -> None:
    done = sanction(ann, forum, mod, rule=rule, hide=Hide(hide))
    assert ({name for name, status in statuses(said).items() if status == "rejected"}, done.hidden) == (gone, len(gone))
    rows = Decision.objects.filter(act=Act.REJECT)
    assert {(row.sanction, row.rule, row.by, row.words) for row in rows} == (
        {(done.sanction, rule, mod, "Insults.")} if gone else set()
    )
    undone = undo_decision(decision=done.decision, moderator=mod)
    assert (undone.act, set(statuses(said).values())) == ("lift", {"public"})
    assert undo_decision(decision=done.decision, moderator=mod) is None
    assert Decision.objects.filter(act=Act.UNDO).count() == len(gone)


def test_a_hidden_comment_is_brought_back_singly_and_what_was_decided_since_is_left_alone(
    forum: Any, ann: Any, mod: Any, rule: Any, said: Any
) -> None:
    done = sanction(ann, forum, mod, rule=rule, hide=Hide.ALL)
    undo_decision(decision=Decision.objects.get(comment=said["now"]), moderator=mod)
    second = Comment.objects.get(pk=said["second"].pk)
    decide(comment=second, moderator=mod, act=Act.SPAM, revision=second.revision)
    lifted = lift_sanction(sanction=done.sanction, by=mod, restore=True)
    assert lifted.restored == 1
    assert statuses(said) | {"elsewhere": "", "ben": ""} == {
        "now": "public", "second": "spam", "old": "public", "elsewhere": "", "ben": "",
    }  # fmt: skip


def test_a_pardon_alone_leaves_hidden_what_was_hidden(forum: Any, ann: Any, mod: Any, rule: Any, said: Any) -> None:
    done = sanction(ann, forum, mod, rule=rule, hide=Hide.ALL)
    lift_sanction(sanction=done.sanction, by=mod)
    assert statuses(said)["now"] == "rejected"
    assert lift_sanction(sanction=done.sanction, by=mod, restore=True).restored == 3


def test_more_than_fit_at_once_are_hidden_by_sending_the_form_again(
    forum: Any, ann: Any, mod: Any, rule: Any, said: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("perspectives.moderation.actions.hide.MOST", 2)
    until = timezone.now() + timedelta(days=2)
    answers = [sanction(ann, forum, mod, rule=rule, hide=Hide.ALL, until=until) for _ in range(3)]
    assert [(one.hidden, one.left) for one in answers] == [(2, 1), (1, 0), (0, 0)]
    assert [one.decision is None for one in answers] == [False, True, True]
    assert Decision.objects.filter(sanction=answers[0].sanction, act=Act.REJECT).count() == 3


def test_with_what_comes_back_its_notice_is_open_again_and_the_appeal_against_it_is_closed(
    forum: Any, ann: Any, mod: Any, rule: Any, said: Any
) -> None:
    notice = noticed(said["now"])
    done = sanction(ann, forum, mod, rule=rule, hide=Hide.ALL)
    notice.refresh_from_db()
    hiding = Decision.objects.get(comment=said["now"], act=Act.REJECT)
    appeal = make_appeal(decision=hiding, member=ann, words="Why this one?").appeal
    assert notice.decision == hiding
    undo_decision(decision=done.decision, moderator=mod)
    for row in (notice, appeal):
        row.refresh_from_db()
    assert (notice.answered_at, notice.decision) == (None, None)
    assert (appeal.judged_at is not None, appeal.judge, appeal.outcome.act) == (True, None, "undo")


def test_a_granted_appeal_brings_back_what_was_hidden_but_for_what_was_upheld(
    forum: Any, ann: Any, mod: Any, mia: Any, rule: Any, said: Any
) -> None:
    done = sanction(ann, forum, mod, rule=rule, hide=Hide.ALL)
    hiding = Decision.objects.get(comment=said["second"], act=Act.REJECT)
    judge_appeal(
        appeal=make_appeal(decision=hiding, member=ann, words="Why?").appeal, judge=mia, granted=False, words="So."
    )
    appeal = make_appeal(decision=done.decision, member=ann, words="All of it was fair.").appeal
    judge_appeal(appeal=appeal, judge=mia, granted=True, words="")
    assert statuses(said) | {"elsewhere": "", "ben": ""} == {
        "now": "public", "second": "rejected", "old": "public", "elsewhere": "", "ben": "",
    }  # fmt: skip
    assert set(Decision.objects.filter(act=Act.UNDO).values_list("by", flat=True)) == {mia.pk}
    assert lift_sanction(sanction=done.sanction, by=mod, restore=True).decision is None


def test_where_one_stands_leads_to_the_reasons_and_to_the_appeal(
    forum: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    done, client = sanction(ann, forum, mod), as_member(ann)
    address = statement_path(done.decision)
    assert f'href="{address}"' in client.get("/discussions/mine/standing/").content.decode()
    assert client.get(address).status_code == 200
