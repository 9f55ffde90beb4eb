"""What the room of publishing does when a contributor is tied to a member, from whatever door."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from perspectives.publishing.bylines import keep_authors
from perspectives.publishing.models import Contributor


@receiver(post_save, sender=Contributor, dispatch_uid="perspectives.publishing.contributor_saved")
def tie(instance: Contributor, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Write the authors of the contributor's essays anew, in the transaction that saves; a new one has none yet."""
    if not created and not raw:
        keep_authors(instance)
