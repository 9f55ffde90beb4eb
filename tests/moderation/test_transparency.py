"""The transparency report of any period: page, table and data say the same, all from the rows, and name nobody."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perspectives.discussion.models import Comment, Discussion, Finding
from perspectives.moderation.actions import decide, make_appeal, report_comment, suspend_member, undo_decision
from perspectives.moderation.models import Act, Appeal, Decision, LegalNotice, Reason
from tests.cast import in_status, make_discussion, say

PAGE, TABLE, DATA = "/moderation/transparency/", "/moderation/transparency.csv", "/moderation/transparency.json"
START = datetime(2026, 3, 4, 12, tzinfo=UTC)
MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


def data(**query: str) -> dict[str, Any]:
    """Return the report as data."""
    answer = Client().get(DATA, query)
    assert answer.status_code == 200
    return answer.json()


@pytest.fixture
def busy(discussion: Any, forum: Any, ann: Any, ben: Any, mod: Any, mia: Any, rule: Any) -> None:
    """Play a month: two held, one of them rejected under a rule and appealed; a report; a notice; a suspension."""
    Discussion.objects.update(visible_from=START - timedelta(days=1))
    discussion.refresh_from_db()
    with time_machine.travel(START, tick=False) as clock:
        held = [in_status(discussion, ann, "pending", body=f"A sharp text {number}.") for number in range(2)]
        for comment in held:
            Finding.objects.create(
                comment=comment, discussion=discussion, check_name="links", answer="hold", created_at=START
            )
        seen = say(discussion, ben, "Another.")
        report_comment(comment=seen, reporter=ann, reason=Reason.ABUSE, words="Rude.")
        clock.shift(timedelta(minutes=10))
        decide(comment=held[0], moderator=mod, act=Act.APPROVE, revision=1)
        clock.shift(timedelta(minutes=20))
        rejected = decide(comment=held[1], moderator=mia, act=Act.REJECT, revision=1, rule=rule, words="To Annabel.")
        assert rejected is not None
        decide(comment=seen, moderator=mod, act=Act.SPAM, revision=1)
        Decision.objects.create(act=Act.HOLD, discussion=discussion, automated=True)
        until = START + timedelta(days=9)
        suspend_member(member=ann, forum=forum, until=until, words="A reason.", by=mod)
        granted = Decision.objects.create(act=Act.OVERTURN, discussion=discussion, by=mod, law="Some code")
        Appeal.objects.create(
            decision=rejected, member=ann, words="No.", created_at=START, judged_at=START + timedelta(hours=1),
            judge=mod, first_judge=mia, outcome=granted,
        )  # fmt: skip
        LegalNotice.objects.create(
            comment=seen, revision=1, forum=forum, words="Illegal.", name="Nora", email="nora@example.org"
        )


def test_the_report_counts_what_happened(busy: None, rule: Any) -> None:
    told = data(**MARCH)
    expected = {
        "comments": {"posted": 3, "held": 2, "refused": 0, "pending": 0, "public": 1, "rejected": 1, "spam": 1}
        | {"withdrawn": 0},
        "decisions": {"made": 6, "law": 1, "automated": 1, "automated_share": 0.1667, "without_human": 1}
        | {"moderators": 2},
        "rules": {str(rule): 1},
        "waits": {
            "held": {"number": 2, "median": 600, "ninetieth": 1800},
            "reports": {"number": 1, "median": 1800, "ninetieth": 1800},
        },
        "notices": {"received": 1, "upheld": 0, "kept": 0, "open": 1, "median": None},
        "appeals": {"made": 1, "granted": 1, "turned_down": 0, "closed": 0, "open": 0, "median": 3600},
        "sanctions": {"warn": 0, "hold": 0, "suspend": 1, "ban": 0},
    }
    assert {name: told[name] for name in expected} == expected
    assert told["acts"]["hold"] == {"number": 1, "automated": 1}
    assert told["reports"]["abuse"] == {"made": 1, "upheld": 1, "kept": 0, "open": 0}
    assert (told["from"], told["to"], told["forum"], told["log"]["decisions"]) == ("2026-03-01", "2026-03-31", None, 6)


def test_another_period_and_another_forum_count_nothing_of_it(busy: None, elsewhere: Any) -> None:
    for query in ({"from": "2026-04-01", "to": "2026-04-30"}, MARCH | {"forum": "trade"}):
        told = data(**query)
        assert told["comments"]["posted"] == told["decisions"]["made"] == told["appeals"]["made"] == 0
        assert (told["rules"], told["waits"]["held"]["median"]) == ({}, None)
    assert data(**MARCH, forum="peace")["decisions"]["made"] == 6


def test_the_page_names_the_forum_that_was_asked_for(busy: None, forum: Any) -> None:
    assert f"Forum: <bdi>{forum.name}</bdi>." in Client().get(PAGE, MARCH | {"forum": "peace"}).content.decode()
    assert "Forum: <bdi>" not in Client().get(PAGE, MARCH).content.decode()


def test_the_table_says_what_the_data_says(busy: None) -> None:
    lines = list(csv.DictReader(io.StringIO(Client().get(TABLE, MARCH).content.decode())))
    told = data(**MARCH)
    found = {(line["section"], line["line"], line["column"]): line["value"] for line in lines}
    assert found["decisions", "made", "number"] == str(told["decisions"]["made"])
    assert found["waits", "held", "ninetieth"] == "1800"
    assert found["notices", "median", "number"] == ""
    assert {section for section, _line, _column in found} <= set(told)


def test_the_page_says_it_in_words_and_names_nobody(busy: None, rule: Any) -> None:
    page = Client().get(PAGE, MARCH).content.decode()
    for words in ("10 minutes", "30 minutes", "16.7 %", str(rule).replace("'", "&#x27;"), "60 minutes"):
        assert words in page
    for address in (PAGE, TABLE, DATA):
        text = Client().get(address, MARCH).content.decode()
        for hidden in (
            "A sharp text",
            "Ann",
            "Mia",
            "To Annabel.",
            "Nora",
            "nora@example.org",
            "Some code",
            "Illegal.",
        ):
            assert hidden not in text


def test_the_usual_period_is_the_last_calendar_year_or_what_there_is(discussion: Any, ann: Any) -> None:
    say(discussion, ann)
    Discussion.objects.update(visible_from=START)
    with time_machine.travel(datetime(2026, 6, 15, 12, tzinfo=UTC), tick=False):
        Comment.objects.update(created_at=datetime(2026, 2, 3, 12, tzinfo=UTC))
        told = data()
        assert (told["from"], told["to"], told["comments"]["posted"]) == ("2026-02-03", "2026-06-15", 1)
        Comment.objects.update(created_at=datetime(2025, 2, 3, 12, tzinfo=UTC))
        told = data()
        assert (told["from"], told["to"], told["comments"]["posted"]) == ("2025-01-01", "2025-12-31", 1)
        assert (data(to="2025-03-01")["from"], data(**{"from": "2025-03-01"})["to"]) == ("2025-02-03", "2026-06-15")


def test_an_empty_site_has_a_report(db: None) -> None:
    for address in (PAGE, TABLE, DATA):
        assert Client().get(address).status_code == 200
        assert Client().post(address).status_code == 405


@pytest.mark.parametrize(
    "query", [{"from": "x"}, {"to": "9999-12-31"}, {"forum": "never"}, {"forum": "\x00"}, MARCH | {"to": "2026-02-01"}]
)
def test_nonsense_is_answered_with_words(query: dict[str, str], discussion: Any) -> None:
    page = Client().get(PAGE, query)
    assert page.status_code == 400
    assert "Please look at the marked fields." in page.content.decode()
    for address in (TABLE, DATA):
        assert Client().get(address, query).status_code == 404


@pytest.mark.parametrize("address", [PAGE, TABLE, DATA])
def test_it_is_answered_with_304_until_something_happens(address: str, busy: None, discussion: Any, mod: Any) -> None:
    first = Client().get(address, MARCH)
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    known = {"If-None-Match": first.headers["ETag"]}
    assert Client().get(address, MARCH, headers=known).status_code == 304
    Decision.objects.create(act=Act.LOCK, discussion=discussion, by=mod, created_at=START)
    assert Client().get(address, MARCH, headers=known).status_code == 200


def test_the_forum_of_an_unpublished_essay_is_not_named(busy: None, elsewhere: Any) -> None:
    Discussion.objects.filter(pk=elsewhere.pk).update(visible_from=None)
    assert "Trade" not in Client().get(PAGE, MARCH).content.decode()
    assert Client().get(DATA, MARCH | {"forum": "trade"}).status_code == 404


def numbers(told: Any) -> list[Any]:
    """Return every number that a report as data holds, but for the seal's."""
    inner = told.values() if isinstance(told, dict) else []
    return [found for value in inner for found in numbers(value)] if isinstance(told, dict) else [told]


