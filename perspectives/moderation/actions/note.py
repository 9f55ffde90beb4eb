"""Write a private note of a forum's team on a member, or on one comment: it stays, and tells colleagues it names."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.discussion.actions import record_event
from perspectives.discussion.errors import Unacceptable
from perspectives.discussion.models import Comment, EventKind, Forum, Role
from perspectives.discussion.rules import MODERATOR_KINDS
from perspectives.members.models import Member
from perspectives.moderation import rules
from perspectives.moderation.actions.place import place_of
from perspectives.moderation.errors import OwnMatter
from perspectives.moderation.models import Note

# A colleague is looked for among so many; no team is larger.
TEAM_AT_MOST = 500


def write_note(
    *,
    forum: Forum,
    member: Member,
    by: Member,
    body: str,
    comment: Comment | None = None,
    now: datetime | None = None,
) -> Note | None:
    """Write `body` on `member` (or on that member's `comment`) and return the note; None where it was the last already.

    Moderators of the forum whose names stand in it behind "@" are told that they were mentioned, but for the one whom
    the note is about. Raises NotFound for who does not moderate there, OwnMatter (403) for a note on oneself,
    Unacceptable for an empty or too long text.
    """
    rules.must_moderate(by, forum.pk)
    if member.pk == by.pk:
        raise OwnMatter
    body = rules.cleaned_words(body)
    if not body:
        raise Unacceptable(_("There is nothing to read in it yet."), code="blank")
    with transaction.atomic():
        Member.objects.filter(pk=member.pk).update(created_at=F("created_at"))
        last = Note.objects.filter(member=member, forum=forum).order_by("-pk").first()
        if last is not None and (last.by_id, last.body, last.comment_id) == (
            by.pk,
            body,
            comment.pk if comment else None,
        ):
            return None
        note = Note.objects.create(
            forum=forum, member=member, comment=comment, by=by, body=body, created_at=now or timezone.now()
        )
        _tell(note, mentioned(body, forum) - {by.pk, member.pk})
    return note


def mentioned(body: str, forum: Forum) -> set[int]:
    """Return the primary keys of those of the forum's moderators whose names stand in `body` behind an "@"."""
    if "@" not in body:
        return set()
    text = body.casefold()
    roles = Role.objects.filter(forum=forum, kind__in=MODERATOR_KINDS, member__erased_at__isnull=True)
    names = dict(roles.values_list("member__name", "member")[:TEAM_AT_MOST])
    found: set[int] = set()
    # The longest first, and each taken out: "@Mod Two" is not "@Mod".
    for name in sorted(names, key=len, reverse=True):
        called = f"@{name.casefold()}"
        if name and called in text:
            found.add(names[name])
            text = text.replace(called, " ")
    return found


def _tell(note: Note, members: set[int]) -> None:
    """Write the event of which notices of a mention are made."""
    place = note.comment.discussion if note.comment else place_of(note.member, note.forum)
    if members and place is not None:
        data = {"note": note.pk, "member": note.member.key, "mentioned": sorted(members)}
        record_event(EventKind.NOTED, discussion=place, comment=note.comment, actor=note.by, data=data)
