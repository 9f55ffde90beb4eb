"""Decide on several comments at once: one transaction, a decision for each, and one way to take it all back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from perspectives.discussion.actions import lock_discussion_row
from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Comment
from perspectives.members.models import Member
from perspectives.moderation.actions.decide import decide
from perspectives.moderation.actions.undo import undo_decision
from perspectives.moderation.errors import OwnComment
from perspectives.moderation.models import Act, Decision, Rule


@dataclass(frozen=True)
class Chosen:
    """A comment as a moderator saw it: its revision, and the newest decision on it (0 for none)."""

    comment: Comment
    revision: int
    seen: int


@dataclass
class Outcome:
    """What became of comments decided on together."""

    decisions: list[Decision] = field(default_factory=list)
    # Comments that were left as they are, changed meanwhile or one's own, with the sentence that says so.
    left_out: list[tuple[Comment, str]] = field(default_factory=list)
    # Comments that stand so already.
    unchanged: int = 0


def decide_many(
    *,
    chosen: Sequence[Chosen],
    moderator: Member,
    act: Act,
    rule: Rule | None = None,
    words: str = "",
    note: str = "",
    now: datetime | None = None,
) -> Outcome:
    """Judge all that is `chosen` in one transaction and return what became of each.

    A comment that changed since it was seen, or is the moderator's own, is left out and named; any other refusal (a
    missing rule, another forum's comment) is raised, and nothing is decided on.
    """
    outcome = Outcome()
    with transaction.atomic():
        _lock(one.comment for one in chosen)
        for one in sorted(chosen, key=lambda one: one.comment.pk):
            try:
                decision = decide(
                    comment=one.comment,
                    moderator=moderator,
                    act=act,
                    revision=one.revision,
                    rule=rule,
                    words=words,
                    note=note,
                    seen=one.seen,
                    now=now,
                )
            except Refused as refusal:
                _leave_out(one.comment, refusal, outcome)
                continue
            if decision is None:
                outcome.unchanged += 1
            else:
                outcome.decisions.append(decision)
    return outcome


def undo_many(
    *, decisions: Sequence[Decision], moderator: Member, note: str = "", now: datetime | None = None
) -> Outcome:
    """Undo all `decisions` on comments in one transaction; what changed since is left out and named."""
    outcome = Outcome()
    with transaction.atomic():
        _lock(decision.comment for decision in decisions if decision.comment)
        for decision in sorted(decisions, key=lambda decision: -decision.pk):
            try:
                undoing = undo_decision(decision=decision, moderator=moderator, note=note, now=now)
            except Refused as refusal:
                _leave_out(decision.comment, refusal, outcome)
                continue
            if undoing is None:
                outcome.unchanged += 1
            else:
                outcome.decisions.append(undoing)
    return outcome


def _lock(comments: Iterable[Comment]) -> None:
    """Lock all discussions, always in the same order: two who decide on much at once must not wait for each other."""
    for key in sorted({comment.discussion_id for comment in comments}):
        lock_discussion_row(key)


def _leave_out(comment: Comment | None, refusal: Refused, outcome: Outcome) -> None:
    """Name a comment that changed meanwhile or is one's own; raise anything else, which takes everything back."""
    if comment is None or (refusal.http_status != 409 and not isinstance(refusal, OwnComment)):
        raise refusal
    outcome.left_out.append((comment, refusal.message))
