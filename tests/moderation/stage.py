"""What several moderation tests need: addresses, and what a form sends."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from perspectives.discussion.models import Comment, Discussion, Status
from tests.cast import in_status

DESK = "/moderation/"


def item_of(comment: Comment) -> str:
    """Return the address of the item."""
    return reverse("perspectives:desk_item", args=[comment.discussion.slug, comment.number])


def sent(comment: Comment, act: str, **fields: Any) -> dict[str, Any]:
    """Return what the form of a card sends."""
    return {"act": act, "revision": comment.revision, "seen": 0, "kind": "", "forum": "", "at": "desk", **fields}


def held(discussion: Discussion, author: Any, **fields: Any) -> Comment:
    """Return a comment that waits."""
    return in_status(discussion, author, Status.PENDING, **fields)


def list_of(name: str) -> str:
    """Return the address of a list."""
    return reverse(f"admin:perspectives_{name}_changelist")


def row_of(row: Any) -> str:
    """Return the address of a row."""
    return reverse(f"admin:perspectives_{row._meta.model_name}_change", args=[row.pk])
