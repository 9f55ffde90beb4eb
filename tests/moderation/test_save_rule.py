"""Rules on the desk: every wording is a version, decisions keep theirs, senior moderators alone change them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from perspectives.discussion.actions import make_forum
from perspectives.discussion.errors import Conflict, Refused, Unacceptable
from perspectives.discussion.models import RoleKind
from perspectives.moderation.actions import decide, exchange_rules, save_rule
from perspectives.moderation.models import Act, Decision, Rule, RuleRevision
from perspectives.moderation.wordings import wording_of
from tests.cast import make_moderator
from tests.moderation.stage import held, item_of, row_of, sent


@pytest.fixture
def sue(forum: Any) -> Any:
    """Sue is a senior moderator."""
    return make_moderator("Sue", forum, RoleKind.SENIOR)


def typed(rule: Rule, **fields: Any) -> dict[str, Any]:
    """Return what the form of a rule sends."""
    return wording_of(rule) | {"seen": rule.version, "active": "on"} | fields


def page_of(rule: Rule) -> str:
    """Return the address of a rule."""
    return reverse("perspectives:rule", args=[rule.forum.slug, rule.pk])


def list_of(forum: Any) -> str:
    """Return the address of a forum's rules."""
    return reverse("perspectives:rules", args=[forum.slug])


def test_the_rules_a_forum_begins_with_are_their_first_versions(db: Any) -> None:
    rules = Rule.objects.of(make_forum(slug="new", name="New"))
    assert [(one.version, one.revisions.get().title) for one in rules] == [(1, one.title) for one in rules]


def test_a_reworded_rule_is_a_version_and_the_same_words_are_none(rule: Any, forum: Any, sue: Any) -> None:
    wording = wording_of(rule) | {"title": "Be  kind", "explanation": "Say it\r\nkindly.  "}
    revision = save_rule(forum=forum, by=sue, rule=rule, wording=wording, seen=1)
    rule.refresh_from_db()
    assert (rule.version, rule.title, rule.explanation) == (2, "Be kind", "Say it\nkindly.")
    assert (revision.version, revision.by, revision.title) == (2, sue, "Be kind")
    assert save_rule(forum=forum, by=sue, rule=rule, wording=wording, seen=1) is None
    assert RuleRevision.objects.filter(rule=rule).count() == 2


def test_a_rule_made_by_hand_keeps_what_it_said_before_its_first_change(forum: Any, sue: Any) -> None:
    rule = Rule.objects.create(forum=forum, number=9, title="By hand", explanation="Why.")
    save_rule(forum=forum, by=sue, rule=rule, wording=wording_of(rule) | {"title": "Reworded"})
    assert list(rule.revisions.values_list("version", "title")) == [(1, "By hand"), (2, "Reworded")]


def test_a_decision_keeps_the_wording_of_its_day(
    discussion: Any, ann: Any, mod: Any, rule: Any, forum: Any, sue: Any
) -> None:
    comment, before = held(discussion, ann), rule.title
    decision = decide(comment=comment, moderator=mod, act=Act.REJECT, rule=rule, revision=1)
    save_rule(forum=forum, by=sue, rule=rule, wording=wording_of(rule) | {"title": "Another name", "number": 77})
    decision.refresh_from_db()
    assert decision.rule_title == f"1. {before}"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": " "}, "title"),
        ({"explanation": "\u200b"}, "explanation"),
        ({"number": 0}, "number"),
        ({"number": 2}, "number"),
    ],
)
def test_what_no_rule_can_say_is_refused_with_the_field(
    fields: Any, code: str, rule: Any, forum: Any, sue: Any
) -> None:
    with pytest.raises(Unacceptable) as refusal:
        save_rule(forum=forum, by=sue, rule=rule, wording=wording_of(rule) | fields)
    assert refusal.value.code == code


