"""Rule, Report, Decision and Sanction: the rows of moderation. Decisions only grow."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Comment, Discussion, Forum, Status
from perspectives.members.models import Member
from perspectives.moderation.queries import (
    AppendOnlyError,
    DecisionQuerySet,
    ReportQuerySet,
    RuleQuerySet,
    SanctionQuerySet,
)


class Act(models.TextChoices):
    """What a decision does."""

    APPROVE = "approve", _("Approved")
    REJECT = "reject", _("Rejected")
    SPAM = "spam", _("Marked as spam")
    UNDO = "undo", _("Undone")
    SUSPEND = "suspend", _("Member suspended")
    LIFT = "lift", _("Suspension lifted")
    LOCK = "lock", _("Discussion locked")
    UNLOCK = "unlock", _("Discussion reopened")


class Reason(models.TextChoices):
    """Why a reader reports a comment."""

    ABUSE = "abuse", _("It attacks or insults somebody")
    SPAM = "spam", _("It is advertising or spam")
    OFF_TOPIC = "off-topic", _("It has nothing to do with the essay")
    FALSE = "false", _("It is misleading about facts")
    ILLEGAL = "illegal", _("It seems to break the law")
    OTHER = "other", _("Something else")


class SanctionKind(models.TextChoices):
    """What a sanction does to a member."""

    WARN = "warn", _("Warned")
    HOLD = "hold", _("Always held")
    SUSPEND = "suspend", _("Suspended")
    BAN = "ban", _("Banned")


class Rule(models.Model):
    """A rule of a forum, as moderators name it when they reject and writers read it."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="rules", verbose_name=_("forum"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("short name"), max_length=100)
    explanation = models.TextField(_("explanation shown to writers"))
    active = models.BooleanField(_("in force"), default=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["forum", "number"]
        constraints = [models.UniqueConstraint(fields=["forum", "number"], name="px_rule_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Decision(models.Model):
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
    # The member whom a suspension concerns, or the comment's writer.
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
    created_at = models.DateTimeField(_("decided"), default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        indexes = [models.Index(fields=["created_at"], name="px_decision_age")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.created_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row the first time; AppendOnlyError afterwards."""
        if self.pk is not None:
            raise AppendOnlyError("A decision is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("A decision is never deleted.")

    @property
    def rule_title(self) -> str:
        """The rule's number and short name on the day of the decision, "" without a rule."""
        return self.rule_text.partition("\n")[0]

    @property
    def rule_explanation(self) -> str:
        """The rule's explanation on the day of the decision, "" without a rule."""
        return self.rule_text.partition("\n")[2].strip()


class Report(models.Model):
    """A reader's complaint about a comment; one per member and comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports", verbose_name=_("comment"))
    revision = models.PositiveIntegerField(_("revision"))
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="reports", verbose_name=_("reported by"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    words = models.TextField(_("words"), blank=True)
    created_at = models.DateTimeField(_("reported"), default=timezone.now)
    # The decision that answered it; NULL is open.
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("decision"),
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "member"], name="px_report")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.comment})"


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
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        ordering = ["pk"]
        indexes = [models.Index(fields=["member", "lifted_at", "until"], name="px_sanction_binding")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.member}"
