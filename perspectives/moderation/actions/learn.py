"""Learn the triage model anew from the decisions of today."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.errors import Refused
from perspectives.moderation.models import TriageModel
from perspectives.moderation.triage.decided import LEAST, examples
from perspectives.moderation.triage.features import VERSION
from perspectives.moderation.triage.learning import Example, learn
from perspectives.moderation.triage.measuring import measured
from perspectives.moderation.triage.present import forget_model


class TooFew(Refused):
    """There are not enough decisions, or none of one kind: the model stays silent."""

    code = "too-few"
    http_status = 409


def learn_triage(*, dry_run: bool = False, now: datetime | None = None) -> TriageModel:
    """Learn from the decisions there are and return the row, which is in use from now on.

    With `dry_run` nothing is written. TooFew below LEAST decisions, or where all of them say the same. For a task:
    seconds of processor time for thousands of decisions, so not for a request.
    """
    found = examples()
    _must_be_enough(found)
    learned = learn(found)
    row = TriageModel(
        version=VERSION,
        weights=learned.stored(),
        learned_from=_counted(found),
        measured=measured(found),
        created_at=now or timezone.now(),
    )
    if not dry_run:
        row.save()
        forget_model()
    return row


def _must_be_enough(found: list[Example]) -> None:
    """Raise TooFew where nothing can be learned."""
    if len(found) < LEAST:
        sentence = _("Silent until there are %(least)d decisions; there are %(count)d now.")
        raise TooFew(sentence % {"least": LEAST, "count": len(found)})
    if len({example.removed for example in found}) < 2:
        raise TooFew(_("All decisions say the same: there is nothing to tell apart."))


def _counted(found: list[Example]) -> dict[str, int]:
    """Return how many decisions there were, by outcome."""
    counted = Counter("removed" if example.removed else "approved" for example in found)
    return {"approved": counted["approved"], "removed": counted["removed"]}
