"""What is written down about comments: revisions, findings of checks, events to tell."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models.choices import Answer, EventKind
from perspectives.discussion.models.thread import Comment, Discussion
from perspectives.members.models import Member


class CommentRevision(models.Model):
    """What a comment said at one time; append-only."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions", verbose_name=_("comment"))
    number = models.PositiveIntegerField(_("revision"))
    body = models.TextField(_("text"))
    html = models.TextField(editable=False)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("written by"))
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("revision of a comment")
        verbose_name_plural = _("revisions of comments")
        ordering = ["comment", "number"]
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="px_comment_revision")]

    def __str__(self) -> str:
        return f"{self.comment} r{self.number}"


class Finding(models.Model):
    """What a check answered about one revision of a comment, or about a text that was refused and not stored."""

    comment = models.ForeignKey(
        Comment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("comment"),
    )
    revision = models.PositiveIntegerField(_("revision"), default=1)
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="findings", verbose_name=_("discussion")
    )
    member = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    check_name = models.CharField(_("check"), max_length=200)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    created_at = models.DateTimeField(_("found"), default=timezone.now)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["created_at"], name="px_finding_age"),
            # Nine in ten findings say that a check passed; the figures ask for the others.
            models.Index(fields=["answer", "created_at"], name="px_finding_hit", condition=~Q(answer="pass")),
        ]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.get_answer_display()}"


class Event(models.Model):
    """What happened, written in the transaction in which it happened; notices are made from it."""

    kind = models.CharField(_("kind"), max_length=12, choices=EventKind.choices)
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="events", verbose_name=_("discussion")
    )
    comment = models.ForeignKey(
        Comment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("comment"),
    )
    actor = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    data = models.JSONField(_("data"), default=dict, blank=True)
    created_at = models.DateTimeField(_("happened"), default=timezone.now)
    # When notices were made of it; NULL is still to do.
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["pk"]
        indexes = [models.Index(fields=["told_at", "created_at"], name="px_event_untold")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d %H:%M}"
