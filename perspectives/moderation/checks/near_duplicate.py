"""Holds nearly the same text that a member has posted in another discussion lately."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from perspectives.discussion.models import Comment, Status
from perspectives.discussion.screening import Submission, Verdict, hold, not_asked, passed

# What is compared: so many of the member's last comments elsewhere, none older.
LAST, LATELY = 20, timedelta(days=30)
# Characters in one piece of a text; with this share of pieces in common two texts are nearly the same.
PIECE, ALIKE = 5, 0.7
# Letters and digits; shorter texts are alike by chance, and the same ones are found by the check for repeats.
SHORTEST = 60
# The beginning of a long text tells enough.
LONGEST = 5000


def near_duplicate(submission: Submission) -> Verdict:
    """Hold a text that shares seven tenths of its pieces with one of the member's last comments elsewhere.

    Case, spaces and signs are not compared. One query, of a text that is long enough to be compared. The forum's team
    is exempt, and so are edits.
    """
    if not submission.forum.near_duplicates or submission.is_staff or submission.comment is not None:
        return not_asked()
    text = folded(submission.body)
    if len(text) < SHORTEST:
        return not_asked()
    own = pieces(text)
    for slug, number, body_hash, body in _elsewhere(submission):
        other = folded(body)
        # Texts of very different length cannot share so much: most are not even cut into pieces.
        if body_hash == submission.body_hash or min(len(text), len(other)) < ALIKE * max(len(text), len(other)):
            continue
        share = likeness(own, pieces(other))
        if share >= ALIKE:
            return hold(number=number, slug=slug, alike=round(100 * share))
    return passed()


def _elsewhere(submission: Submission) -> Any:
    """Return the member's last comments in other discussions: where they stand, and what they say."""
    said = Comment.objects.filter(author=submission.author, created_at__gt=submission.now - LATELY)
    said = said.exclude(discussion=submission.discussion).exclude(status=Status.WITHDRAWN)
    return said.order_by("-created_at").values_list("discussion__slug", "number", "body_hash", "body")[:LAST]


def folded(text: str) -> str:
    """Return the letters and digits of a text, in one case, as far as they are compared."""
    return "".join(filter(str.isalnum, text.casefold()))[:LONGEST]


def pieces(text: str) -> frozenset[str]:
    """Return the pieces of a folded text, each beginning one character after the other."""
    return frozenset(text[start : start + PIECE] for start in range(len(text) - PIECE + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of pieces that two texts have in common, from 0 to 1."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0
