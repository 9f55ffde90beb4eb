"""Member and Attempt: what the host's users are to us, and the rows that limits are counted from."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.members.queries import AttemptQuerySet, MemberQuerySet


def new_member_key() -> str:
    """Return an opaque public id of 16 hexadecimal digits."""
    return secrets.token_hex(8)


class DeskMail(models.TextChoices):
    """When a moderator is told by mail of what waits."""

    AT_ONCE = "at-once", _("At once")
    DAILY = "daily", _("Once a day")
    NONE = "none", _("Not at all")


class Member(models.Model):
    """A person who takes part. The row is emptied when the person leaves, never deleted: records name it by `key`."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="perspectives_member",
    )
    key = models.CharField(_("key"), max_length=16, unique=True, default=new_member_key, editable=False)
    name = models.CharField(_("display name"), max_length=60, blank=True)
    name_skeleton = models.CharField(  # noqa: DJ001  # NULLs are not equal to each other, empty strings are.
        _("name for comparison"), max_length=255, unique=True, null=True, editable=False
    )
    created_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    erased_at = models.DateTimeField(_("emptied"), null=True, blank=True, editable=False)
    mail_answers = models.BooleanField(_("mail when my comment is answered"), default=True)
    mail_decisions = models.BooleanField(_("mail when my comment is decided on"), default=True)
    mail_waiting = models.BooleanField(_("mail when something waits for moderation"), default=True)
    # Read where `mail_waiting` is on.
    desk_mail = models.CharField(
        _("mail about what waits"),
        max_length=10,
        choices=DeskMail.choices,
        default=DeskMail.AT_ONCE,
        db_default=DeskMail.AT_ONCE,
    )
    desk_mailed_at = models.DateTimeField(_("last told what waits"), null=True, blank=True, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name shown, or the words that stand for somebody who left."""
        return self.name or str(_("Former member"))


class Attempt(models.Model):
    """One try at something that is limited, counted by a dated HMAC of the account or address; pruned by age."""

    kind = models.CharField(_("kind"), max_length=20)
    bucket = models.CharField(_("bucket"), max_length=64)
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = [
            models.Index(fields=["bucket", "kind", "created_at"], name="px_attempt_bucket"),
            models.Index(fields=["created_at"], name="px_attempt_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"
