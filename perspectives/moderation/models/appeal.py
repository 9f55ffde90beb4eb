"""Appeal: a writer's answer to a decision, judged by somebody else."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.members.models import Member
from perspectives.moderation.models.decision import Decision
from perspectives.moderation.queries import AppealQuerySet


class Appeal(models.Model):
    """One for each decision; the first judge stands on the row, so that the database itself refuses the same one."""

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="appeal", verbose_name=_("decision")
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="appeals", verbose_name=_("member"))
    words = models.TextField(_("what the member says"))
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    first_judge = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    judge = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("judged by"),
    )
    # The decision that ends it; NULL is open.
    outcome = models.OneToOneField(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ends_appeal",
        verbose_name=_("outcome"),
    )
    judged_at = models.DateTimeField(_("judged"), null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(judge__isnull=True) | Q(first_judge__isnull=True) | ~Q(judge=F("first_judge")),
                name="px_appeal_other_judge",
            ),
            models.CheckConstraint(
                condition=Q(judge__isnull=True) | ~Q(judge=F("member")), name="px_appeal_not_oneself"
            ),
        ]
        indexes = [models.Index(fields=["judged_at", "created_at"], name="px_appeal_open")]

    def __str__(self) -> str:
        return f"{self.decision}"
