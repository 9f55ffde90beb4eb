"""A forum's settings of screening: saved by senior moderators, each change with before and after, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Forum, RoleKind
from perspectives.moderation import lists
from perspectives.moderation.actions import save_policy
from perspectives.moderation.errors import PolicyChangedMeanwhile
from perspectives.moderation.models import PolicyChange
from perspectives.moderation.policies import FIELDS, fingerprint, values_of
from perspectives.moderation.queries import AppendOnlyError
from tests.cast import make_moderator
from tests.moderation.stage import row_of


@pytest.fixture
def sue(forum: Any) -> Any:
    """Sue is a senior moderator."""
    return make_moderator("Sue", forum, RoleKind.SENIOR)


def page_of(forum: Forum) -> str:
    """Return the address of a forum's policy."""
    return reverse("perspectives:policy", args=[forum.slug])


def changes_of(forum: Forum) -> str:
    """Return the address of the changes."""
    return reverse("perspectives:policy_changes", args=[forum.slug])


def typed(forum: Forum, **fields: Any) -> dict[str, Any]:
    """Return what the form sends; a box that is not ticked sends nothing."""
    values = values_of(Forum.objects.get(pk=forum.pk))
    data = {"act": "save", "seen": fingerprint(values), "most": 200} | values | fields
    return {name: value for name, value in data.items() if value is not False}


def test_every_setting_of_screening_a_forum_has_is_on_the_page() -> None:
    others = {"id", "slug", "name", "free_tags", "guidelines", "guidelines_html", "created_at"}
    assert {field.attname for field in Forum._meta.fields} - others == set(FIELDS)


def test_a_change_is_written_down_with_before_and_after_of_what_changed(forum: Any, sue: Any) -> None:
    change = save_policy(forum=forum, by=sue, values={"held_words": "spam", "links_allowed": 3, "shouting": 60})
    forum.refresh_from_db()
    assert (forum.held_words, forum.shouting) == ("spam", 60)
    assert (change.before, change.after) == ({"held_words": "", "shouting": 0}, {"held_words": "spam", "shouting": 60})
    assert (change.by, change.rehearsal) == (sue, {})
    assert save_policy(forum=forum, by=sue, values={"held_words": "spam"}) is None
    assert PolicyChange.objects.count() == 1
    with pytest.raises(AppendOnlyError):
        change.save()


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(forum: Any, sue: Any, boss: Any) -> None:
    seen = fingerprint(values_of(forum))
    save_policy(forum=forum, by=boss, values={"held_words": "theirs"}, seen=seen)
    with pytest.raises(PolicyChangedMeanwhile) as refusal:
        save_policy(forum=forum, by=sue, values={"held_words": "mine"}, seen=seen)
    assert refusal.value.present["held_words"] == "theirs"
    forum.refresh_from_db()
    assert (forum.held_words, PolicyChange.objects.count()) == ("theirs", 1)


def test_senior_moderators_and_the_superuser_alone_change_it(
    forum: Any, mod: Any, tom: Any, ann: Any, sue: Any, boss: Any
) -> None:
    for who, status in ((mod, 403), (tom, 404), (ann, 404), (None, 404)):
        with pytest.raises(Refused) as refusal:
            save_policy(forum=forum, by=who, values={"shouting": 50})
        assert refusal.value.http_status == status
    for place, who in enumerate((sue, boss), start=1):
        assert save_policy(forum=forum, by=who, values={"shouting": place})


def test_the_page_saves_and_shows_the_change(forum: Any, sue: Any, mod: Any, as_member: Any) -> None:
    client = as_member(sue)
    assert client.get(page_of(forum)).status_code == 200
    data = typed(forum, refused_words="<b>bad</b>\r\nworse", near_duplicates=True, note="A wave of it.")
    for _click in range(2):
        answer = client.post(page_of(forum), data)
        assert (answer.status_code, answer.url) == (303, page_of(forum))
    forum.refresh_from_db()
    assert (forum.refused_words, forum.near_duplicates) == ("<b>bad</b>\nworse", True)
    change = PolicyChange.objects.get()
    assert set(change.after) == {"refused_words", "near_duplicates"}
    page = as_member(mod).get(changes_of(forum)).content.decode()
    for words in ("A wave of it.", "<ins>&lt;b&gt;bad&lt;/b&gt;</ins>", "<ins>worse</ins>", "Sue", "Not rehearsed."):
        assert words in page
    assert "<b>bad" not in page


