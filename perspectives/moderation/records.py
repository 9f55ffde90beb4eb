"""What a forum knows of a member: comments by status, sanctions past and present, notes of the team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Q, Value, When, Window
from django.db.models.functions import RowNumber

from perspectives.discussion.models import Comment, Status
from perspectives.members.models import Member
from perspectives.moderation.models import Note, Sanction

# Of one member; the member's own page has all.
SANCTIONS_SHOWN = 10
# Of one member in one forum: on the desk, and on an item's page.
NOTES_ON_DESK, NOTES_ON_PAGE = 3, 50

Key = tuple[int, int]


@dataclass
class Record:
    """What a forum knows of a member."""

    member: Member
    by_status: dict[str, int] = field(default_factory=dict)
    # Those that bind now, and those that were lifted or have run out, newest first.
    sanctions: list[Sanction] = field(default_factory=list)
    past: list[Sanction] = field(default_factory=list)
    # Newest first, and how many there are.
    notes: list[Note] = field(default_factory=list)
    note_count: int = 0

    @property
    def public(self) -> int:
        """Public comments in this forum."""
        return self.by_status.get(Status.PUBLIC, 0)

    @property
    def rejected(self) -> int:
        """Rejected comments in this forum, spam apart."""
        return self.by_status.get(Status.REJECTED, 0)

    @property
    def spam(self) -> int:
        """Comments in this forum that were marked as spam."""
        return self.by_status.get(Status.SPAM, 0)

    @property
    def more_notes(self) -> int:
        """Notes that are not on the card."""
        return self.note_count - len(self.notes)


def records_of(comments: Iterable[Comment], now: datetime, *, whole: bool = False) -> dict[Key, Record]:
    """Return the record of each writer in each forum, by both primary keys: three queries."""
    records = {(comment.author_id, comment.discussion.forum_id): Record(comment.author) for comment in comments}
    members, forums = {key[0] for key in records}, {key[1] for key in records}
    _count(records, members)
    for sanction in _sanctions(members, forums, now):
        for (member, forum), record in records.items():
            if sanction.member_id == member and sanction.forum_id in (None, forum):
                (record.sanctions if binds(sanction, now) else record.past).append(sanction)
    for note in _notes(members, forums, NOTES_ON_PAGE if whole else NOTES_ON_DESK):
        if (note.member_id, note.forum_id) in records:
            record = records[note.member_id, note.forum_id]
            record.notes.append(note)
            record.note_count = note.among
    return records


def binds(sanction: Sanction, now: datetime) -> bool:
    """Whether a sanction has neither been lifted nor run out."""
    return sanction.lifted_at is None and (sanction.until is None or sanction.until > now)


def _count(records: dict[Key, Record], members: set[int]) -> None:
    """Fill in how many comments of each status there are."""
    # Found by writer alone, for which there is an index; asked for the forums as well, SQLite walks all their comments.
    counted = Comment.objects.filter(author__in=members).order_by()
    for member, forum, status, count in counted.values_list("author", "discussion__forum", "status").annotate(
        count=Count("pk")
    ):
        if (member, forum) in records:
            records[member, forum].by_status[status] = count


def _sanctions(members: set[int], forums: set[int], now: datetime) -> Sequence[Sanction]:
    """Return the last sanctions of each of `members` in each of `forums` and in all, the newest first.

    No number of old ones pushes out one that binds.
    """
    here = Q(forum__in=forums) | Q(forum__isnull=True)
    still = Q(lifted_at__isnull=True) & (Q(until__isnull=True) | Q(until__gt=now))
    rank = Case(When(still, then=Value(0)), default=Value(1))
    place = Window(RowNumber(), partition_by=["member", "forum"], order_by=[rank, "-pk"])
    rows = Sanction.objects.filter(here, member__in=members).annotate(place=place)
    return list(rows.filter(place__lte=SANCTIONS_SHOWN).order_by("-pk"))


def _notes(members: set[int], forums: set[int], most: int) -> Any:
    """Return the newest notes on each of `members` in each of `forums`, the newest first."""
    one = ["member", "forum"]
    rows = Note.objects.filter(member__in=members, forum__in=forums).annotate(
        place=Window(RowNumber(), partition_by=one, order_by="-pk"), among=Window(Count("pk"), partition_by=one)
    )
    return rows.filter(place__lte=most).select_related("by", "comment").order_by("-pk")
