"""Find what an address names, through the rule of who sees what: not found and not allowed are the same 404."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from perspectives.conf import conf
from perspectives.discussion.models import Comment, Discussion
from perspectives.discussion.rules import viewer_of


def discussion_or_404(request: HttpRequest, slug: str) -> Discussion:
    """Return the discussion with this slug if the reader may open it, with its forum."""
    discussions = Discussion.objects.visible_to(viewer_of(request)).select_related("forum")
    return get_object_or_404(discussions, slug=slug)


def comment_or_404(request: HttpRequest, slug: str, number: int) -> Comment:
    """Return the comment if the reader may read its words."""
    comments = Comment.objects.visible_to(viewer_of(request)).select_related(
        "discussion__forum", "author", "parent__author"
    )
    return get_object_or_404(comments, discussion__slug=slug, number=number)


def own_comment_or_404(request: HttpRequest, slug: str, number: int) -> Comment:
    """Return the comment if it is the reader's own."""
    own = Comment.objects.filter(author=viewer_of(request).member).select_related("discussion__forum", "author")
    return get_object_or_404(own, discussion__slug=slug, number=number)


def thread_address(comment: Comment) -> str:
    """Return the address at which a reader finds a public comment in its thread, on the page it stands on.

    Deep in a conversation that is cut, that is the comment's own page.
    """
    discussion = comment.discussion
    anchor = f"#{comment.number}"
    if discussion.public_count <= conf.THREAD_PAGE_SIZE // 2:
        return f"{discussion.get_absolute_url()}{anchor}"
    before = Comment.objects.filter(
        discussion=discussion, conversation=comment.conversation, path__lt=comment.path
    ).in_thread()
    if before[: conf.THREAD_PAGE_SIZE].count() >= conf.THREAD_PAGE_SIZE:
        return comment.get_absolute_url()
    return f"{discussion.get_absolute_url()}?from={comment.conversation}{anchor}"
