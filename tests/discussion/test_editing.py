"""Editing and withdrawing: the writer, in time, and what is kept of what was said before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from perspectives.discussion.actions import edit_comment, withdraw_comment
from perspectives.discussion.errors import Conflict, Refused
from perspectives.discussion.models import Comment, CommentRevision, Discussion, Event, EventKind, State, Status
from perspectives.discussion.screening import hold
from tests.cast import in_status, say

pytestmark = pytest.mark.django_db


def holds(submission):
    """A check that holds everything."""
    return hold()


def edited(comment, body="Other words.", tags=(), **fields):
    """Edit as the writer."""
    values = {"editor": comment.author, "revision": comment.revision} | fields
    return edit_comment(comment=comment, body=body, tags=tags, **values)


def test_an_edit_in_time_changes_the_words_and_keeps_the_old_ones(discussion, ann):
    comment = say(discussion, ann, "First words.", tags=["evidence"])
    changed = edited(comment, "Second words.", ["question"])
    assert (changed.body, changed.revision, changed.status) == ("Second words.", 2, Status.PUBLIC)
    kept = CommentRevision.objects.filter(comment=comment).order_by("number")
    assert [(r.number, r.body, r.tags) for r in kept] == [
        (1, "First words.", ["evidence"]),
        (2, "Second words.", ["question"]),
    ]
    assert [item.tag.name for item in changed.tag_items.all()] == ["question"]
    assert Event.objects.filter(comment=comment).last().kind == EventKind.EDITED


def test_an_edit_moves_the_version_of_the_discussion(discussion, ann):
    comment = say(discussion, ann)
    discussion.refresh_from_db()
    version = discussion.version
    edited(comment)
    discussion.refresh_from_db()
    assert discussion.version == version + 1


def test_the_same_words_and_tags_again_change_nothing(discussion, ann):
    comment = say(discussion, ann, "Same words.", tags=["evidence"])
    assert edited(comment, "Same words.", ["Evidence"[0:8].lower()]).revision == 1
    assert not CommentRevision.objects.exists()


@pytest.mark.parametrize(("minutes", "allowed"), [(0, True), (15, True), (15.1, False), (9999, False)])
def test_the_window_closes_after_fifteen_minutes(discussion, ann, minutes, allowed):
    comment = say(discussion, ann)
    now = comment.created_at + timedelta(minutes=minutes)
    if allowed:
        assert edited(comment, now=now).revision == 2
    else:
        with pytest.raises(Refused, match="time for editing"):
            edited(comment, now=now)


def test_somebody_elses_public_answer_closes_the_window(discussion, ann, ben):
    comment = say(discussion, ann)
    say(discussion, ann, parent=comment.number)
    comment.refresh_from_db()
    assert edited(comment).revision == 2
    say(discussion, ben, parent=comment.number)
    comment.refresh_from_db()
    with pytest.raises(Refused, match="answered"):
        edited(comment, "Third words.")


def test_a_held_answer_does_not_close_the_window(discussion, ann, ben):
    comment = say(discussion, ann)
    in_status(discussion, ben, Status.PENDING, parent=comment.number)
    Comment.objects.filter(pk=comment.pk).update(public_below=0)
    comment.refresh_from_db()
    assert edited(comment).revision == 2


def test_a_held_edit_makes_a_public_comment_wait_and_leaves_a_tombstone_over_its_answers(discussion, ann, settings):
    comment = say(discussion, ann)
    say(discussion, ann, parent=comment.number)
    comment.refresh_from_db()
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": [f"{__name__}.holds"]}
    changed = edited(comment)
    assert changed.status == Status.PENDING
    assert changed.is_tombstone
    discussion.refresh_from_db()
    assert discussion.public_count == 1
    assert Event.objects.filter(comment=comment).last().kind == EventKind.HELD


def test_an_edit_of_a_waiting_comment_leaves_it_waiting(discussion, ann):
    comment = in_status(discussion, ann, Status.PENDING)
    assert edited(comment).status == Status.PENDING


def test_an_edit_over_another_revision_is_a_conflict_and_writes_nothing(discussion, ann):
    comment = say(discussion, ann, "First words.")
    with pytest.raises(Conflict):
        edited(comment, revision=7)
    comment.refresh_from_db()
    assert (comment.body, comment.revision) == ("First words.", 1)
    assert not CommentRevision.objects.exists()


def test_withdrawing_twice_does_nothing_the_second_time(discussion, ann):
    comment = say(discussion, ann)
    assert withdraw_comment(comment=comment, member=ann)
    assert not withdraw_comment(comment=comment, member=ann)
    assert Event.objects.filter(comment=comment, kind=EventKind.WITHDRAWN).count() == 1


def test_withdrawing_without_answers_leaves_no_row_in_the_thread(discussion, ann, ben):
    first = say(discussion, ann)
    second = say(discussion, ben, parent=first.number)
    withdraw_comment(comment=second, member=ben)
    assert list(Comment.objects.in_thread()) == [first]


def test_withdrawing_what_was_answered_keeps_its_place(discussion, ann, ben):
    first = say(discussion, ann)
    say(discussion, ben, parent=first.number)
    withdraw_comment(comment=first, member=ann)
    rows = Comment.objects.in_thread().order_by("path")
    assert [(row.number, row.is_tombstone) for row in rows] == [(1, True), (2, False)]


def test_a_tombstone_goes_when_its_last_answer_goes(discussion, ann, ben):
    first = say(discussion, ann)
    second = say(discussion, ben, parent=first.number)
    withdraw_comment(comment=first, member=ann)
    withdraw_comment(comment=second, member=ben)
    assert not Comment.objects.in_thread().exists()


def locks(submission):
    """A check during which a moderator locks the discussion."""
    Discussion.objects.filter(pk=submission.discussion.pk).update(state=State.LOCKED)
    return hold()


def test_a_discussion_locked_while_an_edit_is_screened_takes_no_edit(discussion, ann, settings):
    comment = say(discussion, ann, "First words.")
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": [f"{__name__}.locks"]}
    with pytest.raises(Refused, match="locked"):
        edited(comment)
    comment.refresh_from_db()
    assert (comment.body, comment.revision, comment.status) == ("First words.", 1, Status.PUBLIC)
