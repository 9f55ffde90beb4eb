"""What a made-up comment is before it has a number: its writer, words, tags, time, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from perspectives.conf import conf
from perspectives.discussion.filling.shapes import parents
from perspectives.discussion.filling.texts import Text, Writer
from perspectives.discussion.models import Status, Tag

# Comments come thick at first and thinner later: the higher, the more so.
THINNING = 1.4
# Shares of comments that were held and approved; edited; that carry tags.
HELD, EDITED, TAGGED = 0.04, 0.02, 0.35
# The longest that a comment waited to be approved.
LONGEST_WAIT = timedelta(hours=9)
# What becomes of a comment nobody answered: the share up to which a draw means it, the status, and of how many
# it is true that they were public before.
UNANSWERED = (
    (0.015, Status.PENDING, 0.0),
    (0.030, Status.SPAM, 0.3),
    (0.050, Status.REJECTED, 0.5),
    (0.070, Status.WITHDRAWN, 1.0),
)
# One that was answered has been public; where it is no more, it is a tombstone.
ANSWERED = ((0.008, Status.REJECTED, 1.0), (0.025, Status.WITHDRAWN, 1.0))


NOTHING = Text("", "")


@dataclass(slots=True)
class Draft:
    """A comment to be; `parent` is a place in its batch, NOBODY or TRUNK."""

    parent: int
    author: int
    created_at: datetime
    public_at: datetime | None
    status: str = Status.PUBLIC
    tags: Sequence[Tag] = ()
    edited_at: datetime | None = None
    # Written when the row is: `Drafting.say`.
    text: Text = NOTHING
    # What it said before it was edited.
    before: Text | None = None

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.status == Status.PUBLIC


@dataclass
class Drafting:
    """Drafts batch after batch; the same ones for the same `rng`, members, tags, times and shape."""

    rng: Random
    shape: str
    # How many in all, and how many are drafted.
    count: int
    members: list[int]
    tags: list[Tag]
    start: datetime
    until: datetime
    done: int = 0
    writer: Writer = field(init=False)

    def __post_init__(self) -> None:
        """Let the writer draw from the same chance."""
        self.writer = Writer(self.rng, conf.COMMENT_MAX_LENGTH)

    def batch(self, size: int) -> list[Draft]:
        """Return the next `size` drafts in order of writing."""
        answered = parents(self.shape, size, self.done == 0, self.rng)
        drafts: list[Draft] = []
        for parent in answered:
            drafts.append(self.draft(parent, drafts))
            self.done += 1
        if self.shape == "mixed":
            self.befall(drafts)
        return drafts

    def draft(self, parent: int, earlier: list[Draft]) -> Draft:
        """Return one draft; who answers is somebody else than who is answered, where there is anybody else."""
        at = self.moment()
        author = self.author()
        if parent >= 0 and author == earlier[parent].author:
            author = self.author()
        tagged = self.shape == "mixed" and self.rng.random() < TAGGED
        return Draft(parent, author, at, at, tags=self.some_tags() if tagged else ())

    def say(self, draft: Draft) -> None:
        """Write the words of a draft; as late as this, so that they are made while the database stores others."""
        draft.text = self.writer.write()
        if draft.edited_at:
            draft.before, draft.text = draft.text, self.writer.longer(draft.text)

    def moment(self) -> datetime:
        """Return when the next comment is written: never before the last one."""
        share = (self.done + self.rng.random()) / self.count
        return self.start + (self.until - self.start) * share**THINNING

    def author(self) -> int:
        """Return a member; some write often, most of them rarely."""
        return self.members[int(len(self.members) * self.rng.random() ** 2)]

    def some_tags(self) -> list[Tag]:
        """Return one to three different tags, the first of the list more often than the last."""
        most = min(conf.COMMENT_TAGS, len(self.tags), 3)
        wanted = 1 + int(self.rng.random() * most) if most else 0
        places = {int(len(self.tags) * self.rng.random() ** 1.7) for _tag in range(wanted)}
        return [self.tags[place] for place in sorted(places)]

    def befall(self, drafts: list[Draft]) -> None:
        """Let happen to comments what happens: held, edited, withdrawn, rejected, marked as spam."""
        answer: dict[int, datetime] = {}
        for draft in drafts:
            answer.setdefault(draft.parent, draft.created_at)
        for place, draft in enumerate(drafts):
            first = answer.get(place)
            gap = (first or self.until) - draft.created_at
            self.judge(draft, first is not None)
            if draft.public_at and self.rng.random() < HELD:
                draft.public_at += min(gap, LONGEST_WAIT) * self.rng.random()
            elif draft.is_public and self.rng.random() < EDITED:
                draft.edited_at = draft.created_at + min(gap, conf.EDIT_WINDOW) * self.rng.random()

    def judge(self, draft: Draft, was_answered: bool) -> None:
        """Set the status of a draft, and that it never was public where it was not."""
        draw = self.rng.random()
        for share, status, was_public in ANSWERED if was_answered else UNANSWERED:
            if draw < share:
                draft.status = status
                if self.rng.random() >= was_public:
                    draft.public_at = None
                return
