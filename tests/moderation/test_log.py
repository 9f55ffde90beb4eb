"""The public log: date, act, rule and discussion; no text, no names, nothing of unpublished essays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perspectives.discussion.models import Discussion
from perspectives.moderation.actions import decide, lock_discussion, suspend_member, undo_decision
from perspectives.moderation.models import Act, Decision
from tests.cast import say

LOG = "/moderation/log/"


def test_the_log_shows_acts_and_rules_to_everybody_without_text_or_names(
    discussion: Any, forum: Any, ann: Any, mod: Any, rule: Any
) -> None:
    comment = say(discussion, ann, "A sharp text.")
    row = decide(
        comment=comment, moderator=mod, act=Act.REJECT, revision=1, rule=rule, words="To Annabel.", note="Secret."
    )
    undo_decision(decision=row, moderator=mod)
    lock_discussion(discussion=discussion, by=mod)
    until = timezone.now() + timedelta(days=1)
    suspend_member(member=ann, forum=forum, until=until, words="A reason.", by=mod, comment=comment)
    page = Client().get(LOG).content.decode()
    main = page[page.index("px-log") :]
    for shown in ("Rejected", "Undone", "Discussion locked", "Member suspended", rule.title, discussion.title):
        assert shown in main
    for hidden in ("A sharp text.", "Ann", "Mod<", "To Annabel.", "Secret.", "A reason.", f"#{comment.number}"):
        assert hidden not in main


@pytest.mark.parametrize("window", [{"visible_from": None}, {"visible_until": timezone.now() - timedelta(days=1)}])
def test_decisions_on_unpublished_essays_are_not_listed(window: Any, discussion: Any, mod: Any, as_member: Any) -> None:
    lock_discussion(discussion=discussion, by=mod)
    Discussion.objects.filter(pk=discussion.pk).update(**window)
    for client in (Client(), as_member(mod)):
        answer = client.get(LOG)
        page = answer.content.decode()
        assert answer.context["rows"] == []
        assert "Nothing has been decided yet." in page
        assert discussion.title not in page
        assert discussion.slug not in page


def test_the_log_goes_on_from_a_cursor_with_as_many_queries_on_every_page(
    discussion: Any, mod: Any, settings: Any
) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 3}
    rows = [Decision.objects.create(act=Act.LOCK, discussion=discussion, by=mod) for _ in range(7)]
    client, address, seen, asked = Client(), LOG, 0, []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        seen += answer.content.decode().count('class="px-log-row"')
        asked.append(len(queries))
        address = f"{LOG}?before={answer.context['next']}"
    assert (seen, asked, answer.context["next"]) == (7, [5, 5, 5], None)
    assert client.get(f"{LOG}?before={rows[0].pk}").status_code == 200


@pytest.mark.parametrize("before", ["", "0", "-1", "x", "1.5", "9" * 19, "9" * 40, "%00", "١"])
def test_a_nonsense_cursor_is_404(before: str, db: None) -> None:
    assert Client().get(f"{LOG}?before={before}").status_code == 404


def test_the_empty_log_says_so(db: None) -> None:
    assert "Nothing has been decided yet." in Client().get(LOG).content.decode()


def test_the_log_takes_no_post(db: None) -> None:
    assert Client().post(LOG).status_code == 405
