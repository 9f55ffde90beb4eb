"""What a thread is read from follows every act: rows shown, tags counted, the moment of the newest comment."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from perspectives.discussion.actions import change_status, edit_comment, withdraw_comment
from perspectives.discussion.actions.recount import thread_differences
from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Comment, Discussion, DiscussionTag, Status, Tag, Visit
from perspectives.discussion.rules import Move
from perspectives.discussion.screening import hold, passed
from perspectives.members.actions import erase_member
from tests.cast import say

pytestmark = pytest.mark.django_db

TAGS = ["question", "evidence", "experience", "correction"]


def holds(submission):
    """Hold what says so."""
    return hold() if "hold me" in submission.body else passed()


@pytest.fixture
def checked(settings):
    """A site with one check, which holds what says so."""
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": [f"{__name__}.holds"]}


def uses():
    """Return how often each tag is used in public comments."""
    return {count.tag.name: count.uses for count in DiscussionTag.objects.select_related("tag") if count.uses}


def shown():
    """Return the numbers of the comments that have a row in the thread."""
    return list(Comment.objects.in_thread().order_by("number").values_list("number", flat=True))


def edited(comment, body, tags, revision=1):
    return edit_comment(comment=comment, editor=comment.author, body=body, tags=tags, revision=revision)


def test_a_public_comment_is_shown_and_counted_for_its_tags(discussion, ann, ben):
    say(discussion, ann, tags=["question", "evidence"])
    say(discussion, ben, tags=["evidence"])
    assert shown() == [1, 2]
    assert uses() == {"question": 1, "evidence": 2}


def test_a_held_comment_is_neither_until_it_is_approved(discussion, ann, checked):
    comment = say(discussion, ann, "hold me", tags=["question"])
    assert (shown(), uses(), Discussion.objects.get().last_public_at) == ([], {}, None)
    change_status(comment_id=comment.pk, move=Move.APPROVE)
    comment.refresh_from_db()
    assert (shown(), uses()) == ([1], {"question": 1})
    assert Discussion.objects.get().last_public_at == comment.public_at


def test_an_edit_moves_the_counts_from_old_tags_to_new_ones(discussion, ann, checked):
    comment = say(discussion, ann, tags=["question", "evidence"])
    edited(comment, "Other words.", ["evidence", "experience"])
    assert uses() == {"evidence": 1, "experience": 1}
    edited(Comment.objects.get(), "hold me", ["correction"], revision=2)
    assert (uses(), shown()) == ({}, [])
    change_status(comment_id=comment.pk, move=Move.APPROVE)
    assert (uses(), shown()) == ({"correction": 1}, [1])


def test_a_place_is_kept_as_long_as_something_public_hangs_below(discussion, ann, ben):
    first = say(discussion, ann)
    second = say(discussion, ben, parent=1)
    third = say(discussion, ann, parent=2)
    withdraw_comment(comment=first, member=ann)
    withdraw_comment(comment=second, member=ben)
    assert shown() == [1, 2, 3]
    withdraw_comment(comment=third, member=ann)
    assert shown() == []


def test_a_place_comes_back_with_an_answer_that_is_public_again(discussion, ann, ben):
    first, second = say(discussion, ann), say(discussion, ben, parent=1)
    change_status(comment_id=second.pk, move=Move.REJECT)
    withdraw_comment(comment=first, member=ann)
    assert shown() == []
    change_status(comment_id=second.pk, move=Move.UNDO, to=Status.PUBLIC)
    assert shown() == [1, 2]


def test_each_comment_becomes_public_later_than_those_before_it_whatever_the_clocks_say(discussion, ann, ben, checked):
    now = timezone.now()
    say(discussion, ann, now=now)
    say(discussion, ben, now=now)
    say(discussion, ann, now=now - timedelta(seconds=2))
    waiting = say(discussion, ben, "hold me", now=now)
    change_status(comment_id=waiting.pk, move=Move.APPROVE, now=now)
    moments = list(Comment.objects.order_by("number").values_list("public_at", flat=True))
    assert moments == sorted(set(moments))
    assert Discussion.objects.get().last_public_at == moments[-1]
    assert moments[-1] - now < timedelta(milliseconds=1)


def test_a_comment_that_is_public_again_keeps_its_moment(discussion, ann, ben):
    first = say(discussion, ann)
    say(discussion, ben)
    last = Discussion.objects.get().last_public_at
    change_status(comment_id=first.pk, move=Move.REJECT)
    change_status(comment_id=first.pk, move=Move.APPROVE)
    assert Comment.objects.get(number=1).public_at == first.public_at
    assert Discussion.objects.get().last_public_at == last


@pytest.mark.parametrize("seed", range(8))
def test_any_life_of_a_discussion_agrees_with_a_recount(discussion, ann, ben, checked, seed):
    chance = random.Random(seed)
    for step in range(40):
        try:
            _one_act(chance, discussion, [ann, ben], step)
        except Refused:
            continue
        assert thread_differences(Discussion.objects.get()) == []


def _one_act(chance, discussion, people, step):
    """Do one thing with a discussion, whatever comes up."""
    tags = chance.sample(TAGS, chance.randrange(3))
    body = f"{chance.choice(['', '', 'hold me '])}Words of step {step}."
    comments = list(Comment.objects.select_related("author", "discussion__forum").order_by("pk"))
    comment = chance.choice(comments) if comments else None
    act = chance.choice(["say", "say", "edit", "withdraw", "move", "move"])
    if act == "say" or comment is None:
        parent = comment.number if comment and comment.is_public and chance.random() < 0.8 else None
        say(discussion, chance.choice(people), body, tags=tags, parent=parent)
    elif act == "edit":
        edited(comment, body, tags, comment.revision)
    elif act == "withdraw" and chance.random() < 0.4:
        withdraw_comment(comment=comment, member=comment.author)
    else:
        move = chance.choice([Move.APPROVE, Move.APPROVE, Move.REJECT, Move.SPAM, Move.UNDO])
        to = chance.choice([Status.PUBLIC, Status.PENDING]) if move == Move.UNDO else None
        change_status(comment_id=comment.pk, move=move, to=to)


def test_a_tag_that_gets_another_name_or_goes_moves_the_discussions_that_show_it(discussion, ann):
    say(discussion, ann, tags=["question"])
    tag, version = Tag.objects.get(name="question"), Discussion.objects.get().version
    tag.name = "Question"
    tag.save()
    assert Discussion.objects.get().version == version + 1
    Tag.objects.get(name="evidence").delete()
    assert Discussion.objects.get().version == version + 1
    tag.delete()
    assert Discussion.objects.get().version == version + 2
    assert not DiscussionTag.objects.exists()
    assert thread_differences(Discussion.objects.get()) == []


@pytest.mark.parametrize("leaving", ["erased", "user deleted"])
def test_nothing_of_what_a_member_has_read_is_left_when_the_member_leaves(discussion, ann, ben, leaving):
    for member in (ann, ben):
        Visit.objects.create(member=member, discussion=discussion, seen_at=timezone.now())
    if leaving == "erased":
        erase_member(member=ann)
    else:
        get_user_model().objects.get(pk=ann.user_id).delete()
    assert [visit.member for visit in Visit.objects.all()] == [ben]
