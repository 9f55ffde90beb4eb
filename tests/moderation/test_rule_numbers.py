"""One number for two rules: a sentence in the form, with what was typed, however the two came about."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from perspectives.discussion.errors import Unacceptable
from perspectives.discussion.models import Role, RoleKind
from perspectives.moderation import policy_admin
from perspectives.moderation.actions import save_rule
from perspectives.moderation.models import Rule, RuleRevision
from perspectives.moderation.wordings import wording_of
from tests.cast import make_discussion, make_moderator
from tests.moderation.stage import row_of
from tests.moderation.test_at_once import at_once

save_rule_module = sys.modules[save_rule.__module__]
TYPED = {
    "number": 6, "title": "A sixth rule", "explanation": "What was typed.", "default_words": "", "severity": 2,
    "active": "on",
}  # fmt: skip
TAKEN = "This number is taken: 6. Quicker."


@pytest.fixture
def blind(monkeypatch: Any, forum: Any) -> None:
    """Let another rule get the number between the look and the saving: the first look sees nothing of it."""
    look, looks = save_rule_module._must_be_free, iter([None])

    def first_blind(*args: Any) -> None:
        if next(looks, "seen") is not None:
            look(*args)

    quicker(forum)
    monkeypatch.setattr(save_rule_module, "_must_be_free", first_blind)


def quicker(forum: Any) -> Rule:
    """Return another rule with the same number, that no action has locked the forum for."""
    return Rule.objects.create(forum=forum, number=6, title="Quicker", explanation="It was there first.")


@pytest.fixture
def senior(forum: Any, mod: Any) -> None:
    """Mod is a senior moderator."""
    Role.objects.filter(member=mod, forum=forum).update(kind=RoleKind.SENIOR)


def test_the_desk_says_which_rule_has_it(blind: None, senior: None, forum: Any, mod: Any, as_member: Any) -> None:
    client, rule = as_member(mod), Rule.objects.of(forum).first()
    for address in (
        reverse("perspectives:rule_new", args=[forum.slug]),
        reverse("perspectives:rule", args=[forum.slug, rule.pk]),
    ):
        answer = client.post(address, TYPED | {"seen": rule.version})
        assert answer.status_code == 422
        assert answer.context["form"].errors == {"number": [TAKEN]}
        assert "What was typed." in answer.content.decode()
    assert not Rule.objects.filter(title="A sixth rule").exists()
    assert not RuleRevision.objects.filter(title="A sixth rule").exists()


@pytest.mark.parametrize("change", [False, True])
def test_the_admin_says_so_too(
    change: bool, senior: None, forum: Any, mod: Any, staff: Client, monkeypatch: Any
) -> None:
    rule = Rule.objects.of(forum).first()

    def late(**kwargs: Any) -> Any:
        quicker(forum)
        return save_rule(**kwargs)

    monkeypatch.setattr(policy_admin, "save_rule", late)
    address = row_of(rule) if change else reverse("admin:perspectives_rule_add")
    answer = staff.post(address, TYPED | {"forum": forum.pk})
    assert answer.status_code == 422
    assert answer.context["adminform"].form.errors == {"number": [TAKEN]}
    assert "What was typed." in answer.content.decode()
    assert not Rule.objects.filter(title="A sixth rule").exists()


def test_the_admin_says_so_where_the_database_alone_knows(
    blind: None, senior: None, forum: Any, staff: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr(policy_admin.RuleForm, "clean", lambda form: super(policy_admin.RuleForm, form).clean())
    monkeypatch.setattr(policy_admin.RuleForm, "validate_unique", lambda form: None)
    monkeypatch.setattr(Rule, "validate_constraints", lambda rule, exclude=None: None)
    answer = staff.post(reverse("admin:perspectives_rule_add"), TYPED | {"forum": forum.pk})
    assert answer.status_code == 422
    assert answer.context["adminform"].form.errors == {"number": [TAKEN]}
    assert "What was typed." in answer.content.decode()


def test_another_fault_of_the_database_stays_a_fault(forum: Any, mod: Any, senior: None, monkeypatch: Any) -> None:
    def broken(*args: Any) -> Any:
        raise IntegrityError("Something else.")

    monkeypatch.setattr(save_rule_module, "_written", broken)
    with pytest.raises(IntegrityError, match="Something else"):
        save_rule(forum=forum, by=mod, wording=wording_of(Rule.objects.of(forum).first()) | {"number": 7})


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_one_number_at_once_one_is_told() -> None:
    forum = make_discussion().forum
    seniors = [make_moderator(name, forum, RoleKind.SENIOR) for name in ("A", "B")]
    wording = wording_of(Rule.objects.of(forum).first()) | {"number": 6}
    outcomes = at_once(
        *(lambda who=who: save_rule(forum=forum, by=who, wording=wording | {"title": who.name}) for who in seniors)
    )
    assert {type(one) for one in outcomes} == {RuleRevision, Unacceptable}
    assert Rule.objects.filter(forum=forum, number=6).count() == 1
