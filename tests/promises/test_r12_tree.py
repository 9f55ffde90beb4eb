"""R12: the tree stays a tree when answers, withdrawals and decisions meet in it."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connections

from perspectives.discussion.actions import open_discussion, withdraw_comment
from perspectives.discussion.errors import ParentGone, Refused
from perspectives.discussion.models import Comment, Status
from perspectives.moderation.actions import decide
from perspectives.moderation.models import Act
from tests import cast

THREADS = 8


def together(jobs):
    """Run `jobs` in threads that start at once; return what each returned or raised."""
    start = Barrier(len(jobs))

    def run(job):
        try:
            start.wait(60)
            return job()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(run, jobs))


def must_be_a_tree():
    """Hold every comment against its parent: same discussion, earlier, above it; nothing public hangs in the air."""
    for comment in Comment.objects.select_related("parent"):
        parent = comment.parent
        if parent is not None:
            assert parent.discussion_id == comment.discussion_id
            assert parent.number < comment.number
            assert comment.path.startswith(parent.path)
            assert comment.status != Status.PUBLIC or parent.is_public or parent.is_tombstone
    call_command("check_threads")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_answers_withdrawals_and_decisions_at_once_leave_a_tree(seed):
    dice = random.Random(seed)
    discussion = cast.make_discussion()
    members = [cast.make_member(name) for name in ("Ann", "Ben", "Cleo", "Dora")]
    mod = cast.make_moderator("Mod", discussion.forum)
    grown = [cast.say(discussion, dice.choice(members)) for _n in range(2)]
    for _n in range(6):
        grown.append(cast.say(discussion, dice.choice(members), parent=dice.choice(grown).number))

    def answer():
        return cast.say(discussion, dice.choice(members), parent=dice.choice(grown).number)

    def withdraw():
        comment = dice.choice(grown)
        return withdraw_comment(comment=comment, member=comment.author)

    def judge():
        return decide(comment=dice.choice(grown), moderator=mod, act=Act.SPAM, revision=1)

    for _round in range(3):
        results = together([dice.choice([answer, answer, withdraw, judge]) for _n in range(THREADS)])
        assert len(results) == THREADS
        must_be_a_tree()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(4))
def test_an_answer_that_meets_the_withdrawal_of_what_it_answers_hangs_on_a_tombstone_or_is_refused(round_):
    discussion = cast.make_discussion()
    ann, ben = cast.make_member("Ann"), cast.make_member("Ben")
    comment = cast.say(discussion, ann)
    jobs = [
        lambda: cast.say(discussion, ben, parent=comment.number),
        lambda: withdraw_comment(comment=comment, member=ann),
    ]
    answered, withdrawn = together(jobs)
    assert withdrawn is True
    comment.refresh_from_db()
    assert comment.is_tombstone is not isinstance(answered, ParentGone)
    must_be_a_tree()


@pytest.mark.django_db
def test_a_parent_of_another_discussion_or_one_never_given_is_refused(discussion, forum, ann):
    cast.say(discussion, ann)
    other = open_discussion(forum=forum, title="Other", slug="other", visible_from=discussion.visible_from)
    for number in (1, 2, 99_999_999):
        with pytest.raises(ParentGone):
            cast.say(other, ann, parent=number)
    assert not other.comments.exists()
