"""What sanctions are made of: the act that begins each kind, who may give it, and which earlier comments go with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perspectives.discussion.errors import Unacceptable
from perspectives.discussion.models import Forum
from perspectives.moderation.models import Act, Rule, SanctionKind

# The kinds of sanctions, by the act that begins each.
SANCTIONING: dict[Act, SanctionKind] = {
    Act.WARN: SanctionKind.WARN,
    Act.WATCH: SanctionKind.HOLD,
    Act.SUSPEND: SanctionKind.SUSPEND,
    Act.BAN: SanctionKind.BAN,
}
ACTS = {kind: act for act, kind in SANCTIONING.items()}


class Hide(models.TextChoices):
    """Which earlier comments of the member are hidden with a sanction."""

    NOTHING = "", gettext_lazy("None")
    DAY = "day", gettext_lazy("Those of the last 24 hours")
    WEEK = "week", gettext_lazy("Those of the last 7 days")
    ALL = "all", gettext_lazy("All in this forum")


SPANS = {Hide.DAY: timedelta(days=1), Hide.WEEK: timedelta(days=7)}


def written_since(hide: Hide, now: datetime) -> datetime | None:
    """Return from when on comments are hidden; None for all of them."""
    return now - SPANS[hide] if hide in SPANS else None


def must_fit(rule: Rule | None, forum: Forum | None, hide: Hide) -> None:
    """Raise Unacceptable for another forum's rule, and for hiding without the rule that the comments break."""
    if rule is not None and (forum is None or rule.forum_id != forum.pk or not rule.active):
        raise Unacceptable(_("Choose a rule of this forum."), code="rule")
    if hide and (forum is None or rule is None):
        raise Unacceptable(_("Choose the rule that the hidden comments break: their writer is told."), code="rule")
