"""A batch of drafts as rows: the comments, and the rows beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from perspectives.discussion.actions.prepare import hash_of
from perspectives.discussion.filling.bulk import next_keys, write_rows
from perspectives.discussion.filling.drafts import Draft
from perspectives.discussion.filling.places import Places, Trunk, lay_out
from perspectives.discussion.filling.shapes import TRUNK
from perspectives.discussion.models import Comment, CommentRevision, TaggedComment
from perspectives.discussion.paths import PATH_DIGITS
from perspectives.text.markdown import RENDERER_VERSION

COMMENT = (
    "id", "discussion_id", "number", "parent_id", "path", "depth", "conversation", "author_id", "body", "html",
    "render_version", "body_hash", "key", "status", "revision", "public_below", "shown", "created_at", "edited_at",
    "public_at",
)  # fmt: skip
REVISION = ("comment_id", "number", "body", "html", "tags", "by_id", "created_at")
TAGGED = ("tag_id", "content_object_id")


@dataclass
class Batch:
    """Drafts with their numbers and places; `keys`, their primary keys, are there when they are written.

    `say` writes the words of a draft; it is called once for each, in order.
    """

    discussion_id: int
    drafts: Sequence[Draft]
    numbers: range
    trunk: Trunk | None
    say: Callable[[Draft], None]
    places: Places = field(init=False)
    keys: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Lay the drafts out."""
        self.places = lay_out(self.drafts, self.numbers, self.trunk)

    def write(self) -> None:
        """Write the comments, their tags and revisions, inside the caller's transaction."""
        given = next_keys(Comment, len(self.drafts))
        if given is None:
            write_rows(Comment, COMMENT[1:], (self.comment(place)[1:] for place in range(len(self.drafts))))
            self.keys = self._given()
            self._set_parents()
        else:
            self.keys = given
            write_rows(Comment, COMMENT, map(self.comment, range(len(self.drafts))))
        write_rows(TaggedComment, TAGGED, self.tagged())
        write_rows(CommentRevision, REVISION, self.revisions())

    def comment(self, place: int) -> tuple[Any, ...]:
        """Return the row of the comment at `place`, in the order of COMMENT."""
        draft, path, below = self.drafts[place], self.places.paths[place], self.places.below[place]
        number = self.numbers[place]
        self.say(draft)
        return (
            self.keys[place] if self.keys else None,
            self.discussion_id,
            number,
            self.parent(draft.parent),
            path,
            len(path) // PATH_DIGITS - 1,
            int(path[:PATH_DIGITS]),
            draft.author,
            draft.text.body,
            draft.text.html,
            RENDERER_VERSION,
            hash_of(draft.text.body),
            f"made-up-{self.discussion_id}-{number}",
            str(draft.status),
            2 if draft.before else 1,
            below,
            draft.is_public or (draft.public_at is not None and below > 0),
            draft.created_at,
            draft.edited_at,
            draft.public_at,
        )

    def parent(self, place: int) -> int | None:
        """Return the primary key of what the draft with parent `place` answers."""
        if place >= 0:
            return self.keys[place] if self.keys else None
        return self.trunk.key if place == TRUNK and self.trunk else None

    def tagged(self) -> Iterator[tuple[int, int]]:
        """Yield the rows of tags."""
        return ((tag.pk, key) for key, draft in zip(self.keys, self.drafts, strict=True) for tag in draft.tags)

    def revisions(self) -> Iterator[tuple[Any, ...]]:
        """Yield what edited comments said before and after."""
        for key, draft in zip(self.keys, self.drafts, strict=True):
            if draft.before is not None:
                tags = [tag.name for tag in draft.tags]
                yield key, 1, *draft.before, tags, draft.author, draft.created_at
                yield key, 2, *draft.text, tags, draft.author, draft.edited_at

    def _given(self) -> list[int]:
        """Return the primary keys that the database has given, in order."""
        first, last = self.numbers[0], self.numbers[-1]
        found = Comment.objects.filter(discussion=self.discussion_id, number__range=(first, last))
        return list(found.order_by("number").values_list("pk", flat=True))

    def _set_parents(self) -> None:
        """Say who answers whom, where keys were not known before."""
        rows = [
            (self.parent(draft.parent), key)
            for key, draft in zip(self.keys, self.drafts, strict=True)
            if draft.parent >= 0
        ]
        table = connection.ops.quote_name(Comment._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET parent_id = %s WHERE id = %s", rows)  # noqa: S608
