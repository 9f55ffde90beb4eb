"""Notice: something to tell a member, and whether it was told."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Comment, Discussion, Event
from perspectives.members.models import Member
from perspectives.notifications.queries import NoticeQuerySet


class NoticeKind(models.TextChoices):
    """What a notice is about; each has its switch on the member."""

    ANSWER = "answer", _("Your comment was answered")
    DECISION = "decision", _("Your comment was decided on")
    WAITING = "waiting", _("Something waits for moderation")


class Notice(models.Model):
    """A row to be told once by mail: written before sending, marked after."""

    kind = models.CharField(_("kind"), max_length=10, choices=NoticeKind.choices)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices", verbose_name=_("member"))
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notices", verbose_name=_("event"))
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="notices", verbose_name=_("discussion")
    )
    comment = models.ForeignKey(
        Comment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("comment"),
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    # Set before a mail is handed over, so that two workers never send the same one; retried when it grows old.
    claimed_at = models.DateTimeField(_("being sent since"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    # Why it will not be sent: switched off, no address, no longer visible.
    dropped = models.CharField(_("not sent because"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    message_id = models.CharField(_("message id"), max_length=120, blank=True)
    error = models.CharField(_("last error"), max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["event", "member"], name="px_notice")]
        indexes = [
            models.Index(fields=["sent_at", "next_attempt_at"], name="px_notice_due"),
            models.Index(fields=["member", "discussion", "sent_at"], name="px_notice_last"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.member}"
