"""The words that one field may hold: act, reason, kind of sanction, severity of a rule."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What a decision does."""

    APPROVE = "approve", _("Approved")
    REJECT = "reject", _("Rejected")
    SPAM = "spam", _("Marked as spam")
    HOLD = "hold", _("Held until a moderator has looked")
    UNDO = "undo", _("Undone")
    WARN = "warn", _("Member warned")
    WATCH = "watch", _("Member's comments are always held")
    SUSPEND = "suspend", _("Member suspended")
    BAN = "ban", _("Member banned")
    LIFT = "lift", _("Sanction lifted")
    LOCK = "lock", _("Discussion locked")
    UNLOCK = "unlock", _("Discussion reopened")
    FEATURE = "feature", _("Featured")
    UNFEATURE = "unfeature", _("Featured no more")
    ANSWERED = "answered", _("Marked as answered")
    UNANSWERED = "unanswered", _("Marked as not answered")
    UPHOLD = "uphold", _("Appeal turned down")
    OVERTURN = "overturn", _("Appeal granted")
    DISMISS = "dismiss", _("Notice answered without action")
    GIVE = "give", _("Office given")
    TAKE = "take", _("Office taken away")


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


class Severity(models.IntegerChoices):
    """How grave a breach of a rule is."""

    SLIGHT = 1, _("Slight")
    GRAVE = 2, _("Grave")
    WORST = 3, _("Worst")
