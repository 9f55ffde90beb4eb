"""Posting: numbers, places, counts, one comment for each key, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perspectives.discussion.actions import lock_discussion_row, post_comment, set_state, withdraw_comment
from perspectives.discussion.errors import KeyReused, ParentGone, Refused, Throttled, Unacceptable
from perspectives.discussion.models import Answer, Comment, Discussion, Event, EventKind, Finding, State, Status
from perspectives.discussion.paths import PATH_LEVELS, path_of
from perspectives.discussion.screening import flag, hold, passed, refuse
from perspectives.members.actions import erase_member
from perspectives.members.models import Member
from tests.cast import new_key, say

pytestmark = pytest.mark.django_db


def holds(submission):
    """A check that holds everything."""
    return hold(reason="test")


def flags(submission):
    """A check that flags everything."""
    return flag(seen=len(submission.body))


def refuses(submission):
    """A check that refuses everything for a minute."""
    return refuse("Not now.", http_status=429, retry_after=60, tries=3)


def breaks(submission):
    """A check with a fault."""
    raise RuntimeError("a fault")


def leaves(submission):
    """A check during which the writer deletes the account in another window."""
    erase_member(member=Member.objects.get(pk=submission.author.pk))
    return passed()


@pytest.fixture
def checks(settings):
    """Set the pipeline by names of functions in this module."""

    def choose(*names):
        settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": [f"{__name__}.{name}" for name in names]}

    return choose


def test_comments_are_numbered_in_order_and_stand_under_what_they_answer(discussion, ann, ben):
    first = say(discussion, ann)
    second = say(discussion, ben, parent=1)
    third = say(discussion, ann, parent=2)
    other = say(discussion, ben)
    assert [c.number for c in (first, second, third, other)] == [1, 2, 3, 4]
    assert third.path == path_of(3, path_of(2, path_of(1)))
    assert (third.depth, third.conversation, other.conversation) == (2, 1, 4)
    assert list(Comment.objects.order_by("path").values_list("number", flat=True)) == [1, 2, 3, 4]


def test_public_counts_and_version_follow_a_public_comment(discussion, ann, ben):
    version = discussion.version
    first = say(discussion, ann)
    say(discussion, ben, parent=1)
    discussion.refresh_from_db()
    first.refresh_from_db()
    assert (discussion.public_count, discussion.version, discussion.last_number) == (2, version + 2, 2)
    assert first.public_below == 1


def test_a_held_comment_moves_neither_version_nor_count(discussion, ann, checks):
    checks("holds")
    version = discussion.version
    comment = say(discussion, ann)
    discussion.refresh_from_db()
    assert comment.status == Status.PENDING
    assert comment.public_at is None
    assert (discussion.public_count, discussion.version) == (0, version)
    assert Event.objects.get(comment=comment).kind == EventKind.HELD


def test_every_check_leaves_a_finding_with_its_facts(discussion, ann, checks):
    checks("flags", "holds")
    comment = say(discussion, ann, "Twelve chars")
    findings = Finding.objects.filter(comment=comment).order_by("pk")
    assert [(f.check_name, f.answer) for f in findings] == [("flags", Answer.FLAG), ("holds", Answer.HOLD)]
    assert findings[0].facts == {"seen": 12}
    assert {f.revision for f in findings} == {1}


def test_a_check_that_raises_holds_nothing_and_is_recorded(discussion, ann, checks):
    checks("breaks")
    comment = say(discussion, ann)
    assert comment.status == Status.PUBLIC
    finding = Finding.objects.get(comment=comment)
    assert (finding.answer, finding.facts) == (Answer.DID_NOT_RUN, {"error": "RuntimeError"})


def test_a_refusal_stores_the_finding_and_nothing_else(discussion, ann, checks):
    checks("refuses", "holds")
    with pytest.raises(Throttled) as refusal:
        say(discussion, ann)
    assert (refusal.value.message, refusal.value.retry_after) == ("Not now.", 60)
    assert not Comment.objects.exists()
    finding = Finding.objects.get()
    assert (finding.comment, finding.member, finding.facts) == (None, ann, {"tries": 3})
    discussion.refresh_from_db()
    assert discussion.last_number == 0


def test_the_same_key_and_text_lead_to_the_first_comment(discussion, ann):
    key = new_key()
    first = post_comment(discussion=discussion, author=ann, body="Once only.", key=key)
    again = post_comment(discussion=discussion, author=ann, body="Once only.  \n", key=key)
    assert (first.created, again.created) == (True, False)
    assert again.comment == first.comment
    assert Comment.objects.count() == 1


def test_the_same_key_with_another_text_is_refused_and_names_the_first(discussion, ann):
    key = new_key()
    first = post_comment(discussion=discussion, author=ann, body="Once only.", key=key).comment
    with pytest.raises(KeyReused) as refusal:
        post_comment(discussion=discussion, author=ann, body="Another text.", key=key)
    assert refusal.value.first == first
    assert Comment.objects.count() == 1


def test_two_people_may_have_the_same_key(discussion, ann, ben):
    key = new_key()
    post_comment(discussion=discussion, author=ann, body="Same words.", key=key)
    assert post_comment(discussion=discussion, author=ben, body="Same words.", key=key).created


def test_the_database_itself_refuses_a_second_row_for_a_key(discussion, ann):
    comment = say(discussion, ann)
    Comment.objects.filter(pk=comment.pk).update(key="k" * 20)
    other = say(discussion, ann)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=other.pk).update(key="k" * 20)


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with\nnewline", "ünïcode-key"])
def test_a_form_without_a_proper_key_is_refused(discussion, ann, key):
    with pytest.raises(Unacceptable):
        post_comment(discussion=discussion, author=ann, body="Words.", key=key)


@pytest.mark.parametrize("body", ["", "   \n\t", "\u200b\u200d", "\u0301\u0301", "\x00\x01"])
def test_a_text_that_is_blank_to_the_eye_is_refused(discussion, ann, body):
    with pytest.raises(Unacceptable) as refusal:
        post_comment(discussion=discussion, author=ann, body=body, key=new_key())
    assert refusal.value.http_status == 422


def test_a_text_longer_than_allowed_is_refused_with_both_lengths(discussion, ann, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"COMMENT_MAX_LENGTH": 50}
    with pytest.raises(Unacceptable, match=r"50.*51"):
        say(discussion, ann, "x" * 51)


def test_only_a_public_comment_of_the_same_discussion_can_be_answered(discussion, ann, ben):
    comment = say(discussion, ann)
    withdraw_comment(comment=comment, member=ann)
    for number in (comment.number, 99):
        with pytest.raises(ParentGone):
            say(discussion, ben, parent=number)


def test_a_locked_discussion_takes_no_comment(discussion, ann):
    with transaction.atomic():
        set_state(discussion_id=discussion.pk, state=State.LOCKED)
    discussion.refresh_from_db()
    with pytest.raises(Refused, match="locked"):
        say(discussion, ann)


def test_a_discussion_locked_between_screening_and_storing_takes_no_comment(discussion, ann):
    Discussion.objects.filter(pk=discussion.pk).update(state=State.LOCKED)
    with pytest.raises(Refused, match="locked"):
        say(discussion, ann)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(("start", "end"), [(None, None), (1, None), (-2, -1)])
def test_the_discussion_of_an_unpublished_essay_takes_no_comment(discussion, ann, start, end):
    now = timezone.now()
    hours = [None if h is None else now + timedelta(hours=h) for h in (start, end)]
    Discussion.objects.filter(pk=discussion.pk).update(visible_from=hours[0], visible_until=hours[1])
    with pytest.raises(Refused):
        say(discussion, ann)
    assert not Comment.objects.exists()


def test_tags_are_cleaned_and_the_same_tag_in_another_case_is_one(discussion, ann, ben):
    first = say(discussion, ann, tags=["  Evidence ", "Arms  control"])
    second = say(discussion, ben, tags=["EVIDENCE", "evidence", "arms control"])
    assert [i.tag.name for i in first.tag_items.all()] == ["evidence", "Arms control"]
    assert {i.tag_id for i in second.tag_items.all()} == {i.tag_id for i in first.tag_items.all()}


def test_a_forum_without_free_tags_takes_only_its_own(discussion, ann):
    forum = discussion.forum
    forum.free_tags = False
    forum.save()
    assert say(discussion, ann, tags=["Question"]).tag_items.count() == 1
    with pytest.raises(Unacceptable, match="arms race"):
        say(discussion, ann, tags=["arms race"])


def test_too_many_tags_are_refused(discussion, ann):
    with pytest.raises(Unacceptable):
        say(discussion, ann, tags=[f"tag {n}" for n in range(6)])


def test_answers_deeper_than_the_last_level_hang_on_it_and_keep_their_parent(discussion, ann, ben):
    say(discussion, ann)
    for number in range(1, PATH_LEVELS + 3):
        say(discussion, ben if number % 2 else ann, parent=number)
    deepest = Comment.objects.get(number=PATH_LEVELS + 3)
    assert deepest.depth == PATH_LEVELS - 1
    assert deepest.parent.number == PATH_LEVELS + 2
    assert Comment.objects.get(number=1).public_below == PATH_LEVELS + 2
    assert Comment.objects.get(number=PATH_LEVELS + 2).public_below == 1
    numbers = list(Comment.objects.order_by("path").values_list("number", flat=True))
    assert numbers == sorted(numbers)


def test_the_lock_returns_the_discussion_as_it_stands(discussion, ann):
    say(discussion, ann)
    with transaction.atomic():
        assert lock_discussion_row(discussion.pk).last_number == 1


@pytest.mark.django_db(transaction=True)
def test_posting_costs_the_same_queries_in_a_long_thread(discussion, ann, ben, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"SEND_MAIL_AT_ONCE": False}
    say(discussion, ann)
    say(discussion, ben, parent=1, tags=["evidence"])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            say(discussion, ben, parent=1, tags=["evidence"])
        return len(queries)

    few = cost()
    for _count in range(40):
        say(discussion, ann, parent=1)
    assert cost() == few


def test_somebody_who_leaves_while_posting_leaves_no_address_behind(discussion, ann, checks):
    checks("leaves")
    with pytest.raises(Refused, match="closed"):
        say(discussion, ann, address="192.0.2.7")
    assert not Comment.objects.exists()
    discussion.refresh_from_db()
    assert (discussion.public_count, discussion.last_number) == (0, 0)
