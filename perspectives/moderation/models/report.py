"""Report: a reader's complaint. LegalNotice: anybody's, that something breaks the law."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Comment, Forum
from perspectives.members.models import Member
from perspectives.moderation.models.choices import Reason
from perspectives.moderation.models.decision import Decision
from perspectives.moderation.queries import LegalNoticeQuerySet, ReportQuerySet


def new_notice_key() -> str:
    """Return the key of a receipt: nobody guesses it, and whoever has it may read the answer."""
    return secrets.token_hex(16)


class Report(models.Model):
    """A reader's complaint about a comment; one per member and comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports", verbose_name=_("comment"))
    revision = models.PositiveIntegerField(_("revision"))
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="reports", verbose_name=_("reported by"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    words = models.TextField(_("words"), blank=True)
    # By the reporter's record when it was made; 100 is an unknown reporter's.
    weight = models.PositiveSmallIntegerField(_("weight"), default=100, db_default=100)
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


class LegalNotice(models.Model):
    """Somebody's word, signed in or not, that a comment is illegal (the EU's Digital Services Act, article 16)."""

    key = models.CharField(_("key"), max_length=32, unique=True, default=new_notice_key, editable=False)
    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="legal_notices", verbose_name=_("comment")
    )
    revision = models.PositiveIntegerField(_("revision"))
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+", verbose_name=_("forum"))
    member = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    law = models.CharField(_("which law"), max_length=300, blank=True)
    words = models.TextField(_("why it is illegal"))
    # Emptied when the notice is old (manage.py tidy); of some crimes one may tell without a name.
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    good_faith = models.BooleanField(_("in good faith"), default=False)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    # When the receipt, and the answer, were sent by mail.
    receipt_sent_at = models.DateTimeField(_("receipt sent"), null=True, blank=True)
    answer_sent_at = models.DateTimeField(_("answer sent"), null=True, blank=True)
    # Where the next of the two stands on its way: claimed before it is handed over, tried again when that failed.
    mail_claimed_at = models.DateTimeField(_("being sent since"), null=True, blank=True)
    mail_due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    mail_attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, db_default=0)
    mail_error = models.CharField(_("last error"), max_length=200, blank=True, default="", db_default="")

    objects = LegalNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of illegal content")
        verbose_name_plural = _("notices of illegal content")
        ordering = ["pk"]
        indexes = [models.Index(fields=["answered_at", "created_at"], name="px_legal_open")]

    def __str__(self) -> str:
        return f"{self.comment} {self.created_at:%Y-%m-%d}"
