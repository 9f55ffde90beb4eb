"""The words that one field may hold: policy, state, status, role, answer of a check, kind of event."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Policy(models.TextChoices):
    """When a comment becomes public."""

    PUBLISH = "publish", _("Publish first")
    NEWCOMERS = "newcomers", _("Hold the first comments of newcomers")
    HOLD = "hold", _("Hold all until a moderator approves")


class State(models.TextChoices):
    """Whether a discussion takes comments."""

    OPEN = "open", _("Open")
    LOCKED = "locked", _("Locked")


class Status(models.TextChoices):
    """Where a comment stands: the one field."""

    PENDING = "pending", _("Waiting for a moderator")
    PUBLIC = "public", _("Public")
    REJECTED = "rejected", _("Rejected")
    SPAM = "spam", _("Marked as spam")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RoleKind(models.TextChoices):
    """What somebody may do in a forum."""

    MODERATOR = "moderator", _("Moderator")
    SENIOR = "senior", _("Senior moderator")
    EDITOR = "editor", _("Editor")


class Answer(models.TextChoices):
    """What a check answered about a submission."""

    PASS = "pass", _("Passed")
    FLAG = "flag", _("Flagged")
    HOLD = "hold", _("Held")
    REFUSE = "refuse", _("Refused")
    DID_NOT_RUN = "did-not-run", _("Did not run")


class EventKind(models.TextChoices):
    """What happened, as the rows that notices are made from say it."""

    POSTED = "posted", _("Comment posted")
    HELD = "held", _("Comment waits")
    EDITED = "edited", _("Comment edited")
    WITHDRAWN = "withdrawn", _("Comment withdrawn")
    DECIDED = "decided", _("Comment decided on")
    SLOWED = "slowed", _("Slow mode set")
    REPORTED = "reported", _("Comment reported")
    NOTIFIED = "notified", _("Notice of illegal content")
    APPEALED = "appealed", _("Appeal made")
    JUDGED = "judged", _("Appeal judged")
    NOTED = "noted", _("Note written")
    MESSAGED = "messaged", _("Message written")
