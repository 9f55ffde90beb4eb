"""R14: what is counted agrees with the rows; one command says where it does not, and mends it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from perspectives.discussion.actions import open_discussion, withdraw_comment
from perspectives.discussion.models import Comment, Discussion, DiscussionTag
from perspectives.discussion.paths import PATH_LEVELS
from perspectives.moderation.actions import decide, report_comment, undo_decision
from perspectives.moderation.models import Act, Reason
from tests.cast import say

pytestmark = pytest.mark.django_db


def checked(*options):
    """Return what the command prints."""
    out = StringIO()
    call_command("check_threads", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def thread(discussion, ann, ben):
    """Ann, Ben's answer, Ann's answer to that, and another conversation."""
    say(discussion, ann)
    say(discussion, ben, parent=1)
    say(discussion, ann, parent=2)
    say(discussion, ben)
    return discussion


def test_a_life_of_posting_deciding_and_withdrawing_leaves_no_difference(thread, ann, ben, mod, eve):
    comments = {comment.number: comment for comment in thread.comments.all()}
    report_comment(comment=comments[2], reporter=eve, reason=Reason.values[0])
    rule = thread.forum.rules.first()
    decision = decide(comment=comments[2], moderator=mod, act=Act.REJECT, revision=1, rule=rule)
    assert "No differences." in checked()
    undo_decision(decision=decision, moderator=mod)
    withdraw_comment(comment=comments[3], member=ann)
    withdraw_comment(comment=comments[1], member=ann)
    decide(comment=comments[2], moderator=mod, act=Act.SPAM, revision=1)
    assert "No differences." in checked()
    assert "No differences." in checked(thread.slug)


def test_a_thread_deeper_than_paths_go_counts_right(discussion, ann):
    last = None
    for _level in range(PATH_LEVELS + 3):
        last = say(discussion, ann, parent=last.number if last else None)
    assert "No differences." in checked()
    withdraw_comment(comment=last, member=ann)
    assert "No differences." in checked()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("public_below", 7),
        ("shown", False),
        ("open_reports", 3),
        ("depth", 9),
        ("conversation", 4),
        ("path", "00000099"),
        ("public_at", None),
    ],
)
def test_a_wrong_field_of_a_comment_is_named_and_mended(thread, field, wrong):
    comment = thread.comments.get(number=2)
    right, version = getattr(comment, field), Discussion.objects.get().version
    Comment.objects.filter(pk=comment.pk).update(**{field: wrong})
    with pytest.raises(CommandError):
        checked()
    told = checked("--repair")
    assert f"{thread.slug} #2: {field} is {wrong!r}, should be" in told
    comment.refresh_from_db()
    assert getattr(comment, field) == (comment.created_at if field == "public_at" else right)
    assert "No differences." in checked()
    assert field == "open_reports" or Discussion.objects.get().version > version


@pytest.mark.parametrize(("field", "wrong"), [("public_count", 40), ("last_number", 2)])
def test_a_wrong_count_of_a_discussion_is_named_and_mended(thread, field, wrong):
    Discussion.objects.update(**{field: wrong})
    with pytest.raises(CommandError):
        checked()
    assert f"{thread.slug}: {field} is {wrong}, should be 4" in checked("--repair")
    assert "No differences." in checked()


@pytest.mark.parametrize("wrong", [None, "old"])
def test_a_discussion_that_does_not_know_its_newest_comment_is_mended(thread, wrong):
    newest = Comment.objects.get(number=4).public_at
    Discussion.objects.update(last_public_at=wrong and newest - timedelta(hours=1))
    assert f"{thread.slug}: last_public_at is" in checked("--repair")
    assert Discussion.objects.get().last_public_at == newest
    assert "No differences." in checked()


def test_a_newest_comment_that_is_withdrawn_leaves_its_moment(thread, ben):
    comment = Comment.objects.get(number=4)
    withdraw_comment(comment=comment, member=ben)
    assert "No differences." in checked()
    assert Discussion.objects.get().last_public_at == comment.public_at


@pytest.mark.parametrize("wrong", [0, 7, None])
def test_a_tag_that_is_counted_wrong_is_named_and_mended(thread, ann, wrong):
    comment = say(thread, ann, tags=["question"])
    count = DiscussionTag.objects.get()
    if wrong is None:
        count.delete()
    else:
        DiscussionTag.objects.update(uses=wrong)
    told = checked("--repair")
    assert f"{thread.slug}: uses of tag {comment.tags.get().pk} is {wrong or 0}, should be 1" in told
    assert DiscussionTag.objects.get().uses == 1
    assert "No differences." in checked()


def test_a_tag_that_nothing_public_carries_any_more_is_not_counted(thread, ann):
    withdraw_comment(comment=say(thread, ann, tags=["question"]), member=ann)
    assert DiscussionTag.objects.get().uses == 0
    assert "No differences." in checked()
    DiscussionTag.objects.update(uses=3)
    checked("--repair")
    assert DiscussionTag.objects.get().uses == 0


def test_a_place_that_is_kept_for_nothing_is_taken_away(thread, ann):
    withdraw_comment(comment=Comment.objects.get(number=3), member=ann)
    Comment.objects.filter(number=3).update(shown=True)
    assert f"{thread.slug} #3: shown is True, should be False" in checked("--repair")
    assert "No differences." in checked()


def test_paths_that_have_changed_places_are_mended(thread):
    first, fourth = (thread.comments.get(number=number) for number in (1, 4))
    Comment.objects.filter(pk=first.pk).update(path="?")
    Comment.objects.filter(pk=fourth.pk).update(path=first.path)
    Comment.objects.filter(pk=first.pk).update(path=fourth.path)
    checked("--repair")
    assert "No differences." in checked()
    assert list(thread.comments.order_by("path").values_list("number", flat=True)) == [1, 2, 3, 4]


def test_a_parent_of_another_discussion_is_told_and_left_to_people(thread, forum, ann):
    other = open_discussion(forum=forum, title="Other", slug="other", visible_from=thread.visible_from)
    stranger = say(other, ann)
    Comment.objects.filter(discussion=thread, number=4).update(parent=stranger)
    with pytest.raises(CommandError, match="1 difference is left"):
        checked("--repair")
    with pytest.raises(CommandError, match="There is no discussion nowhere"):
        checked("nowhere")


def test_questions_do_not_grow_with_the_thread(thread, ann, django_assert_num_queries):
    for many in (0, 30):
        for _time in range(many):
            say(thread, ann, parent=1)
        Comment.objects.update(created_at=F("created_at"))
        with django_assert_num_queries(6):
            checked()
