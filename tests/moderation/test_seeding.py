"""A new forum has five rules to begin with."""

from __future__ import annotations

import pytest
from django.core import serializers

from perspectives.discussion.actions import make_forum
from perspectives.discussion.models import Forum
from perspectives.moderation.models import Rule

pytestmark = pytest.mark.django_db


def test_a_new_forum_has_five_rules_with_explanations() -> None:
    forum = make_forum(slug="peace", name="Peace")
    rules = list(Rule.objects.of(forum))
    assert [rule.number for rule in rules] == [1, 2, 3, 4, 5]
    assert all(rule.title and rule.explanation for rule in rules)


def test_saving_a_forum_again_adds_none() -> None:
    forum = make_forum(slug="peace", name="Peace")
    forum.name = "Peace and Security"
    forum.save()
    assert Rule.objects.filter(forum=forum).count() == 5


def test_a_fixture_brings_its_own_rules() -> None:
    raw = '[{"model": "perspectives.forum", "pk": 7, "fields": {"slug": "raw", "name": "Raw"}}]'
    for loaded in serializers.deserialize("json", raw):
        loaded.save()
    assert Forum.objects.get(pk=7).rules.count() == 0
