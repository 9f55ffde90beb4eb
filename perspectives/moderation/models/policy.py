"""PolicyChange: what a forum's settings of screening were before and after somebody saved them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perspectives.discussion.models import Forum
from perspectives.members.models import Member
from perspectives.moderation.models.frozen import Frozen
from perspectives.moderation.queries import AppendOnlyQuerySet


class PolicyChange(Frozen):
    """The fields that changed, each as it was and as it is, and what the rehearsal had said if there was one."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="policy_changes", verbose_name=_("forum"))
    by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("changed by")
    )
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    # {"comments": …, "held": …, "refused": …, …}; empty where nobody rehearsed it.
    rehearsal = models.JSONField(_("rehearsal"), default=dict, blank=True)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a policy")
        verbose_name_plural = _("changes of policies")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.forum} {self.created_at:%Y-%m-%d %H:%M}"