def test_a_moderator_who_is_not_senior_reads_it(forum: Any, mod: Any, as_member: Any) -> None:
    page = as_member(mod).get(page_of(forum))
    assert page.status_code == 200
    assert "<fieldset" in page.content.decode()
    assert 'value="save"' not in page.content.decode()
    refused = as_member(mod).post(page_of(forum), typed(forum, held_words="typed by Mod"))
    assert (refused.status_code, PolicyChange.objects.count()) == (403, 0)
    assert "typed by Mod" in refused.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"links_allowed": "-1"},
        {"links_allowed": "9" * 30},
        {"policy": "nonsense"},
        {"shouting": 101},
        {"spam_threshold": 1001},
        {"least_seconds": ""},
        {"refused_words": "word\n" * (lists.LINES_AT_MOST + 1)},
        {"refused_hosts": "x" * (lists.CHARACTERS_AT_MOST + 1)},
        {"note": "x" * 2001},
        {"act": "nonsense"},
    ],
)
def test_what_cannot_be_saved_comes_back_with_a_sentence_and_all_that_was_typed(
    wrong: Any, forum: Any, sue: Any, as_member: Any
) -> None:
    answer = as_member(sue).post(page_of(forum), typed(forum, watched_words="typed words") | wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "typed words" in page
    assert 'role="alert"' in page
    assert PolicyChange.objects.count() == 0


def test_a_line_that_the_engine_refuses_is_named_with_its_place(forum: Any, sue: Any, as_member: Any) -> None:
    answer = as_member(sue).post(page_of(forum), typed(forum, held_words="fine\n*a*", held_hosts="not a host"))
    assert answer.status_code == 422
    assert "Line 2, character 2: Beside “*” stand at least 3 letters" in answer.content.decode()
    assert "Line 1, character 1: “not a host” is no host" in answer.content.decode()


def test_the_page_of_a_conflict_shows_both_and_the_next_press_decides(
    forum: Any, sue: Any, boss: Any, as_member: Any
) -> None:
    client, data = as_member(sue), typed(forum, held_words="mine")
    save_policy(forum=forum, by=boss, values={"held_words": "theirs"})
    answer = client.post(page_of(forum), data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<del>theirs</del>" in page
    assert "<ins>mine</ins>" in page
    seen = fingerprint(values_of(Forum.objects.get(pk=forum.pk)))
    assert f'value="{seen}"' in page
    assert client.post(page_of(forum), data | {"seen": seen}).status_code == 303
    forum.refresh_from_db()
    assert forum.held_words == "mine"


def test_a_post_without_a_token_changes_nothing_and_loses_nothing(forum: Any, sue: Any, as_member: Any) -> None:
    answer = as_member(sue, csrf=True).post(page_of(forum), typed(forum, held_words="typed words"))
    assert (answer.status_code, PolicyChange.objects.count()) == (403, 0)
    assert "typed words" in answer.content.decode()


def test_another_forums_moderator_finds_nothing_and_strangers_neither(
    forum: Any, tom: Any, ann: Any, as_member: Any
) -> None:
    for address in (page_of(forum), changes_of(forum)):
        assert as_member(tom).get(address).status_code == as_member(ann).get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert as_member(tom).post(page_of(forum), typed(forum, held_words="x")).status_code == 404
    forum.refresh_from_db()
    assert forum.held_words == ""


def test_the_changes_are_paged_and_ask_as_often_for_many_as_for_few(
    forum: Any, sue: Any, as_member: Any, settings: Any
) -> None:
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 10}
    client, asked = as_member(sue), []
    client.get(changes_of(forum))
    for many in (2, 12):
        for _number in range(many):
            forum.refresh_from_db()
            save_policy(forum=forum, by=sue, values={"shouting": forum.shouting + 1})
        with CaptureQueriesContext(connection) as queries:
            page = client.get(changes_of(forum))
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert page.content.decode().count("px-log-row") == 10
    assert client.get(changes_of(forum), {"page": 2}).status_code == 200
    assert client.get(changes_of(forum), {"page": 3}).status_code == 404


def test_the_admin_writes_the_same_rows_for_what_was_changed_there(forum: Any, boss: Any, chief: Client) -> None:
    data = {"name": "Renamed", "slug": forum.slug, **values_of(forum), "held_words": "from the admin"}
    data |= {"forum_tags-TOTAL_FORMS": 0, "forum_tags-INITIAL_FORMS": 0, "guidelines": "Be *kind*."}
    assert chief.post(row_of(forum), data).status_code == 302
    forum.refresh_from_db()
    change = PolicyChange.objects.get()
    assert (change.by, change.before, change.after) == (boss, {"held_words": ""}, {"held_words": "from the admin"})
    assert (forum.name, forum.held_words) == ("Renamed", "from the admin")
    assert "<em>kind</em>" in forum.guidelines_html
    too_long = data | {"held_words": "word\n" * (lists.LINES_AT_MOST + 1)}
    assert chief.post(row_of(forum), too_long).status_code == 200
    assert chief.post(row_of(forum), data | {"shouting": 101}).status_code == 200
    assert PolicyChange.objects.count() == 1
