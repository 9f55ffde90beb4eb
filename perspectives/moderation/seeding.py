"""The five rules a new forum starts with; its team rewords, adds and retires them in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from perspectives.discussion.models import Forum
from perspectives.moderation.models import Rule


def first_rules() -> list[tuple[str, str]]:
    """Return short names and explanations, in the language of the moment."""
    return [
        (
            _("Argue with the point, not the person"),
            _(
                "Say what is wrong with an argument as sharply as you like. Insults, threats and contempt for a person "
                "or a group are removed."
            ),
        ),
        (
            _("Keep to the essay and its subject"),
            _("A comment here answers the essay or somebody who answered it. Other matters need another place."),
        ),
        (
            _("Say what you know, and how"),
            _(
                "Claims of fact should be ones you could show somebody. What is plainly false, or quoted so that it "
                "misleads, is removed; being mistaken is not an offence, and corrections are welcome."
            ),
        ),
        (
            _("Do not advertise"),
            _("Links belong here when they support what you say. Promotion, canvassing and repeated texts do not."),
        ),
        (
            _("Respect privacy and the law"),
            _(
                "Do not publish other people's private details, and post nothing that you have no right to post or "
                "that the law forbids."
            ),
        ),
    ]


@receiver(post_save, sender=Forum, dispatch_uid="perspectives.moderation.seed_rules")
def seed_rules(instance: Forum, created: bool, raw: bool = False, using: str | None = None, **kwargs: Any) -> None:
    """Give a new forum its rules; fixtures (`raw`) bring their own."""
    if created and not raw:
        Rule.objects.using(using).bulk_create(
            Rule(forum=instance, number=number, title=title, explanation=explanation)
            for number, (title, explanation) in enumerate(first_rules(), start=1)
        )
