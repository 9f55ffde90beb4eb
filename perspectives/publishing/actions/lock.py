"""Take a series or a post for writing: the first statement is an update, which every database waits for."""

from __future__ import annotations

from django.db.models import F

from perspectives.publishing.models import Post, Series


def lock_series(series_id: int) -> None:
    """Let saves into one series come one after another, so that no two choose the same slug; always before a post."""
    Series.objects.filter(pk=series_id).update(position=F("position"))


def lock_post(post_id: int) -> Post:
    """Return the post as it stands now, with its row kept by this transaction; Post.DoesNotExist if it is gone.

    To be called inside `transaction.atomic()`. SQLite ignores `select_for_update`, so the row is written to itself.
    """
    Post.objects.filter(pk=post_id).update(revision=F("revision"))
    post: Post = Post.objects.select_related("series__forum", "discussion").get(pk=post_id)
    return post
