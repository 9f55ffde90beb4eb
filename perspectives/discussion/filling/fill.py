"""Fill a discussion with made-up comments, batch by batch, each batch whole: counts are true at every moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from perspectives.discussion.actions import get_or_make_tags, lock_discussion_row
from perspectives.discussion.filling import stock
from perspectives.discussion.filling.bulk import roomy
from perspectives.discussion.filling.drafts import Draft, Drafting
from perspectives.discussion.filling.people import MOST, make_members
from perspectives.discussion.filling.places import Trunk
from perspectives.discussion.filling.rows import Batch
from perspectives.discussion.filling.shapes import TRUNK
from perspectives.discussion.models import Comment, Discussion, DiscussionTag, Tag
from perspectives.discussion.paths import PATH_DIGITS, ancestors_of

# Comments written in one transaction: a second or so, which is how long another writer may have to wait.
BATCH = 10_000
# How long before `until` the first comment was written.
AGE = timedelta(days=150)


class CannotFill(Exception):
    """The discussion cannot be filled as asked; the message says why."""


@dataclass(frozen=True)
class Wish:
    """What is wanted."""

    comments: int
    until: datetime
    seed: int = 1
    shape: str = "mixed"
    # None is one for five comments.
    members: int | None = None


def fill(
    *, discussion: Discussion, wish: Wish, batch: int = BATCH, tell: Callable[[int], object] = lambda done: None
) -> int:
    """Add `wish.comments` made-up comments to `discussion`, behind those that are there; return how many it was.

    The same wish makes the same comments. `tell` hears after each transaction how many are written. Nothing is
    recorded as an event or finding, and nobody is told. Raises CannotFill.
    """
    drafting = _drafting(discussion, wish)
    trunk: Trunk | None = None
    with roomy():
        while drafting.done < wish.comments:
            drafts = drafting.batch(min(batch, wish.comments - drafting.done))
            with transaction.atomic():
                trunk = _write(discussion.pk, drafting, drafts, trunk)
            tell(drafting.done)
    return drafting.done


def _drafting(discussion: Discussion, wish: Wish) -> Drafting:
    """Return the drafting of the wish, with its members and tags made."""
    found = Comment.objects.filter(discussion=discussion).aggregate(last=Max("created_at"), number=Max("number"))
    if discussion.last_number + wish.comments >= 10**PATH_DIGITS:
        raise CannotFill(_("A discussion has room for %d comments.") % (10**PATH_DIGITS - 1))
    start = max(filter(None, (wish.until - AGE, discussion.visible_from, found["last"])))
    if start >= wish.until:
        raise CannotFill(_("The last comment there, or the essay itself, is from %s: choose a later end.") % start)
    wanted = wish.members or max(3, wish.comments // 5)
    members = make_members(min(wanted, MOST), start)
    return Drafting(
        Random(str(wish.seed)),  # noqa: S311
        wish.shape,
        wish.comments,
        members,
        _tags(discussion),
        start,
        wish.until,
    )


def _tags(discussion: Discussion) -> list[Tag]:
    """Return the vocabulary of the forum, and others where writers may add their own."""
    forum = discussion.forum
    own = list(forum.vocabulary.order_by("forum_tags__position", "pk"))
    others = get_or_make_tags(stock.TAGS) if forum.free_tags else []
    return list({tag.pk: tag for tag in [*own, *others]}.values())


def _write(discussion_id: int, drafting: Drafting, drafts: list[Draft], trunk: Trunk | None) -> Trunk | None:
    """Write a batch and everything counted from it, under the lock of the discussion; return what the next hangs on."""
    discussion = lock_discussion_row(discussion_id)
    first = discussion.last_number + 1
    batch = Batch(discussion_id, drafts, range(first, first + len(drafts)), trunk, drafting.say)
    batch.write()
    _count(discussion, batch)
    _count_tags(batch)
    if trunk is not None:
        _count_above(batch, trunk)
    if drafting.shape == "wide":
        return trunk or Trunk(batch.keys[0], batch.places.paths[0])
    return Trunk(batch.keys[-1], batch.places.paths[-1]) if drafting.shape == "deep" else None


def _count(discussion: Discussion, batch: Batch) -> None:
    """Move what the discussion knows of its comments, as posting them one by one would have."""
    public = sum(draft.is_public for draft in batch.drafts)
    moments = [draft.public_at for draft in batch.drafts if draft.public_at]
    Discussion.objects.filter(pk=discussion.pk).update(
        last_number=batch.numbers[-1],
        public_count=F("public_count") + public,
        version=F("version") + len(moments),
        last_public_at=max([*moments, discussion.last_public_at or batch.drafts[0].created_at]),
    )


def _count_tags(batch: Batch) -> None:
    """Count the public comments of each tag."""
    uses = Counter(tag.pk for draft in batch.drafts if draft.is_public for tag in draft.tags)
    for tag, count in sorted(uses.items()):
        row, _made = DiscussionTag.objects.get_or_create(discussion_id=batch.discussion_id, tag_id=tag)
        DiscussionTag.objects.filter(pk=row.pk).update(uses=F("uses") + count)


def _count_above(batch: Batch, trunk: Trunk) -> None:
    """Count the batch for what it hangs on: all of it for the comments above, direct answers for a true parent."""
    above = ancestors_of(batch.places.paths[0])
    rows = Comment.objects.filter(discussion=batch.discussion_id, public_at__isnull=False)
    public = sum(draft.is_public for draft in batch.drafts)
    rows.filter(path__in=above).update(public_below=F("public_below") + public, shown=True)
    if trunk.path not in above:
        answers = sum(draft.is_public for draft in batch.drafts if draft.parent == TRUNK)
        rows.filter(pk=trunk.key).update(public_below=F("public_below") + answers, shown=True)
