"""Says how much a text is like what moderators have removed here; it orders the queue, and refuses nothing."""

from __future__ import annotations

from typing import Any

from perspectives.discussion.models import Answer
from perspectives.discussion.screening import Submission, Verdict
from perspectives.moderation.beforehand import TRIAGE
from perspectives.moderation.triage.explaining import likeness, moved_by
from perspectives.moderation.triage.features import Features, features_of
from perspectives.moderation.triage.measuring import FLAGGED
from perspectives.moderation.triage.model import Model
from perspectives.moderation.triage.present import present_model


def triage(submission: Submission) -> Verdict:
    """Give a text its score, from 0 to 1000: flag it from 500 on, hold it from the forum's `spam_threshold` on.

    No query where there is no model; otherwise at most two a minute in each process.
    """
    if not submission.beforehand.get(TRIAGE, True):
        return Verdict(Answer.PASS)
    model = present_model()
    if model is None or submission.is_staff:
        return Verdict(Answer.PASS)
    features = features_of(submission.body)
    score, threshold = model.score(features), submission.forum.spam_threshold
    answer = Answer.HOLD if threshold and score >= threshold else Answer.FLAG if score >= FLAGGED else Answer.PASS
    facts = {"score": score} | (_reasons(model, submission.body, features) if answer is not Answer.PASS else {})
    return Verdict(answer, facts, weight=score)


def _reasons(model: Model, text: str, features: Features) -> dict[str, Any]:
    """Return the facts that say why."""
    return {"words": moved_by(model, text, features), "like": likeness(model, features)}
