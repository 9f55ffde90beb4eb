"""Lock a discussion, so that it takes no more comments, and open it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from perspectives.discussion.actions import lock_discussion_row, set_state
from perspectives.discussion.models import Discussion, State
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.errors import DecidedMeanwhile
from perspectives.moderation.models import Act, Decision


def lock_discussion(
    *, discussion: Discussion, by: Member, words: str = "", note: str = "", now: datetime | None = None
) -> Decision | None:
    """Lock `discussion` and return the decision, or None where it is locked already."""
    return _set(discussion, State.LOCKED, by, Decision(act=Act.LOCK, words=words, note=note), now)


def unlock_discussion(
    *,
    discussion: Discussion,
    by: Member,
    words: str = "",
    note: str = "",
    undoes: Decision | None = None,
    now: datetime | None = None,
) -> Decision | None:
    """Open `discussion` again and return the decision, or None where it is open already."""
    return _set(discussion, State.OPEN, by, Decision(act=Act.UNLOCK, words=words, note=note, undoes=undoes), now)


def _set(discussion: Discussion, state: State, by: Member, decision: Decision, now: datetime | None) -> Decision | None:
    """Set the state and write the decision, unless the state is so already."""
    rules.must_moderate(by, discussion.forum_id)
    decision.words, decision.note = rules.cleaned_words(decision.words), rules.cleaned_words(decision.note)
    with transaction.atomic():
        lock_discussion_row(discussion.pk)
        if not set_state(discussion_id=discussion.pk, state=state):
            return None
        _must_be_the_last_word(decision.undoes, discussion)
        decision.by, decision.discussion, decision.created_at = by, discussion, now or timezone.now()
        decision.save()
    return decision


def _must_be_the_last_word(undone: Decision | None, discussion: Discussion) -> None:
    """Raise DecidedMeanwhile, which takes the new state back, where the decision to be undone is not the last one."""
    newest = Decision.objects.filter(discussion=discussion, act__in=(Act.LOCK, Act.UNLOCK)).order_by("-pk").first()
    if undone is not None and newest is not None and newest.pk != undone.pk:
        raise DecidedMeanwhile(newest)
