"""Rules of a forum, and every wording they ever had."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Forum
from perspectives.members.models import Member
from perspectives.moderation.models.choices import Severity
from perspectives.moderation.models.frozen import Frozen
from perspectives.moderation.queries import AppendOnlyQuerySet, RuleQuerySet


class Rule(models.Model):
    """A rule of a forum, as moderators name it when they reject and writers read it."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="rules", verbose_name=_("forum"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("short name"), max_length=100)
    explanation = models.TextField(_("explanation shown to writers"))
    default_words = models.TextField(
        _("usual words to the writer"), blank=True, help_text=_("Offered when a comment is rejected under this rule.")
    )
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity.choices, default=Severity.GRAVE)
    active = models.BooleanField(_("in force"), default=True)
    # Grows with every change; each version is a RuleRevision.
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["forum", "number"]
        constraints = [models.UniqueConstraint(fields=["forum", "number"], name="px_rule_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class RuleRevision(Frozen):
    """What a rule said at one time."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="revisions", verbose_name=_("rule"))
    version = models.PositiveIntegerField(_("version"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("short name"), max_length=100)
    explanation = models.TextField(_("explanation shown to writers"))
    default_words = models.TextField(_("usual words to the writer"), blank=True)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity.choices)
    active = models.BooleanField(_("in force"))
    by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("changed by")
    )
    created_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a rule")
        verbose_name_plural = _("revisions of rules")
        ordering = ["rule", "version"]
        constraints = [models.UniqueConstraint(fields=["rule", "version"], name="px_rule_revision")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title} v{self.version}"
