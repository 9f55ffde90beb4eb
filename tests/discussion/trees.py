"""Threads of any shape, planted by rows alone: public comments, tombstones, and comments that never showed."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.utils import timezone

from perspectives.discussion.models import Comment, Discussion
from perspectives.discussion.paths import depth_of, path_of
from tests.cast import new_key

# Shares of comments that wait and were never public, and of those that were public and are no more.
SHAPES = {"mixed": (0.1, 0.3), "open": (0.0, 0.0), "graveyard": (0.05, 0.75), "chains": (0.0, 0.6)}


def plant(discussion, author, *, count, seed=0, shape="mixed"):
    """Add `count` comments to an empty discussion; return it as it stands then."""
    chance = Random(f"{seed} {shape}")
    comments = [_draft(discussion, author, number) for number in range(1, count + 1)]
    by_number = {comment.number: comment for comment in comments}
    for comment in comments:
        _place(chance, comment, by_number, shape)
        never, gone = SHAPES[shape]
        drawn = chance.random()
        comment.status = "pending" if drawn < never else "withdrawn" if drawn < never + gone else "public"
        comment.public_at = None if drawn < never else comment.created_at
    for comment in comments:
        above = comment.parent_id if comment.status == "public" else None
        while above:
            by_number[above].public_below += 1
            above = by_number[above].parent_id
    for comment in comments:
        comment.shown = comment.is_public or comment.is_tombstone
    return _written(discussion, comments)


def _draft(discussion, author, number):
    """Return a comment that has no place yet; until it is written, `parent_id` is a number."""
    at = timezone.now() - timedelta(days=2) + timedelta(seconds=number)
    body, html = f"Words {number}.", f"<p>Words {number}.</p>"
    return Comment(
        discussion=discussion, author=author, number=number, body=body, html=html, key=new_key(), created_at=at
    )


def _place(chance, comment, by_number, shape):
    """Let a comment answer an earlier one that was public, or begin a conversation."""
    earlier = [one.number for one in by_number.values() if one.number < comment.number and one.public_at]
    starts = 0.15 if shape == "chains" else 0.35
    if earlier and chance.random() > starts:
        comment.parent_id = earlier[-1] if shape == "chains" else chance.choice(earlier)
    parent = by_number[comment.parent_id] if comment.parent_id else None
    comment.path = path_of(comment.number, parent.path if parent else "")
    comment.depth = depth_of(comment.path)
    comment.conversation = parent.conversation if parent else comment.number


def _written(discussion, comments):
    """Write the comments, parents first, and count what the discussion knows of them."""
    keys = {}
    for depth in range(max(comment.depth for comment in comments) + 1):
        level = [comment for comment in comments if comment.depth == depth]
        for comment in level:
            comment.parent_id = keys.get(comment.parent_id)
        keys |= {comment.number: comment.pk for comment in Comment.objects.bulk_create(level)}
    public = [comment for comment in comments if comment.is_public]
    found = Discussion.objects.filter(pk=discussion.pk)
    found.update(last_number=len(comments), public_count=len(public), last_public_at=timezone.now())
    return found.get()


def naive(discussion):
    """Return the shown comments of each shown conversation in reading order, by its number."""
    shown = [comment for comment in Comment.objects.filter(discussion=discussion) if comment.shown]
    trees = {}
    for comment in sorted(shown, key=lambda comment: (comment.conversation, comment.path)):
        trees.setdefault(comment.conversation, []).append(comment)
    return trees


def in_order(trees, order):
    """Return the numbers of conversations in an order, as its name says."""
    if order == "discussed":
        return sorted(trees, key=lambda number: (-trees[number][0].public_below, -number))
    return sorted(trees, reverse=order == "newest")
