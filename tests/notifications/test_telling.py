"""Whom an event concerns: who is told, as what, and only once."""

import pytest
from django.db import IntegrityError

from perspectives.discussion.models import Event, EventKind, Policy, Role, RoleKind, Status
from perspectives.moderation.actions import decide, report_comment, undo_decision
from perspectives.moderation.models import Act, Reason, Rule
from perspectives.notifications.actions import tell_event, tell_untold
from perspectives.notifications.models import Notice
from tests import cast


def told():
    tell_untold()
    return {(notice.member.name, notice.kind) for notice in Notice.objects.select_related("member")}


def hold(forum):
    forum.policy = Policy.HOLD
    forum.save()


def judge(comment, moderator, act=Act.APPROVE):
    comment.refresh_from_db()
    rule = Rule.objects.filter(forum=comment.discussion.forum).first() if act == Act.REJECT else None
    return decide(comment=comment, moderator=moderator, act=act, revision=comment.revision, rule=rule)


@pytest.fixture(autouse=True)
def checks(settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": ["perspectives.moderation.checks.policy"]}


def test_the_writer_of_an_answered_comment_is_told(discussion, ann, ben):
    first = cast.say(discussion, ann)
    cast.say(discussion, ben, parent=first.number)
    assert told() == {("Ann", "answer")}


def test_nobody_is_told_of_an_own_answer_or_of_a_new_conversation(discussion, ann):
    first = cast.say(discussion, ann)
    cast.say(discussion, ann, parent=first.number)
    assert told() == set()


def test_a_held_answer_is_told_when_it_becomes_public_and_only_then(discussion, forum, ann, ben, mod):
    first = cast.say(discussion, ann)
    hold(forum)
    answer = cast.say(discussion, ben, parent=first.number)
    assert told() == {("Mod", "waiting")}
    judge(answer, mod)
    assert told() == {("Mod", "waiting"), ("Ann", "answer"), ("Ben", "decision")}


def test_an_answer_that_is_approved_again_is_told_once(discussion, forum, ann, ben, mod):
    first = cast.say(discussion, ann)
    hold(forum)
    answer = cast.say(discussion, ben, parent=first.number)
    undo_decision(decision=judge(answer, mod), moderator=mod)
    judge(answer, mod)
    tell_untold()
    assert Notice.objects.filter(kind="answer").count() == 1
    assert Notice.objects.filter(kind="decision", member=ben).count() == 3


def test_a_rejected_answer_is_told_to_its_writer_only(discussion, forum, ann, ben, mod):
    first = cast.say(discussion, ann)
    hold(forum)
    judge(cast.say(discussion, ben, parent=first.number), mod, Act.REJECT)
    assert told() == {("Mod", "waiting"), ("Ben", "decision")}


def test_moderators_who_decide_on_their_own_comments_are_not_told(discussion, forum, mod):
    comment = cast.in_status(discussion, mod, Status.PENDING)
    judge(comment, mod)
    assert told() == set()


def test_a_report_is_told_to_the_moderators_of_the_forum_but_not_to_the_reporter(discussion, forum, ann, eve, mod):
    senior = cast.make_moderator("Senior", forum, RoleKind.SENIOR)
    cast.make_moderator("Editor", forum, RoleKind.EDITOR)
    cast.make_moderator("Foreign", cast.make_discussion(slug="other").forum)
    cast.make_member("Root", is_superuser=True)
    comment = cast.say(discussion, ann)
    report_comment(comment=comment, reporter=eve, reason=Reason.SPAM)
    assert told() == {("Mod", "waiting"), ("Senior", "waiting")}
    Role.objects.filter(member=senior).delete()
    report_comment(comment=comment, reporter=mod, reason=Reason.SPAM)
    tell_untold()
    assert Notice.objects.filter(member=mod).count() == 1


def test_where_a_forum_has_no_moderator_the_superusers_are_told(discussion, forum, ann):
    cast.make_member("Root", is_superuser=True)
    hold(forum)
    cast.say(discussion, ann)
    assert told() == {("Root", "waiting")}


def test_somebody_with_two_offices_is_told_once(discussion, forum, ann, mod):
    Role.objects.create(forum=forum, member=mod, kind=RoleKind.SENIOR)
    hold(forum)
    cast.say(discussion, ann)
    tell_untold()
    assert Notice.objects.count() == 1


def test_an_event_is_told_once_however_often(discussion, ann, ben):
    first = cast.say(discussion, ann)
    cast.say(discussion, ben, parent=first.number)
    event = Event.objects.filter(kind=EventKind.POSTED).last()
    # In the transaction that posts an answer.
    assert event.told_at is not None
    assert Notice.objects.get().event == event
    assert tell_event(event_id=event.pk) == 0
    Event.objects.filter(pk=event.pk).update(told_at=None)
    Notice.objects.all().delete()
    assert tell_event(event_id=event.pk) == 1
    assert tell_event(event_id=event.pk) == 0
    event.refresh_from_db()
    assert event.told_at is not None
    assert Notice.objects.count() == 1


def test_an_event_whose_notices_cannot_be_made_stays_untold_and_holds_up_no_other(discussion, ann, ben, monkeypatch):
    first = cast.say(discussion, ann)
    cast.say(discussion, ben, parent=first.number)
    cast.say(discussion, ben, parent=first.number)
    Event.objects.exclude(comment=first).update(told_at=None)
    Notice.objects.all().delete()
    bad = Event.objects.filter(kind=EventKind.POSTED).order_by("pk")[1]
    real = tell_event.__globals__["audience_of"]

    def failing(event):
        if event.pk == bad.pk:
            raise IntegrityError("no such thing")
        return real(event)

    monkeypatch.setitem(tell_event.__globals__, "audience_of", failing)
    assert tell_untold() == (1, 1)
    bad.refresh_from_db()
    assert bad.told_at is None
    monkeypatch.undo()
    assert tell_untold() == (1, 0)


def test_one_comment_causes_ten_mails_at_most_and_the_writers_are_kept(discussion, forum, ann, ben):
    first = cast.say(discussion, ann)
    moderators = [cast.make_moderator(f"Judge-{letter}", forum) for letter in "abcdefghknopqst"]
    hold(forum)
    answer = cast.say(discussion, ben, parent=first.number)
    tell_untold()
    assert Notice.objects.waiting().count() == 8
    assert Notice.objects.count() == 15
    judge(answer, moderators[0])
    tell_untold()
    assert Notice.objects.waiting().filter(kind="answer", member=ann).exists()
    assert Notice.objects.waiting().filter(kind="decision", member=ben).exists()
    assert Notice.objects.waiting().filter(comment=answer).count() == 10
    judge(answer, moderators[0], Act.SPAM)
    tell_untold()
    assert Notice.objects.waiting().filter(comment=answer).count() == 10
