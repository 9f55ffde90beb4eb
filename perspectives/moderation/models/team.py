"""What the team says among itself, and with one member: notes and messages, seen by nobody else."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Comment, Forum
from perspectives.members.models import Member


class Note(models.Model):
    """A private note of a forum's team on a member, or on one comment of that member's."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="notes", verbose_name=_("forum"))
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="notes", verbose_name=_("member"))
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="notes", verbose_name=_("comment")
    )
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    body = models.TextField(_("text"))
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["pk"]
        indexes = [models.Index(fields=["member", "forum"], name="px_note_member")]

    def __str__(self) -> str:
        return f"{self.member} {self.created_at:%Y-%m-%d %H:%M}"


class Message(models.Model):
    """A line of the private thread between a forum's team and one member."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="messages", verbose_name=_("forum"))
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="messages", verbose_name=_("member"))
    # The member, or somebody of the team; the member is told that the team writes, and not who.
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    from_team = models.BooleanField(_("from the team"))
    body = models.TextField(_("text"))
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    # When the other side first looked.
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["member", "forum", "created_at"], name="px_message_thread"),
            models.Index(fields=["forum", "from_team", "read_at"], name="px_message_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.created_at:%Y-%m-%d %H:%M}"
