"""Trust is earned by public comments and lost by a rejection, in one forum, for a while; own tags need it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from perspectives.discussion.actions import edit_comment
from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Answer, Comment, Policy
from perspectives.moderation import checks
from perspectives.moderation.actions import decide
from perspectives.moderation.models import Act
from perspectives.moderation.trust import is_trusted
from tests.cast import say


@pytest.fixture
def careful(forum: Any) -> Any:
    """The forum, under the newcomers policy, trusting after two comments."""
    forum.policy, forum.trusted_comments, forum.newcomer_comments = Policy.NEWCOMERS, 2, 0
    forum.trusted_tags = True
    forum.save()
    return forum


def test_so_many_public_comments_in_this_forum_earn_trust(
    careful: Any, discussion: Any, elsewhere: Any, ann: Any, django_assert_num_queries: Any
) -> None:
    say(elsewhere, ann)
    say(discussion, ann)
    assert not is_trusted(ann, careful, timezone.now())
    say(discussion, ann)
    with django_assert_num_queries(1):
        assert is_trusted(ann, careful, timezone.now())


@pytest.mark.parametrize("act", [Act.REJECT, Act.SPAM])
def test_a_rejection_takes_trust_away_for_ninety_days(
    careful: Any, discussion: Any, ann: Any, mod: Any, rule: Any, act: str
) -> None:
    comments = [say(discussion, ann) for _time in range(3)]
    decide(comment=comments[0], moderator=mod, act=act, rule=rule if act == Act.REJECT else None, revision=1)
    now = timezone.now()
    assert not is_trusted(ann, careful, now)
    assert is_trusted(ann, careful, now + timedelta(days=91))
    careful.trusted_comments = 0
    assert not is_trusted(ann, careful, now)


def test_a_rejection_that_was_reversed_takes_nothing_away(careful: Any, discussion: Any, ann: Any, mod: Any) -> None:
    comments = [say(discussion, ann) for _time in range(3)]
    decide(comment=comments[0], moderator=mod, act=Act.SPAM, revision=1)
    decide(comment=Comment.objects.get(pk=comments[0].pk), moderator=mod, act=Act.APPROVE, revision=1)
    assert is_trusted(ann, careful, timezone.now())


def test_who_is_not_trusted_chooses_tags_from_the_list(careful: Any, discussion: Any, ann: Any) -> None:
    with pytest.raises(Refused) as refused:
        say(discussion, ann, tags=["evidence", "my own"])
    assert refused.value.http_status == 422
    assert "“my own” is not one of the tags here" in refused.value.message
    for _time in range(2):
        say(discussion, ann, tags=["Evidence"])
    assert say(discussion, ann, tags=["my own"]).tag_items.get().tag.name == "my own"


def test_a_forum_that_has_not_switched_it_on_trusts_everybody_with_tags(discussion: Any, ann: Any) -> None:
    assert say(discussion, ann, tags=["my own"]).tag_items.count() == 1


def test_an_edit_keeps_a_tag_that_is_there(careful: Any, discussion: Any, ann: Any) -> None:
    for _time in range(2):
        say(discussion, ann)
    comment = say(discussion, ann, tags=["my own"])
    careful.trusted_comments = 50
    careful.save()
    comment = Comment.objects.get(pk=comment.pk)
    edited = edit_comment(comment=comment, editor=ann, body="Other words.", tags=["my own"], revision=1)
    assert edited.tag_items.get().tag.name == "my own"
    with pytest.raises(Refused):
        edit_comment(comment=edited, editor=ann, body="Third words.", tags=["another"], revision=2)


def test_own_tags_ask_nothing_where_all_are_suggested(
    submit: Any, careful: Any, django_assert_num_queries: Any
) -> None:
    submission = submit(forum=careful, tags=("Question",), suggested=frozenset({"question"}))
    with django_assert_num_queries(0):
        assert checks.own_tags(submission).answer == Answer.PASS
    submission = submit(forum=careful, tags=("Own",), suggested=frozenset({"question"}))
    with django_assert_num_queries(1):
        assert checks.own_tags(submission).answer == Answer.REFUSE