def test_a_rule_that_somebody_else_saved_meanwhile_is_a_conflict(rule: Any, forum: Any, sue: Any) -> None:
    save_rule(forum=forum, by=sue, rule=rule, wording=wording_of(rule) | {"title": "First"}, seen=1)
    with pytest.raises(Conflict):
        save_rule(forum=forum, by=sue, rule=rule, wording=wording_of(rule) | {"title": "Second"}, seen=1)


def test_moderators_read_and_seniors_and_the_superuser_change(
    rule: Any, forum: Any, mod: Any, tom: Any, sue: Any, boss: Any
) -> None:
    for who, status in ((mod, 403), (tom, 404)):
        with pytest.raises(Refused) as refusal:
            save_rule(forum=forum, by=who, rule=rule, wording=wording_of(rule) | {"title": "Mine"})
        assert refusal.value.http_status == status
        with pytest.raises(Refused):
            exchange_rules(rule=rule, up=False, by=who, number=1)
    for who in (sue, boss):
        assert save_rule(forum=forum, by=who, rule=rule, wording=wording_of(rule) | {"title": who.name})


def test_two_rules_change_places_and_a_second_click_does_nothing(rule: Any, forum: Any, sue: Any) -> None:
    first, second = Rule.objects.of(forum)[:2]
    assert exchange_rules(rule=first, up=False, by=sue, number=1) is not None
    assert exchange_rules(rule=first, up=False, by=sue, number=1) is None
    assert [one.pk for one in Rule.objects.of(forum)[:2]] == [second.pk, first.pk]
    assert [first.revisions.last().number, second.revisions.last().number] == [2, 1]
    assert exchange_rules(rule=second, up=True, by=sue, number=1) is None


def test_the_pages_show_the_rules_and_every_version_with_what_changed(
    rule: Any, forum: Any, sue: Any, mod: Any, as_member: Any
) -> None:
    client = as_member(sue)
    answer = client.post(page_of(rule), typed(rule, explanation="Wholly <b>new</b> words."))
    assert (answer.status_code, answer.url) == (303, list_of(forum))
    listed = client.get(list_of(forum)).content.decode()
    assert "The rule is saved." in listed
    assert "version 2" in listed
    page = client.get(page_of(rule)).content.decode()
    assert "added: </span>Wholly &lt;b&gt;new&lt;/b&gt;" in page
    assert "<b>new" not in page
    reader = as_member(mod).get(page_of(rule))
    assert reader.status_code == 200
    assert "<textarea" not in reader.content.decode()
    assert as_member(mod).post(page_of(rule), typed(rule, title="Mine")).status_code == 403


def test_a_new_rule_is_added_once(forum: Any, sue: Any, as_member: Any) -> None:
    client, address = as_member(sue), reverse("perspectives:rule_new", args=[forum.slug])
    assert 'value="6"' in client.get(address).content.decode()
    data = {"number": 6, "title": "Cite", "explanation": "Say where.", "severity": 1, "active": "on", "seen": 0}
    for _click in range(2):
        assert client.post(address, data).status_code == 303
    added = Rule.objects.get(forum=forum, number=6)
    assert (added.title, added.severity, added.revisions.count()) == ("Cite", 1, 1)
    taken = client.post(address, data | {"title": "Another", "default_words": "Kept words."})
    assert taken.status_code == 422
    assert "This number is taken" in taken.content.decode()
    assert "Kept words." in taken.content.decode()


def test_a_form_that_is_wrong_stale_or_without_a_token_comes_back_with_the_words(
    rule: Any, forum: Any, sue: Any, as_member: Any
) -> None:
    client = as_member(sue)
    for fields in ({"title": ""}, {"number": "x"}, {"number": "9" * 30}, {"severity": 7}, {"explanation": "x" * 2001}):
        answer = client.post(page_of(rule), typed(rule, default_words="Kept words.", **fields))
        assert (answer.status_code, "Kept words." in answer.content.decode()) == (422, True), fields
    save_rule(forum=forum, by=sue, rule=rule, wording=wording_of(rule) | {"title": "Meanwhile"})
    stale = client.post(page_of(rule), typed(rule, title="Mine, typed"))
    assert stale.status_code == 409
    assert "Mine, typed" in stale.content.decode()
    assert 'name="seen" value="2"' in stale.content.decode()
    expired = as_member(sue, csrf=True).post(page_of(rule), typed(rule, title="Mine, expired"))
    assert (expired.status_code, "Mine, expired" in expired.content.decode()) == (403, True)
    rule.refresh_from_db()
    assert (rule.title, rule.version) == ("Meanwhile", 2)


