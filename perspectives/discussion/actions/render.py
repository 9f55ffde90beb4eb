"""Render anew what an older renderer made, in batches that can be broken off and started again."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import F

from perspectives.discussion.models import Comment, Discussion
from perspectives.text.errors import TextRefused
from perspectives.text.markdown import RENDERER_VERSION, render_comment
from perspectives.text.sanitise import sanitise_comment

# Comments in one transaction: short enough for a writer to wait for.
BATCH = 200


def render_comments_again(*, dry_run: bool = False) -> Iterator[int]:
    """Render comments of older renderers anew and yield how many, batch by batch; what is done stays done.

    A text that today's renderer refuses keeps its HTML, passed through today's rules.
    """
    last = 0
    while True:
        old = Comment.objects.exclude(render_version=RENDERER_VERSION).filter(pk__gt=last).order_by("pk")[:BATCH]
        comments = list(old.only("pk", "body", "html", "revision", "discussion_id", "status"))
        if not comments:
            return
        last = comments[-1].pk
        yield len(comments) if dry_run else _render(comments)


def _render(comments: list[Comment]) -> int:
    """Render first, then write each comment that has not been edited meanwhile; return how many were written."""
    made = [(comment, _html(comment)) for comment in comments]
    with transaction.atomic():
        touched = sorted({comment.discussion_id for comment in comments})
        Discussion.objects.filter(pk__in=touched).update(version=F("version") + 1)
        return sum(
            Comment.objects.filter(pk=comment.pk, revision=comment.revision).update(
                html=html, render_version=RENDERER_VERSION
            )
            for comment, html in made
        )


def _html(comment: Comment) -> str:
    """Return a comment's HTML by today's renderer and rules."""
    try:
        return render_comment(comment.body)
    except TextRefused:
        return sanitise_comment(comment.html)
