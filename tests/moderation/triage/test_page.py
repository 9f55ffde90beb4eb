"""The page of triage: silent until there is something to go by, then how often the model was right, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perspectives.discussion.models import Comment, Discussion, Status
from perspectives.members.models import Member
from perspectives.moderation.actions import decide, undo_decision
from perspectives.moderation.models import Act, Decision, TriageModel
from perspectives.moderation.triage.weeks import WEEKS, weeks_until
from tests.cast import make_moderator, say
from tests.moderation.triage.learned import BAD, FINE, keep

PAGE = "/moderation/triage/"
# A Wednesday.
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LEARNED = {"learned_from": {"approved": 300, "removed": 100}}
MEASURED = {"measured": {"precision": 0.9, "recall": 0.75, "auc": None, "of": 80}}


@pytest.fixture
def clock() -> Any:
    """A clock that stands still until it is moved."""
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


def judged(discussion: Discussion, author: Member, by: Member, body: str, act: Act) -> Decision:
    """Return the decision on a comment that the model has looked at."""
    comment = say(discussion, author, f"{body} {Comment.objects.count()}")
    if act == Act.APPROVE:
        Comment.objects.filter(pk=comment.pk).update(status=Status.PENDING)
    return decide(comment=comment, moderator=by, act=act, revision=1)


def weeks_of(answer: Any) -> dict[str, list[Any]]:
    """Return what the table of weeks says, by Monday."""
    return {line.key: [cell.value for cell in line.cells] for line in answer.context["weeks"].lines}


def test_only_moderators_see_it(discussion: Any, eve: Any, mod: Any, as_member: Any) -> None:
    assert Client().get(PAGE).status_code == 302
    assert as_member(eve).get(PAGE).status_code == 404
    answer = as_member(mod).get(PAGE)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")
    assert 'aria-current="page">Triage' in answer.content.decode()
    assert as_member(mod).post(PAGE).status_code == 405


def test_it_is_silent_below_the_least_number_of_decisions(
    discussion: Any, ann: Any, mod: Any, as_member: Any, monkeypatch: Any
) -> None:
    decision = judged(discussion, ann, mod, BAD, Act.SPAM)
    judged(discussion, ann, mod, FINE, Act.APPROVE)
    page = as_member(mod).get(PAGE).content.decode()
    assert "Silent until 200 decisions; now 2." in page
    assert "px-chart" not in page
    undo_decision(decision=decision, moderator=mod)
    assert "now 1." in as_member(mod).get(PAGE).content.decode()
    monkeypatch.setattr("perspectives.moderation.triage.told.LEAST", 1)
    page = as_member(mod).get(PAGE).content.decode()
    assert "There are enough decisions (1)" in page


def test_it_says_when_it_learned_and_from_how_many(discussion: Any, mod: Any, as_member: Any) -> None:
    for number in range(15):
        keep(created_at=NOON + timedelta(weeks=number), weights={}, **LEARNED)
    keep(created_at=NOON + timedelta(weeks=15), **LEARNED, **MEASURED)
    answer = as_member(mod).get(PAGE)
    page = answer.content.decode()
    assert "from 300 approved and 100 removed comments; tried on the 80 newest of them." in page
    past = answer.context["past"]
    assert len(past.lines) == 12, "The last twelve times."
    assert [cell.value for cell in past.lines[0].cells] == [300, 100, 0.9, 0.75, None]
    assert [cell.value for cell in past.lines[1].cells] == [300, 100, None, None, None]


@pytest.mark.parametrize(
    ("row", "words"),
    [({"version": 2}, "learned by another release"), ({"weights": {}}, "comes into use within a minute")],
)
def test_what_cannot_be_read_is_said(
    row: dict[str, Any], words: str, discussion: Any, mod: Any, as_member: Any
) -> None:
    keep(**row, learned_from=[], measured={"precision": "much"})
    assert words in as_member(mod).get(PAGE).content.decode()


def test_each_week_says_how_often_the_model_was_right(
    clock: Any, discussion: Any, ann: Any, mod: Any, as_member: Any, model: TriageModel
) -> None:
    for body, act in ((BAD, Act.SPAM), (BAD, Act.SPAM), (BAD, Act.APPROVE), (FINE, Act.SPAM), (FINE, Act.APPROVE)):
        judged(discussion, ann, mod, body, act)
    clock.shift(timedelta(days=5))
    judged(discussion, ann, mod, BAD, Act.SPAM)
    answer = as_member(mod).get(PAGE)
    assert weeks_of(answer) == {"2026-03-09": [1, 1.0, 1, 1.0], "2026-03-02": [3, 2 / 3, 3, 2 / 3]}
    assert answer.context["chart"].rows[-2:] == [("2 Mar", ["66.7 %", "66.7 %"]), ("9 Mar", ["100 %", "100 %"])]
    assert len(answer.context["chart"].rows) == WEEKS
    assert "In these weeks together: precision 75 %, recall 75 %." in answer.content.decode()


def test_only_the_last_standing_judgement_counts_and_only_what_was_scored(
    clock: Any, discussion: Any, ann: Any, mod: Any, mia: Any, as_member: Any
) -> None:
    judged(discussion, ann, mod, BAD, Act.SPAM)
    keep()
    undone = judged(discussion, ann, mod, BAD, Act.SPAM)
    undo_decision(decision=undone, moderator=mod)
    comment = judged(discussion, ann, mod, BAD, Act.SPAM).comment
    comment.refresh_from_db()
    decide(comment=comment, moderator=mia, act=Act.APPROVE, revision=1)
    assert weeks_of(as_member(mod).get(PAGE)) == {"2026-03-02": [1, 0.0, 0, None]}


def test_nothing_of_other_forums_is_counted_and_nothing_older(
    clock: Any, discussion: Any, elsewhere: Any, ann: Any, mod: Any, tom: Any, boss: Any, as_member: Any, model: Any
) -> None:
    judged(elsewhere, ann, tom, BAD, Act.SPAM)
    assert weeks_of(as_member(mod).get(PAGE)) == {}
    assert weeks_of(as_member(boss).get(PAGE)) == {"2026-03-02": [1, 1.0, 1, 1.0]}
    clock.shift(timedelta(weeks=WEEKS))
    assert weeks_of(as_member(boss).get(PAGE)) == {}


def test_words_are_for_those_alone_who_moderate_every_forum(
    discussion: Any, forum: Any, mod: Any, boss: Any, as_member: Any, model: TriageModel
) -> None:
    senior = make_moderator("Sue", forum, "senior")
    for nearly in (mod, senior):
        assert "casino" not in as_member(nearly).get(PAGE).content.decode()
    answer = as_member(boss).get(PAGE)
    removal, approval = answer.context["words"]
    assert "casino" in removal
    assert "treaty" in approval
    assert not set(removal) & set(approval)
    assert max(len(removal), len(approval)) <= 20
    assert "<bdi>casino</bdi>" in answer.content.decode()


def test_it_takes_as_many_queries_for_many_decisions_as_for_few(
    clock: Any, discussion: Any, ann: Any, mod: Any, as_member: Any, model: TriageModel
) -> None:
    client, asked = as_member(mod), []
    for times in (1, 8):
        for _ in range(times):
            keep(weights=model.weights)
            judged(discussion, ann, mod, BAD, Act.SPAM)
            clock.shift(timedelta(days=1))
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 7


def test_a_week_begins_on_its_monday_the_present_one_last() -> None:
    weeks = weeks_until(datetime(2026, 1, 4, tzinfo=UTC).date())
    assert (len(weeks), weeks[0].isoformat(), weeks[-1].isoformat()) == (12, "2025-10-13", "2025-12-29")
