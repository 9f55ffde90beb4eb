"""What must be true of a discussion however it came about: accepted = stored = shown = counted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.management import call_command

from perspectives.discussion.models import Comment, Discussion, Event, EventKind, Finding, Status, TaggedComment
from tests.faults.people import Sent
from tests.faults.server import Server
from tests.faults.walking import walk


def must_be_whole(server: Server, discussion: Discussion, sent: Iterable[Sent]) -> None:
    """Hold a discussion against what writers were answered: each accepted comment once, whole, counted and shown."""
    version = discussion.version
    discussion.refresh_from_db()
    comments = list(Comment.objects.filter(discussion=discussion))
    accepted = {one.key: one for one in sent if one.accepted}
    stored = {comment.key: comment for comment in comments if comment.key in {one.key for one in sent}}
    assert {key: one.number for key, one in accepted.items()} == {key: row.number for key, row in stored.items()}
    assert all(one.word in stored[key].body for key, one in accepted.items())
    _must_be_numbered(discussion, comments)
    _must_have_all_that_belongs_to_it(comments, stored.values())
    public = {comment.number for comment in comments if comment.status == Status.PUBLIC}
    assert discussion.public_count == len(public)
    assert discussion.version >= version + sum(row.number in public for row in stored.values())
    call_command("check_threads")
    _must_be_shown(server, discussion, public, [one for one in accepted.values() if one.number in public])


def _must_be_numbered(discussion: Discussion, comments: list[Comment]) -> None:
    """No number twice, none ahead of the discussion's own."""
    numbers = [comment.number for comment in comments]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) <= discussion.last_number


def _must_have_all_that_belongs_to_it(comments: list[Comment], sent: Iterable[Comment]) -> None:
    """One event for each comment; for each that was sent its tag and what the checks found."""
    events = Event.objects.filter(comment__in=comments, kind=EventKind.POSTED)
    assert events.count() == len(comments) == events.values("comment").distinct().count()
    keys = {comment.pk for comment in sent}
    tagged = list(TaggedComment.objects.filter(content_object__in=keys).values_list("content_object", flat=True))
    assert sorted(tagged) == sorted(keys)
    assert set(Finding.objects.filter(comment__in=keys).values_list("comment", flat=True)) == keys


def _must_be_shown(server: Server, discussion: Discussion, public: set[int], sent: list[Sent]) -> None:
    """Every page together shows every public comment with its words, and no other; the first says how many."""

    def ask(address: str) -> tuple[int, str]:
        answer = server.get(address)
        return answer.status, answer.text

    met = walk(ask, discussion.get_absolute_url())
    assert met.public == public
    words = set(re.findall(r"zq\w+qz", met.words))
    assert {one.word for one in sent} <= words
    assert re.search(rf"\b{len(public)} comments?\b", met.pages[0]), "the count above the thread"


def must_give_back(sent: Iterable[Sent]) -> None:
    """A comment that was not taken comes back with a status that says so, and with its words."""
    for one in sent:
        if not one.accepted:
            assert one.answer.status in (403, 404, 409, 422, 503), one.answer.status
            assert one.word in one.answer.text, (one.answer.status, one.answer.text[:500])
