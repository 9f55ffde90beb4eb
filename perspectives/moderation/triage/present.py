"""The model in use: the newest row, read once a process and looked for again every minute."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from perspectives.moderation.models import TriageModel
from perspectives.moderation.triage.features import VERSION
from perspectives.moderation.triage.model import Model, read

logger = logging.getLogger(__name__)

# Seconds after which a process looks whether there is a newer row.
LOOK_AGAIN = 60.0


@dataclass
class _Known:
    key: int | None = None
    model: Model | None = None
    looked: float = float("-inf")


_known = _Known()


def present_model() -> Model | None:
    """Return the newest model, None where there is none that can be read; at most two queries a minute."""
    now = time.monotonic()
    if now - _known.looked < LOOK_AGAIN:
        return _known.model
    newest = TriageModel.objects.order_by("-pk").values_list("pk", "version").first()
    key, version = newest or (None, 0)
    if key != _known.key:
        _known.model = _read(key) if version == VERSION and key is not None else None
    _known.key, _known.looked = key, now
    return _known.model


def _read(key: int) -> Model | None:
    """Return the model of a row; None, and a line in the log, for one that cannot be read."""
    try:
        return read(TriageModel.objects.values_list("weights", flat=True).get(pk=key))
    except (KeyError, TypeError, ValueError, AttributeError):
        logger.exception("The triage model %s cannot be read.", key)
        return None


def forget_model() -> None:
    """Look for the newest row the next time: one was written just now, in this process."""
    _known.key, _known.model, _known.looked = None, None, float("-inf")