def test_nothing_of_an_unpublished_essay_is_counted_or_dates_the_report(
    busy: None, discussion: Any, elsewhere: Any, rule: Any
) -> None:
    before = data(**MARCH)
    assert sum(map(bool, numbers({**before, "log": {}}))) > 10
    Discussion.objects.filter(pk=discussion.pk).update(visible_until=START + timedelta(days=20))
    told = data(**MARCH)
    for name in ("site", "from", "to", "forum", "log"):
        told.pop(name)
    assert not any(numbers(told))
    assert str(rule) not in Client().get(TABLE, MARCH).content.decode()
    assert str(rule) not in Client().get(PAGE, MARCH).content.decode()
    with time_machine.travel(datetime(2026, 6, 15, 12, tzinfo=UTC), tick=False):
        assert data()["from"] == "2026-06-15"


def test_beside_a_published_essay_an_unpublished_one_of_the_same_forum_is_not_counted(
    busy: None, forum: Any, ben: Any, mod: Any
) -> None:
    draft = make_discussion(forum, title="A draft", slug="draft", visible_from=START - timedelta(days=1))
    with time_machine.travel(START, tick=False):
        comment = say(draft, ben)
        report_comment(comment=comment, reporter=mod, reason=Reason.ABUSE, words="Rude.")
        until = START + timedelta(days=9)
        suspend_member(member=ben, forum=forum, until=until, words="Another reason.", by=mod, comment=comment)
        decide(comment=comment, moderator=mod, act=Act.SPAM, revision=1)
    open_then = data(**MARCH)
    assert (open_then["comments"]["posted"], open_then["sanctions"]["suspend"], open_then["decisions"]["made"]) == (
        4, 2, 8,
    )  # fmt: skip
    Discussion.objects.filter(pk=draft.pk).update(visible_from=None)
    for query in (MARCH, MARCH | {"forum": "peace"}):
        told = data(**query)
        assert (told["comments"]["posted"], told["sanctions"]["suspend"], told["decisions"]["made"]) == (3, 1, 6)
        assert told["reports"]["abuse"]["made"] == 1


