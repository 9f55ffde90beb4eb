"""A model that knows the made-up texts, and a text of each kind."""

from __future__ import annotations

from typing import Any

from perspectives.moderation.models import TriageModel
from perspectives.moderation.triage.learning import learn
from perspectives.moderation.triage.present import forget_model
from tests.moderation.triage.texts import made

BAD = "Cheap casino bonus, guaranteed winner, click for a bitcoin prize."
FINE = "The treaty and its inspection: an argument from the essay, and evidence."


def keep(**fields: Any) -> TriageModel:
    """Write a model that knows the made-up texts."""
    values: dict[str, Any] = {"version": 1, "weights": learn(made(400)).stored(), "learned_from": {}, "measured": {}}
    row = TriageModel(**values | fields)
    row.save()
    forget_model()
    return row
