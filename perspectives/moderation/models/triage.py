"""TriageModel: what was learned from this site's own decisions, one row for each time it was learned."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.moderation.models.frozen import Frozen
from perspectives.moderation.queries import AppendOnlyQuerySet


class TriageModel(Frozen):
    """The newest row is the one in use; older ones show how it was."""

    # What the weights mean: features of another version are not read.
    version = models.PositiveSmallIntegerField(_("version"))
    # Weights by hashed feature, as JSON; and the words behind the heaviest ones.
    weights = models.JSONField(_("weights"), default=dict)
    # Decisions it was learned from, by outcome, and the share of each it got right when it had not seen them.
    learned_from = models.JSONField(_("learned from"), default=dict)
    measured = models.JSONField(_("measured"), default=dict)
    created_at = models.DateTimeField(_("learned"), default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("triage model")
        verbose_name_plural = _("triage models")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
