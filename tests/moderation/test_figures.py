"""The figures of the desk: for moderators, of their own forums, and as quick for many comments as for few."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perspectives.discussion.models import Finding
from perspectives.moderation.actions import decide, undo_decision
from perspectives.moderation.models import Act, Appeal, Decision
from tests.cast import in_status, say
from tests.moderation.stage import held

FIGURES = "/moderation/figures/"
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Any:
    """A clock that stands still until it is moved."""
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


def section(answer: Any, key: str) -> dict[str, list[Any]]:
    """Return the values of a section, line by line."""
    found = next(part for part in answer.context["sections"] if part.key == key)
    return {line.key: [cell.value for cell in line.cells] for line in found.lines}


def values(answer: Any, number: int) -> list[int]:
    """Return the bars of the comments (0) or the decisions (1)."""
    return [bar.value for bar in answer.context["charts"][number].bars]


def test_only_moderators_see_them(discussion: Any, eve: Any, mod: Any, as_member: Any) -> None:
    assert Client().get(FIGURES).status_code == 302
    assert as_member(eve).get(FIGURES).status_code == 404
    answer = as_member(mod).get(FIGURES)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")
    assert as_member(mod).post(FIGURES).status_code == 405


def test_comments_and_decisions_stand_on_their_day(
    clock: Any, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comments = [say(discussion, ann) for _ in range(3)]
    clock.shift(timedelta(days=1))
    decide(comment=comments[0], moderator=mod, act=Act.SPAM, revision=1)
    answer = as_member(mod).get(FIGURES)
    assert values(answer, 0)[-2:] == [3, 0]
    assert values(answer, 1)[-2:] == [0, 1]
    assert (len(values(answer, 0)), len(values(as_member(mod).get(FIGURES, {"days": "90"}), 0))) == (30, 90)


def test_waiting_is_counted_from_the_text_that_was_judged(
    clock: Any, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comment = in_status(discussion, ann, "pending")
    clock.shift(timedelta(hours=5))
    comment.revisions.create(number=2, body="Edited.", html="", by=ann)
    type(comment).objects.filter(pk=comment.pk).update(revision=2)
    clock.shift(timedelta(minutes=30))
    comment.refresh_from_db()
    decide(comment=comment, moderator=mod, act=Act.APPROVE, revision=2)
    assert as_member(mod).get(FIGURES).context["waits"].rows[-1][1] == ["30 minutes", "30 minutes"]


def test_checks_show_how_often_they_hit_and_how_often_they_erred(
    clock: Any, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    comments = [in_status(discussion, ann, "pending") for _ in range(4)]
    Finding.objects.all().delete()
    for comment in comments:
        Finding.objects.create(comment=comment, discussion=discussion, check_name="links", answer="hold")
        Finding.objects.create(comment=comment, discussion=discussion, check_name="length", answer="pass")
    for comment, act in zip(comments, (Act.APPROVE, Act.SPAM, Act.SPAM), strict=False):
        decide(comment=comment, moderator=mod, act=act, revision=1)
    say(discussion, ann)
    Finding.objects.filter(answer="hold").exclude(check_name="links").delete()
    assert section(as_member(mod).get(FIGURES), "checks") == {"links": [4, 0.8, 4, 0, 0.3333]}


def test_decisions_taken_back_are_counted_by_their_act(
    clock: Any, discussion: Any, ann: Any, mod: Any, mia: Any, rule: Any, as_member: Any
) -> None:
    spam = [decide(comment=say(discussion, ann), moderator=mod, act=Act.SPAM, revision=1) for _ in range(4)]
    undo_decision(decision=spam[0], moderator=mod)
    overturned = Decision.objects.create(act=Act.OVERTURN, discussion=discussion, by=mia)
    Appeal.objects.create(decision=spam[1], member=ann, words="No.", first_judge=mod, judge=mia, outcome=overturned)
    answer = as_member(mod).get(FIGURES)
    assert section(answer, "reversed")["spam"] == [4, 1, 1, 0.5]
    assert section(answer, "reversed")["reject"] == [0, 0, 0, None]


def test_nothing_of_other_forums_is_counted(
    clock: Any, discussion: Any, elsewhere: Any, ann: Any, mod: Any, tom: Any, boss: Any, as_member: Any
) -> None:
    say(discussion, ann)
    decide(comment=say(elsewhere, ann), moderator=tom, act=Act.SPAM, revision=1)
    own = as_member(mod).get(FIGURES)
    assert (values(own, 0)[-1], values(own, 1)[-1], section(own, "forums")) == (1, 0, {"peace": [1, 0, 0]})
    assert "Trade" not in own.content.decode()
    everything = as_member(boss).get(FIGURES)
    assert section(everything, "forums") == {"peace": [1, 0, 0], "trade": [1, 1, 0]}
    one = as_member(boss).get(FIGURES, {"forum": "trade"})
    assert (values(one, 0)[-1], section(one, "forums")) == (1, {"trade": [1, 1, 0]})


@pytest.mark.parametrize("query", [{"days": "31"}, {"days": "x"}, {"forum": "trade"}, {"forum": "\x00"}])
def test_nonsense_and_other_forums_are_400_alike(
    query: dict[str, str], elsewhere: Any, mod: Any, as_member: Any
) -> None:
    answer = as_member(mod).get(FIGURES, query)
    assert answer.status_code == 400
    assert "Please look at the marked fields." in answer.content.decode()


def test_they_take_as_many_queries_for_many_comments_as_for_few(
    clock: Any, discussion: Any, ann: Any, mod: Any, as_member: Any
) -> None:
    client, asked = as_member(mod), []
    for _ in range(2):
        for _ in range(10):
            decide(comment=in_status(discussion, ann, "pending"), moderator=mod, act=Act.SPAM, revision=1)
        client.get(FIGURES)
        with CaptureQueriesContext(connection) as queries:
            client.get(FIGURES)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 18


def test_a_chart_without_anything_to_draw_says_so_and_draws_nothing(discussion: Any, mod: Any, as_member: Any) -> None:
    page = as_member(mod).get(FIGURES).content.decode()
    assert page.count("None in 30 days.") == 2
    assert "Nothing that was held has been decided on in this time." in page
    assert (page.count("px-chart"), page.count("As a table")) == (0, 0)


def test_every_chart_has_its_table_and_its_words(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    decide(comment=held(discussion, ann), moderator=mod, act=Act.APPROVE, revision=1)
    page = as_member(mod).get(FIGURES).content.decode()
    assert page.count('<svg class="px-chart"') == page.count("As a table") == page.count("<desc") == 3
    assert page.count('role="img"') == 3
    assert 'aria-current="page">Figures' in page
