"""Notice: something to tell a member, and whether it was told."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Comment, Discussion, Event
from perspectives.members.models import Member
from perspectives.notifications.queries import DeskLetterQuerySet, NoticeQuerySet


class NoticeKind(models.TextChoices):
    """What a notice is about; each has its switch on the member."""

    ANSWER = "answer", _("Your comment was answered")
    DECISION = "decision", _("Your comment was decided on")
    WAITING = "waiting", _("Something waits for moderation")
    APPEAL = "appeal", _("An appeal waits")
    OUTCOME = "outcome", _("Your appeal was judged")
    JUDGED = "judged", _("An appeal against a decision of yours was judged")
    SANCTION = "sanction", _("A decision about your taking part")
    MESSAGE = "message", _("The moderators wrote to you")
    TO_TEAM = "to-team", _("A member wrote to the moderators")
    MENTION = "mention", _("You were mentioned in a note")


# What calls moderators to work, when each of them wants it; and leaves room for the mails to writers.
CALLS = (NoticeKind.WAITING, NoticeKind.APPEAL)


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


class DeskLetter(models.Model):
    """A moderator's mail of one day about what waits: written before sending, marked after."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="desk_letters", verbose_name=_("member"))
    # By the clock of the site, so that there is one a day however often and wherever `send_notices` runs.
    day = models.DateField(_("day"))
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    claimed_at = models.DateTimeField(_("being sent since"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    dropped = models.CharField(_("not sent because"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    message_id = models.CharField(_("message id"), max_length=120)
    error = models.CharField(_("last error"), max_length=200, blank=True)

    objects = DeskLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily mail to a moderator")
        verbose_name_plural = _("daily mails to moderators")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["member", "day"], name="px_desk_letter")]
        indexes = [models.Index(fields=["sent_at", "next_attempt_at"], name="px_desk_letter_due")]

    def __str__(self) -> str:
        return f"{self.member} {self.day}"
