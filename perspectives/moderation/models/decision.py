"""Decision: an act of a moderator or of a rule; and the chain that shows whether any row was changed."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Comment, Discussion, Forum, RoleKind, Status
from perspectives.members.models import Member
from perspectives.moderation.models.choices import Act
from perspectives.moderation.models.frozen import Frozen
from perspectives.moderation.models.rule import Rule
from perspectives.moderation.queries import DecisionQuerySet, LogEntryQuerySet


class Decision(Frozen):
    """An act of a moderator or of a rule: who, what, on which revision, why. Written once, never changed."""

    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    discussion = models.ForeignKey(
        Discussion,
        on_delete=models.PROTECT,
        null=True,
        related_name="decisions",
        verbose_name=_("discussion"),
    )
    comment = models.ForeignKey(
        Comment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("comment"),
    )
    revision = models.PositiveIntegerField(_("revision judged"), null=True, blank=True)
    # The member whom a suspension or an office concerns, or the comment's writer.
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("member concerned"),
    )
    status_before = models.CharField(_("status before"), max_length=10, choices=Status.choices, blank=True)
    status_after = models.CharField(_("status after"), max_length=10, choices=Status.choices, blank=True)
    rule = models.ForeignKey(
        Rule, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("rule")
    )
    # The rule's wording of that day, which later edits of the rule leave alone.
    rule_text = models.TextField(_("rule as it read"), blank=True)
    # The law it rests on, where it is one and not a rule of the forum.
    law = models.CharField(_("law"), max_length=300, blank=True)
    words = models.TextField(_("words to the writer"), blank=True)
    note = models.TextField(_("private note"), blank=True)
    # Nobody: a rule acted by itself.
    by = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    undoes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name=_("undoes"),
    )
    # What a suspension set up, or what was lifted.
    sanction = models.ForeignKey(
        "perspectives.Sanction",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("sanction"),
    )
    # Where an office was given or taken, and which; of other decisions the discussion or the sanction says where.
    forum = models.ForeignKey(
        Forum, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("forum")
    )
    office = models.CharField(
        _("office"), max_length=10, choices=RoleKind.choices, blank=True, default="", db_default=""
    )
    # Whether a check or a model took part: what it found is in the findings of the revision judged.
    automated = models.BooleanField(_("automation took part"), default=False, db_default=False)
    created_at = models.DateTimeField(_("decided"), default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        # What Django does behind the default manager (cascades, related sets) meets the same refusals.
        base_manager_name = "objects"
        indexes = [models.Index(fields=["created_at"], name="px_decision_age")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.created_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, and its link in the chain, in one transaction; AppendOnlyError for a row that is there."""
        with transaction.atomic(using=kwargs.get("using")):
            super().save(*args, **kwargs)
            LogEntry.objects.link(self)

    @property
    def rule_title(self) -> str:
        """The rule's number and short name on the day of the decision, "" without a rule."""
        return self.rule_text.partition("\n")[0]

    @property
    def rule_explanation(self) -> str:
        """The rule's explanation on the day of the decision, "" without a rule."""
        return self.rule_text.partition("\n")[2].strip()


class LogEntry(Frozen):
    """A link of the chain: a decision's place in the log, and the digest of it and of the link before."""

    position = models.PositiveBigIntegerField(_("position"), unique=True)
    # Kept as a number, not as a key: a decision that somebody deletes by hand must leave its link behind.
    decision_key = models.PositiveBigIntegerField(_("decision"), unique=True)
    previous = models.CharField(_("digest of the link before"), max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of the log")
        verbose_name_plural = _("links of the log")
        ordering = ["position"]
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.position}: {self.digest[:12]}"


class LogHead(models.Model):
    """The end of the chain, one row; whoever writes a decision locks it, so that links come one after the other."""

    position = models.PositiveBigIntegerField(_("position"), default=0)
    digest = models.CharField(_("digest"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("end of the log")
        verbose_name_plural = _("ends of the log")

    def __str__(self) -> str:
        return str(self.position)