def test_what_holds_everywhere_is_told_though_no_forum_is_open(boss: Any, ann: Any) -> None:
    with time_machine.travel(START, tick=False):
        suspend_member(member=ann, forum=None, until=START + timedelta(days=9), words="A reason.", by=boss)
    told = data(**MARCH)
    assert (told["decisions"]["made"], told["sanctions"]["suspend"]) == (1, 1)


def test_it_takes_as_many_queries_for_much_as_for_little(busy: None, discussion: Any, ben: Any, mod: Any) -> None:
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            Client().get(PAGE, MARCH)
        asked.append(len(queries))
        with time_machine.travel(START, tick=False):
            for _ in range(8):
                decide(comment=say(discussion, ben), moderator=mod, act=Act.SPAM, revision=1)
    assert asked[0] == asked[1] <= 26


def test_an_appeal_that_nobody_had_to_judge_was_not_turned_down(discussion: Any, ann: Any, mod: Any, rule: Any) -> None:
    decision = decide(comment=say(discussion, ann), moderator=mod, act=Act.REJECT, revision=1, rule=rule)
    make_appeal(decision=decision, member=ann, words="Why?")
    undo_decision(decision=decision, moderator=mod)
    counted = data()["appeals"]
    assert [counted[name] for name in ("made", "granted", "turned_down", "closed", "open")] == [1, 0, 0, 1, 0]
