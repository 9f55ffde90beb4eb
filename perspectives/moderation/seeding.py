"""The five rules a new forum starts with; its team rewords, adds and retires them on the desk."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy

from perspectives.discussion.models import Forum
from perspectives.moderation.models import Rule, RuleRevision
from perspectives.moderation.wordings import revision_of

# Short names and explanations; said in the language in which the forum is made.
FIRST_RULES = [
    (
        gettext_lazy("Argue with the point, not the person"),
        gettext_lazy(
            "Say what is wrong with an argument as sharply as you like. Insults, threats and contempt for a person "
            "or a group are removed."
        ),
    ),
    (
        gettext_lazy("Keep to the essay and its subject"),
        gettext_lazy("A comment here answers the essay or somebody who answered it. Other matters need another place."),
    ),
    (
        gettext_lazy("Say what you know, and how"),
        gettext_lazy(
            "Claims of fact should be ones you could show somebody. What is plainly false, or quoted so that it "
            "misleads, is removed; being mistaken is not an offence, and corrections are welcome."
        ),
    ),
    (
        gettext_lazy("Do not advertise"),
        gettext_lazy(
            "Links belong here when they support what you say. Promotion, canvassing and repeated texts do not."
        ),
    ),
    (
        gettext_lazy("Respect privacy and the law"),
        gettext_lazy(
            "Do not publish other people's private details, and post nothing that you have no right to post or "
            "that the law forbids."
        ),
    ),
]


@receiver(post_save, sender=Forum, dispatch_uid="perspectives.moderation.seed_rules")
def seed_rules(instance: Forum, created: bool, raw: bool = False, using: str | None = None, **kwargs: Any) -> None:
    """Give a new forum its rules; fixtures (`raw`) bring their own."""
    if not created or raw:
        return
    with transaction.atomic(using=using):
        Rule.objects.using(using).bulk_create(
            Rule(forum=instance, number=number, title=str(title), explanation=str(explanation))
            for number, (title, explanation) in enumerate(FIRST_RULES, start=1)
        )
        # Asked for again: not every database says which keys it gave.
        rules = Rule.objects.using(using).filter(forum=instance).order_by("number")
        RuleRevision.objects.using(using).bulk_create(revision_of(rule, by=None) for rule in rules)
