"""The public log by act, rule, forum, automation and period; what is not open to all is not named by any filter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from perspectives.discussion.models import Discussion
from perspectives.moderation.actions import decide, suspend_member
from perspectives.moderation.models import Act, Decision, Rule
from tests.cast import say

LOG = "/moderation/log/"


def shown(**query: str) -> list[int]:
    """Return the decisions that the log shows for a query string."""
    answer = Client().get(LOG, query)
    assert answer.status_code == 200
    return [row.key for row in answer.context["rows"]]


@pytest.fixture
def rows(discussion: Any, elsewhere: Any, mod: Any, ann: Any, rule: Any) -> dict[str, int]:
    """Return decisions of several kinds, by a name for each."""
    may = datetime(2026, 5, 1, 12, tzinfo=UTC)
    text = f"{rule}\n\n{rule.explanation}"
    made = {
        "reject": Decision(act=Act.REJECT, discussion=discussion, rule_text=text, status_after="rejected"),
        "bare": Decision(act=Act.REJECT, discussion=discussion, rule_text=str(rule), automated=True),
        "longer": Decision(act=Act.REJECT, discussion=discussion, rule_text=f"{rule} at all\n\nAnother rule."),
        "may": Decision(act=Act.SPAM, discussion=discussion, status_after="spam", created_at=may),
        "elsewhere": Decision(act=Act.LOCK, discussion=elsewhere, law="Some code, section 1"),
    }
    for row in made.values():
        row.save()
    return {name: row.pk for name, row in made.items()}


def test_each_filter_leaves_what_it_names(rows: dict[str, int], rule: Any) -> None:
    assert shown(act="spam") == [rows["may"]]
    assert shown(rule=str(rule)) == [rows["bare"], rows["reject"]]
    assert shown(forum="trade") == [rows["elsewhere"]]
    assert shown(automation="yes") == [rows["bare"]]
    assert rows["bare"] not in shown(automation="no")
    assert shown(**{"from": "2026-05-01", "to": "2026-05-01"}) == [rows["may"]]
    assert shown(to="2026-04-30") == []
    assert shown(act="reject", automation="yes", forum="peace") == [rows["bare"]]
    assert len(shown(act="", rule="", forum="", automation="", to="")) == 5


def test_outcome_automation_and_law_are_said_in_words(rows: dict[str, int]) -> None:
    page = Client().get(LOG).content.decode()
    for words in ("Outcome: Rejected.", "Outcome: Marked as spam.", "Automation took part.", "On the ground of a law."):
        assert words in page
    assert "section 1" not in page


def test_a_rule_is_found_by_its_title_of_that_day_when_it_reads_otherwise(
    discussion: Any, ann: Any, mod: Any, rule: Any
) -> None:
    before = str(rule)
    row = decide(comment=say(discussion, ann), moderator=mod, act=Act.REJECT, revision=1, rule=rule)
    Rule.objects.filter(pk=rule.pk).update(title="Renamed")
    assert shown(rule=before) == [row.pk]
    assert shown(rule=f"{rule.number}. Renamed") == []
    assert f'value="{before}" selected' in Client().get(LOG, {"rule": before}).content.decode()


def test_a_sanction_without_a_discussion_belongs_to_its_forum(ann: Any, mod: Any, forum: Any, elsewhere: Any) -> None:
    until = timezone.now() + timedelta(days=1)
    row = suspend_member(member=ann, forum=forum, until=until, words="A reason.", by=mod)
    assert shown(forum="peace") == [row.pk]
    assert shown(forum="trade") == []


@pytest.mark.parametrize(
    "query",
    [
        {"act": "x"},
        {"act": "\x00"},
        {"rule": "x" * 151},
        {"rule": "\x00"},
        {"forum": "no-such"},
        {"forum": "\x00"},
        {"automation": "perhaps"},
        {"from": "yesterday"},
        {"from": "0001-01-01"},
        {"to": "9999-12-31"},
        {"to": "2026-02-30"},
        {"from": "2026-05-02", "to": "2026-05-01"},
    ],
)
def test_nonsense_is_400_with_words_and_what_was_typed(query: dict[str, str], discussion: Any) -> None:
    answer = Client().get(LOG, query)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Please look at the marked fields." in page
    assert 'class="px-error"' in page
    assert answer.headers["Cache-Control"] == "private, no-cache"
    for address in ("/moderation/log/feed/", "/moderation/log.csv"):
        assert Client().get(address, query).status_code == 404


@pytest.mark.parametrize("window", [{"visible_from": None}, {"visible_until": timezone.now() - timedelta(days=1)}])
def test_the_forum_and_rules_of_unpublished_essays_are_as_if_they_were_not(
    window: Any, discussion: Any, elsewhere: Any, mod: Any
) -> None:
    Rule.objects.filter(forum=elsewhere.forum, number=1).update(title="A rule of its own")
    assert "A rule of its own" in Client().get(LOG).content.decode()
    Discussion.objects.filter(pk=elsewhere.pk).update(**window)
    page = Client().get(LOG).content.decode()
    assert "Trade" not in page
    assert "A rule of its own" not in page
    hidden, never = (Client().get(LOG, {"forum": slug}) for slug in ("trade", "never"))
    assert hidden.status_code == never.status_code == 400
    assert hidden.content.decode().replace("trade", "never") == never.content.decode()


def test_what_is_not_open_is_counted_by_no_filter(
    discussion: Any, elsewhere: Any, mod: Any, tom: Any, ann: Any, boss: Any
) -> None:
    until = timezone.now() + timedelta(days=1)
    theirs = Rule.objects.of(elsewhere.forum).first()
    text = f"{theirs} of its own\n\nWords."
    here = Decision.objects.create(act=Act.LOCK, discussion=discussion, by=mod)
    Decision.objects.create(act=Act.REJECT, discussion=elsewhere, by=tom, rule_text=text, automated=True)
    suspend_member(member=ann, forum=elsewhere.forum, until=until, words="A reason.", by=tom)
    everywhere = suspend_member(member=ann, forum=None, until=until, words="A reason.", by=boss)
    assert everywhere is not None
    queries = ({"rule": text.partition("\n")[0]}, {"act": "reject"}, {"automation": "yes"})
    assert [len(shown(**query)) for query in ({}, *queries)] == [4, 1, 1, 1]
    Discussion.objects.filter(pk=elsewhere.pk).update(visible_until=timezone.now() - timedelta(hours=1))
    assert shown() == [everywhere.pk, here.pk]
    for query in queries:
        assert shown(**query) == []
        for address in ("/moderation/log/feed/", "/moderation/log.csv"):
            answer = Client().get(address, query)
            said = answer.getvalue().decode() if answer.streaming else answer.content.decode()
            assert "of its own" not in said
            assert "<entry>" not in said
            assert not answer.streaming or len(said.splitlines()) == 1
    assert shown(before=str(everywhere.pk)) == [here.pk]


def test_the_page_is_answered_with_304_until_something_is_decided(discussion: Any, mod: Any) -> None:
    Decision.objects.create(act=Act.LOCK, discussion=discussion, by=mod)
    first = Client().get(LOG)
    again = Client().get(LOG, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, first.headers["Cache-Control"]) == (304, "public, max-age=0, must-revalidate")
    Decision.objects.create(act=Act.UNLOCK, discussion=discussion, by=mod)
    assert Client().get(LOG, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    tag = Client().get(LOG).headers["ETag"]
    Discussion.objects.filter(pk=discussion.pk).update(visible_from=None)
    assert Client().get(LOG, headers={"If-None-Match": tag}).status_code == 200


def test_older_pages_keep_the_filter(discussion: Any, mod: Any, settings: Any) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 2}
    for act in (Act.LOCK, Act.UNLOCK) * 3:
        Decision.objects.create(act=act, discussion=discussion, by=mod)
    first = Client().get(LOG, {"act": "lock"})
    older = first.context["older"]
    assert "act=lock" in older
    assert older.replace("&", "&amp;") in first.content.decode()
    assert [row.act for row in Client().get(f"{LOG}{older}").context["rows"]] == ["lock"]


def test_the_foot_of_the_log_shows_its_seal_and_not_its_digest(discussion: Any, mod: Any) -> None:
    assert "Seal of the log" not in Client().get(LOG).content.decode()
    row = Decision.objects.create(act=Act.LOCK, discussion=discussion, by=mod)
    page = Client().get(LOG)
    assert page.context["seal"].position == 1
    assert page.context["seal"].words in page.content.decode()
    digest = type(row).objects.model._meta.apps.get_model("perspectives", "LogHead").objects.get().digest
    assert digest not in page.content.decode()
