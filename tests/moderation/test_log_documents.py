"""The public log as a feed and as a table: the same lines, cached like other public documents, harmless in a sheet."""

from __future__ import annotations

import csv
import io
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perspectives.discussion.models import Discussion
from perspectives.moderation.actions import decide
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.spreadsheets import harmless
from perspectives.moderation.views import log_documents
from tests.cast import say

FEED, TABLE = "/moderation/log/feed/", "/moderation/log.csv"
ATOM = "{http://www.w3.org/2005/Atom}"


def table(address: str = TABLE, **query: Any) -> tuple[list[list[str]], Any]:
    """Return the lines of the table without its head, and the answer."""
    answer = Client().get(address, query)
    lines = list(csv.reader(io.StringIO(answer.getvalue().decode())))
    assert tuple(lines[0]) == log_documents.HEAD
    return lines[1:], answer


@pytest.fixture
def row(discussion: Any, ann: Any, mod: Any, rule: Any) -> Decision:
    """Return a rejection with words and a note."""
    comment = say(discussion, ann, "A sharp text.")
    made = decide(
        comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule, words="To Annabel.", note="Secret."
    )
    assert made is not None
    return made


def test_the_feed_says_what_the_page_says(row: Decision, discussion: Any, rule: Any) -> None:
    answer = Client().get(FEED)
    entry = ElementTree.fromstring(answer.content).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == f"Rejected: {discussion.title}"
    said = entry.findtext(f"{ATOM}summary") or ""
    assert said == f"Outcome: Rejected. Rule {rule}. Automation took no part."
    for hidden in ("A sharp text.", "Ann", "Mod<", "To Annabel.", "Secret."):
        assert hidden not in answer.content.decode()
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert [line.key for line in Client().get(link.get("href") or "").context["rows"]] == [row.pk]


def test_the_table_has_a_line_for_each_decision_in_codes(row: Decision, rule: Any) -> None:
    lines, answer = table()
    moment = row.created_at.isoformat()
    assert lines == [[str(row.pk), moment, "reject", "rejected", str(rule), "no", "no"]]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    for hidden in ("A sharp text.", "Ann", "Mod,", "To Annabel.", "Secret."):
        assert hidden not in answer.getvalue().decode()


def test_neither_names_what_is_not_published(row: Decision, discussion: Any) -> None:
    Discussion.objects.update(visible_from=None)
    for address in (FEED, TABLE):
        answer = Client().get(address)
        text = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        for hidden in (discussion.title, discussion.slug, row.rule_title, "reject", "Rejected"):
            assert hidden not in text


@pytest.mark.parametrize("address", [FEED, TABLE])
def test_who_kept_a_document_is_sent_another_when_an_essay_is_withdrawn(address: str, row: Decision) -> None:
    first = Client().get(address)
    Discussion.objects.update(visible_until=row.created_at)
    assert Client().get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_both_take_the_filters_of_the_page(row: Decision, discussion: Any, mod: Any) -> None:
    lock = Decision.objects.create(act=Act.LOCK, discussion=discussion, by=mod)
    assert [line[0] for line in table(act="lock")[0]] == [str(lock.pk)]
    entries = ElementTree.fromstring(Client().get(FEED, {"act": "lock"}).content).findall(f"{ATOM}entry")
    assert len(entries) == 1


@pytest.mark.parametrize("address", [FEED, TABLE])
def test_both_are_answered_with_304_until_something_is_decided(
    address: str, row: Decision, mod: Any, as_member: Any
) -> None:
    first = Client().get(address)
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert Client().get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert "private" in as_member(mod).get(address).headers["Cache-Control"]
    Decision.objects.create(act=Act.LOCK, discussion=row.discussion, by=mod)
    assert Client().get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_table_is_bounded_and_leads_on(discussion: Any, mod: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(log_documents, "LINES", 3)
    keys = [Decision.objects.create(act=Act.LOCK, discussion=discussion, by=mod).pk for _ in range(7)]
    seen, address = [], TABLE
    while address:
        lines, answer = table(address)
        assert len(lines) <= 3
        seen += [int(line[0]) for line in lines]
        link = answer.headers.get("Link", "")
        address = link.partition(">")[0].removeprefix("<http://testserver") if link else ""
        assert not link or link.endswith('; rel="next"')
    assert seen == keys[::-1]


def test_a_rule_cannot_be_a_formula_in_a_spreadsheet(discussion: Any, mod: Any) -> None:
    for title in ('=HYPERLINK("//evil")', "+1", "-1", "@SUM(A1)"):
        Decision.objects.create(act=Act.REJECT, discussion=discussion, by=mod, rule_text=f"{title}\n\nWords.")
    assert [line[4] for line in table()[0]] == ["'@SUM(A1)", "'-1", "'+1", '\'=HYPERLINK("//evil")']
    assert [harmless(cell) for cell in ("1. Be kind", "", "\t=1")] == ["1. Be kind", "", "'\t=1"]


def test_the_feed_takes_as_many_queries_for_many_as_for_few(discussion: Any, mod: Any) -> None:
    asked = []
    for _ in range(2):
        for _ in range(6):
            Decision.objects.create(act=Act.LOCK, discussion=discussion, by=mod)
        with CaptureQueriesContext(connection) as queries:
            Client().get(FEED)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 4


@pytest.mark.parametrize("address", [FEED, TABLE])
def test_the_empty_log_is_a_document_too(address: str, db: None) -> None:
    assert Client().get(address).status_code == 200
    assert Client().post(address).status_code == 405
    assert Client().get(address, {"before": "x"}).status_code == (404 if address == TABLE else 200)
