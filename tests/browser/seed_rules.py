"""The rules in the gallery: one reworded, and a policy that was changed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from perspectives.moderation.actions import save_policy, save_rule
from perspectives.moderation.models import Rule
from perspectives.moderation.wordings import wording_of


def policed(forum: Any) -> dict[str, str]:
    """Reword a rule and change the policy of a forum; return the addresses of the pages that tell it."""
    rule = Rule.objects.of(forum).last()
    save_rule(forum=forum, by=None, rule=rule, wording=wording_of(rule) | {"explanation": "Said anew.", "severity": 3})
    save_policy(forum=forum, by=None, values={"watched_words": "one\ntwo", "shouting": 70}, permitted=True)
    return {
        "rules": reverse("perspectives:rules", args=[forum.slug]),
        "rule": reverse("perspectives:rule", args=[forum.slug, rule.pk]),
        "rule_new": reverse("perspectives:rule_new", args=[forum.slug]),
        "policy": reverse("perspectives:policy", args=[forum.slug]),
        "policy_changes": reverse("perspectives:policy_changes", args=[forum.slug]),
    }