def test_another_forums_moderator_finds_nothing(rule: Any, forum: Any, tom: Any, ann: Any, as_member: Any) -> None:
    nothing = reverse("perspectives:rules", args=["no-such-forum"])
    addresses = [list_of(forum), page_of(rule), reverse("perspectives:rule_new", args=[forum.slug])]
    for address in [*addresses, nothing]:
        for method in ("get", "post"):
            assert getattr(as_member(tom), method)(address).status_code == 404
        assert as_member(ann).get(address).status_code == 404
    foreign = Rule.objects.of(tom.roles.get().forum).first()
    wrong = reverse("perspectives:rule", args=[tom.roles.get().forum.slug, rule.pk])
    assert as_member(tom).get(wrong).status_code == 404
    assert as_member(tom).get(page_of(foreign)).status_code == 200


def test_moving_by_the_list_and_what_it_refuses(rule: Any, forum: Any, sue: Any, mod: Any, as_member: Any) -> None:
    client, data = as_member(sue), {"rule": rule.pk, "number": 1, "act": "down"}
    assert client.post(list_of(forum), data).status_code == 303
    rule.refresh_from_db()
    assert rule.number == 2
    assert as_member(mod).post(list_of(forum), data | {"number": 2}).status_code == 403
    for wrong, status in (
        ({"act": "x"}, 422),
        ({"number": "9" * 40}, 422),
        ({"rule": "\x00"}, 404),
        ({"rule": 0}, 404),
    ):
        assert client.post(list_of(forum), data | wrong).status_code == status


def test_the_lists_ask_as_often_for_many_rules_as_for_few(forum: Any, rule: Any, sue: Any, as_member: Any) -> None:
    client, asked = as_member(sue), []
    for address in (list_of(forum), page_of(rule), reverse("perspectives:rules_of_forums")):
        client.get(address)
    for many in (1, 15):
        for number in range(many):
            save_rule(forum=forum, by=sue, rule=rule, wording=wording_of(rule) | {"title": f"T{many}.{number}"})
            Rule.objects.create(forum=forum, number=100 + many * 20 + number, title="More", explanation="Why.")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(list_of(forum)).status_code == client.get(page_of(rule)).status_code == 200
            assert client.get(reverse("perspectives:rules_of_forums")).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Usual words."),
        ({"words": "My own."}, "My own."),
        ({"filled_in": "1"}, ""),
        ({"filled_in": "1", "words": "Cut."}, "Cut."),
    ],
)
def test_a_rejection_without_words_says_the_rules_usual_ones_unless_they_were_taken_out(
    fields: Any, said: str, discussion: Any, ann: Any, mod: Any, rule: Any, as_member: Any
) -> None:
    Rule.objects.filter(pk=rule.pk).update(default_words="Usual words.")
    comment, client = held(discussion, ann), as_member(mod)
    page = client.get(item_of(comment)).content.decode()
    assert 'data-words="Usual words."' in page
    assert "the usual words of the rule go to the writer" in page
    assert client.post(item_of(comment), sent(comment, "reject", rule=rule.pk, **fields)).status_code == 303
    assert Decision.objects.get().words == said


def test_the_admin_writes_the_same_versions(rule: Any, boss: Any, chief: Any) -> None:
    data = wording_of(rule) | {"title": "From the admin", "active": "on"}
    for _click in range(2):
        assert chief.post(row_of(rule), data).status_code == 302
    assert list(rule.revisions.values_list("version", "by", "title"))[1:] == [(2, boss.pk, "From the admin")]
    assert chief.post(row_of(rule), data | {"explanation": "\u200b"}).status_code == 200
