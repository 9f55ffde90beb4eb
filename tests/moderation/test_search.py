"""Search over all comments of one's forums, whatever became of them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perspectives.discussion.models import Comment, Status
from perspectives.moderation.actions import decide
from perspectives.moderation.models import Act
from tests.cast import in_status, say
from tests.moderation.stage import held

SEARCH = "/moderation/search/"


def found(page: Any) -> list[str]:
    """Return the numbers of the comments found, in order."""
    return re.findall(r">#(\d+)</a> by", page.content.decode())


@pytest.fixture
def comments(discussion: Any, ann: Any, ben: Any, mod: Any, rule: Any) -> list[Comment]:
    """One of each kind: public and tagged, held and old, rejected under a rule, approved after a rejection."""
    public = say(discussion, ann, "Peace is a method.", tags=["Evidence"])
    pending = held(discussion, ben, body="Peace, held.")
    Comment.objects.filter(pk=pending.pk).update(created_at=timezone.now() - timedelta(days=10))
    rejected, back = say(discussion, ben, "War, rejected."), say(discussion, ann, "Ärger, war.")
    decide(comment=rejected, moderator=mod, act=Act.REJECT, revision=1, rule=rule)
    row = decide(comment=back, moderator=mod, act=Act.REJECT, revision=1, rule=rule)
    back.refresh_from_db()
    decide(comment=back, moderator=mod, act=Act.APPROVE, revision=1, seen=row.pk)
    return [public, pending, rejected, back]


def test_each_field_finds_its_part_newest_first(
    comments: list[Comment], discussion: Any, ben: Any, mod: Any, rule: Any, as_member: Any
) -> None:
    client = as_member(mod)
    today, last_week = timezone.localdate(), timezone.localdate() - timedelta(days=7)
    for query, places in (
        ({}, []),
        ({"q": "peace"}, [1, 0]),
        ({"q": "peace held"}, [1]),
        ({"q": "ärger"}, [3]),
        ({"q": "%"}, []),
        ({"member": "Ben"}, [2, 1]),
        ({"member": ben.key}, [2, 1]),
        ({"essay": "waiting"}, [3, 2, 1, 0]),
        ({"tag": "evidence"}, [0]),
        ({"status": "rejected"}, [2]),
        ({"forum": "peace"}, [3, 2, 1, 0]),
        ({"rule": rule.pk}, [2]),
        ({"since": last_week.isoformat()}, [3, 2, 0]),
        ({"until": last_week.isoformat()}, [1]),
        ({"since": today.isoformat(), "status": "public", "q": "method"}, [0]),
    ):
        answer = client.get(SEARCH, query)
        assert answer.status_code == 200
        assert found(answer) == [str(comments[place].number) for place in places], query


def test_only_in_forums_one_moderates(
    comments: list[Comment], tom: Any, eve: Any, elsewhere: Any, ann: Any, rule: Any, as_member: Any
) -> None:
    there = in_status(elsewhere, ann, Status.SPAM, body="Peace elsewhere.")
    client = as_member(tom)
    assert found(client.get(SEARCH, {"q": "peace"})) == [str(there.number)]
    assert client.get(SEARCH, {"forum": "peace"}).status_code == 400
    assert client.get(SEARCH, {"rule": rule.pk}).status_code == 400
    assert f'<option value="{rule.pk}">' not in client.get(SEARCH).content.decode()
    assert as_member(eve).get(SEARCH, {"q": "peace"}).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        *("since=x", "until=9999-12-31", "since=0001-01-01", "status=x", "rule=x", "rule=99999999999999999999"),
        *("forum=%00", "before=0", "before=99999999999999999999", "q=" + "x" * 201),
    ],
)
def test_what_cannot_be_looked_for_is_400_with_what_was_typed(
    query: str, discussion: Any, mod: Any, as_member: Any
) -> None:
    answer = as_member(mod).get(f"{SEARCH}?member=Benjamin&{query}")
    assert (answer.status_code, 'value="Benjamin"' in answer.content.decode()) == (400, True)


def test_odd_text_finds_nothing_and_breaks_nothing(comments: list[Comment], mod: Any, as_member: Any) -> None:
    client = as_member(mod)
    for typed in (
        "\x00",
        "' OR 1=1 --",
        "\u202e",
        "%_\\",
        "𝔭",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin1"),
    ):
        assert client.get(SEARCH, {"q": typed, "member": typed, "tag": typed, "essay": typed}).status_code == 200


def test_pages_follow_one_another(discussion: Any, ann: Any, mod: Any, as_member: Any, settings: Any) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 2}
    numbers = [str(say(discussion, ann, f"Peace {place}.").number) for place in range(5)]
    client, seen, query = as_member(mod), [], "?q=peace"
    while query:
        page = client.get(SEARCH + query)
        seen += found(page)
        query = "".join(re.findall(r'rel="next" href="([^"]*)"', page.content.decode())).replace("&amp;", "&")
    assert seen == numbers[::-1]


def test_it_asks_as_often_for_many_as_for_few(discussion: Any, ann: Any, mod: Any, as_member: Any) -> None:
    client, counted = as_member(mod), []
    for many in (2, 12):
        for place in range(many):
            say(discussion, ann, f"Peace {place} of {many}.", tags=["evidence"])
        with CaptureQueriesContext(connection) as queries:
            client.get(SEARCH, {"q": "peace"})
        counted.append(len(queries))
    assert counted[0] == counted[1]
