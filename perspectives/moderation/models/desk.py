"""What the desk remembers of moderators at work: who is looking at what, and what somebody has passed on."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Comment
from perspectives.members.models import Member


class Claim(models.Model):
    """Somebody is on it; it expires by itself."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="claim", verbose_name=_("comment"))
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="claims", verbose_name=_("member"))
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.member}: {self.comment}"


class Passed(models.Model):
    """A moderator leaves an item to the others, and need not say why."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="passed", verbose_name=_("comment"))
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="passed", verbose_name=_("member"))
    created_at = models.DateTimeField(_("passed on"), default=timezone.now)

    class Meta:
        verbose_name = _("item passed on")
        verbose_name_plural = _("items passed on")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "member"], name="px_passed")]

    def __str__(self) -> str:
        return f"{self.member}: {self.comment}"
