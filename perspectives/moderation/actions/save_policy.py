"""Save a forum's settings of screening, and write down what they were before and after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from perspectives.discussion.models import Forum
from perspectives.members.models import Member
from perspectives.moderation.actions.save_rule import lock_forum_row
from perspectives.moderation.errors import NotFound, PolicyChangedMeanwhile
from perspectives.moderation.models import PolicyChange
from perspectives.moderation.policies import FIELDS, Values, changed_fields, fingerprint, values_of
from perspectives.moderation.rules import cleaned_words
from perspectives.moderation.seniors import must_be_senior


def save_policy(
    *,
    forum: Forum,
    by: Member | None,
    values: Values,
    seen: str | None = None,
    rehearsal: dict[str, Any] | None = None,
    note: str = "",
    permitted: bool = False,
    now: datetime | None = None,
) -> PolicyChange | None:
    """Give `forum` these `values` of `policies.FIELDS` and return the row that says so, None where nothing changes.

    `seen` is the fingerprint of the settings somebody had before the eyes: PolicyChangedMeanwhile (409) where they are
    others by now. `rehearsal` are the figures of a rehearsal of just these values. `permitted` says that the host's own
    permissions have been asked; else Refused (404, 403) is raised for who is no senior moderator of the forum.
    """
    if not permitted:
        _must_be_named_and_senior(by, forum)
    note = cleaned_words(note)
    with transaction.atomic():
        present = lock_forum_row(forum.pk)
        before = values_of(present)
        changed = changed_fields(before, {name: values[name] for name in FIELDS if name in values})
        if not changed:
            return None
        if seen is not None and seen != fingerprint(before):
            raise PolicyChangedMeanwhile(before)
        Forum.objects.filter(pk=forum.pk).update(**{name: values[name] for name in changed})
        return PolicyChange.objects.create(
            forum=present,
            by=by,
            before={name: before[name] for name in changed},
            after={name: values[name] for name in changed},
            rehearsal=rehearsal or {},
            note=note,
            created_at=now or timezone.now(),
        )


def _must_be_named_and_senior(by: Member | None, forum: Forum) -> None:
    """Raise NotFound or Refused for everybody but the forum's senior moderators."""
    if by is None:
        raise NotFound
    must_be_senior(by, forum.pk)
