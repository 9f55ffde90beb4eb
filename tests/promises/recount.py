"""What must be true of a discussion however it came about."""

from __future__ import annotations

from django.core.management import call_command

from perspectives.discussion.models import Comment, Discussion, Event, EventKind, Finding, Status, TaggedComment


def must_be_whole(discussion: Discussion, keys: set[str]) -> None:
    """Hold a discussion against its rows: each of `keys` once, whole, counted, and to be told once."""
    discussion.refresh_from_db()
    comments = list(Comment.objects.filter(discussion=discussion))
    sent = [comment for comment in comments if comment.key in keys]
    assert sorted(comment.key for comment in sent) == sorted(keys)
    numbers = [comment.number for comment in comments]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) <= discussion.last_number
    assert discussion.public_count == sum(comment.status == Status.PUBLIC for comment in comments)
    events = Event.objects.filter(comment__in=comments, kind=EventKind.POSTED)
    assert events.count() == len(comments) == events.values("comment").distinct().count()
    for comment in sent:
        assert TaggedComment.objects.filter(content_object=comment).count() == 1
        assert Finding.objects.filter(comment=comment).exists()
    call_command("check_threads")
