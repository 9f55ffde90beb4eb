"""Take a post for writing: the transaction's first statement is an update, which every database waits for."""

from __future__ import annotations

from django.db.models import F

from perspectives.publishing.models import Post


def lock_post(post_id: int) -> Post:
    """Return the post as it stands now, with its row kept by this transaction; Post.DoesNotExist if it is gone.

    To be called inside `transaction.atomic()`. SQLite ignores `select_for_update`, so the row is written to itself.
    """
    Post.objects.filter(pk=post_id).update(revision=F("revision"))
    post: Post = Post.objects.select_related("series__forum", "discussion").get(pk=post_id)
    return post
