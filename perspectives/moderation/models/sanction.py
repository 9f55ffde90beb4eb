"""Sanction: what a member may not do for a while."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Forum
from perspectives.members.models import Member
from perspectives.moderation.models.choices import SanctionKind
from perspectives.moderation.models.rule import Rule
from perspectives.moderation.queries import SanctionQuerySet


class Sanction(models.Model):
    """What a member may not do for a while, with the reason; never secret."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="sanctions", verbose_name=_("member"))
    forum = models.ForeignKey(
        Forum,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="sanctions",
        verbose_name=_("forum"),
        help_text=_("Empty: in every forum."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=SanctionKind.choices)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    rule = models.ForeignKey(
        Rule, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("rule")
    )
    words = models.TextField(_("reason, shown to the member"))
    by = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    created_at = models.DateTimeField(_("decided"), default=timezone.now)
    # A warning must be acknowledged before the next comment.
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        ordering = ["pk"]
        indexes = [models.Index(fields=["member", "lifted_at", "until"], name="px_sanction_binding")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.member}"
