"""Who is told of the chain, and what the mail says: the statement, the notice, the appeal and its outcome."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from perspectives.discussion.actions import make_forum
from perspectives.discussion.models import Event, RoleKind
from perspectives.members.models import DeskMail, Member
from perspectives.moderation.actions import (
    dismiss_notice,
    judge_appeal,
    lift_suspension,
    make_appeal,
    suspend_member,
)
from perspectives.moderation.models import Decision
from perspectives.moderation.tokens import statement_path
from perspectives.moderation.waiting import what_waits
from perspectives.notifications.actions import send_digests, tell_untold
from perspectives.notifications.letters import viewer_of_member
from perspectives.notifications.models import Notice
from perspectives.notifications.rules import Dropped
from tests import cast
from tests.moderation.chain import noticed, rejected
from tests.tokens import without_tokens


@pytest.fixture
def mia(forum):
    """Mia judges beside Mod."""
    return cast.make_moderator("Mia", forum, RoleKind.SENIOR)


@pytest.fixture
def decision(clock, discussion, ann, mod):
    """Mod has rejected a comment of Ann's."""
    return rejected(cast.say(discussion, ann), mod, words="Not like this.", note="Hm.")


def told(kinds):
    tell_untold()
    return {(notice.member.name, notice.kind) for notice in Notice.objects.filter(kind__in=kinds)}


def letter_to(letters, name):
    return next(letter for letter in letters if letter.to == [f"{name}@example.org"])


def test_the_mail_of_a_decision_leads_to_its_statement(decision, deliver, client):
    letter = letter_to(deliver(), "ann")
    assert f"https://essays.example{statement_path(decision)}" in letter.body
    assert "Not like this." in letter.body
    assert "Hm." not in letter.body
    path = re.search(r"https://essays.example(/moderation/statements/\S+)", letter.body)[1]
    assert client.get(path).status_code == 200


def test_the_mail_of_a_suspension_does_so_too(clock, discussion, forum, ann, mod, deliver):
    until = timezone.now() + timedelta(days=3)
    comment = cast.say(discussion, ann)
    decision = suspend_member(member=ann, forum=forum, until=until, words="A pause.", by=mod, comment=comment)
    assert statement_path(decision) in letter_to(deliver(), "ann").body


def test_a_notice_calls_the_moderators_but_not_the_writer_of_the_comment(clock, discussion, ann, mod, mia, deliver):
    given = noticed(cast.say(discussion, mia))
    assert told(["waiting"]) == {("Mod", "waiting")}
    letter = letter_to(deliver(), "mod")
    assert f"https://essays.example/moderation/legal/{given.pk}/" in letter.body
    for hidden in ("Nora", "nora@", "It calls for violence"):
        assert hidden not in letter.body


def test_nobody_is_called_to_a_notice_that_is_answered(clock, discussion, ann, mod, mia, deliver):
    given = noticed(cast.say(discussion, ann))
    dismiss_notice(notice=given, moderator=mia, words="No.")
    assert deliver() == []
    assert set(Notice.objects.values_list("dropped", flat=True)) == {Dropped.SETTLED}


def test_an_appeal_calls_the_other_moderators_and_not_the_first_judge(decision, ann, mod, mia, deliver):
    appeal = make_appeal(decision=decision, member=ann, words="My secret reasons.").appeal
    assert told(["appeal"]) == {("Mia", "appeal")}
    letter = letter_to(deliver(), "mia")
    assert "An appeal waits in" in letter.subject
    assert f"https://essays.example/moderation/appeals/{appeal.pk}/" in letter.body
    assert "My secret reasons." not in letter.body


def test_where_there_is_no_other_moderator_the_superusers_are_called(decision, ann):
    cast.make_member("Root", is_superuser=True)
    make_appeal(decision=decision, member=ann, words="Why?")
    assert told(["appeal"]) == {("Root", "appeal")}


def test_nobody_is_called_to_an_appeal_that_is_judged(decision, ann, mia, deliver):
    appeal = make_appeal(decision=decision, member=ann, words="Why?").appeal
    judge_appeal(appeal=appeal, judge=mia, granted=False, words="So.")
    deliver()
    assert Notice.objects.get(kind="appeal").dropped == Dropped.SETTLED


@pytest.mark.parametrize(("granted", "sentence"), [(True, "was granted"), (False, "was turned down")])
def test_both_sides_are_told_the_outcome_the_first_judge_on_the_site_alone(
    granted, sentence, decision, ann, mod, mia, deliver, clock, client
):
    appeal = make_appeal(decision=decision, member=ann, words="Why?").appeal
    deliver()
    clock.shift(timedelta(minutes=11))
    judge_appeal(appeal=appeal, judge=mia, granted=granted, words="Because of this.", note="Hm.")
    (letter,) = [letter for letter in deliver() if letter.to == ["ann@example.org"]]
    assert told(["outcome", "judged"]) == {("Ann", "outcome"), ("Mod", "judged")}
    assert "Your appeal was judged" in letter.subject
    assert f"Your appeal {sentence}" in letter.body
    assert "Because of this." in letter.body
    assert statement_path(decision) in letter.body
    for hidden in ("Hm.", "Mia"):
        assert hidden not in without_tokens(letter.body)
    assert Notice.objects.get(kind="judged").dropped == Dropped.LISTED
    client.force_login(mod.user)
    assert f"/moderation/appeals/{appeal.pk}/" in client.get("/notices/").content.decode()


def test_an_answer_that_a_granted_appeal_makes_public_is_told_to_whom_it_answers(clock, discussion, ann, ben, mod, mia):
    # Both happen before anything was told: the answer was never public in the reader's eyes.
    answer = cast.say(discussion, ann, parent=cast.say(discussion, ben).number)
    Event.objects.all().delete()
    appeal = make_appeal(decision=rejected(answer, mod), member=ann, words="Why?").appeal
    judge_appeal(appeal=appeal, judge=mia, granted=True, words="")
    assert told(["answer"]) == {("Ben", "answer")}


def test_the_outcome_of_an_appeal_against_a_sanction_for_no_comment_is_told_and_names_no_essay(
    clock, discussion, forum, ann, mod, mia, deliver, client
):
    cast.make_discussion(forum, title="Secret title", slug="secret", visible_from=None)
    until = timezone.now() + timedelta(days=3)
    decision = suspend_member(member=ann, forum=forum, until=until, words="A pause.", by=mod)
    appeal = make_appeal(decision=decision, member=ann, words="Why?").appeal
    deliver()
    clock.shift(timedelta(minutes=11))
    judge_appeal(appeal=appeal, judge=mia, granted=True, words="It was too much.")
    (letter,) = [letter for letter in deliver() if letter.to == ["ann@example.org"]]
    assert told(["outcome", "judged"]) == {("Ann", "outcome"), ("Mod", "judged")}
    assert letter.subject == "Your appeal was judged"
    assert "Your appeal was granted (a decision about your taking part)." in letter.body
    assert statement_path(decision) in letter.body
    for member in (ann, mod):
        client.force_login(member.user)
        page = client.get("/notices/").content.decode()
        assert "appeal" in page
        for title in ("Secret title", "Stop waiting"):
            assert title not in letter.body + page


def against_a_suspension(member, by, forum, **fields):
    """Suspend `member` without a comment, and return the appeal against it."""
    until = timezone.now() + timedelta(days=3)
    decision = suspend_member(member=member, forum=forum, until=until, words="A pause.", by=by, **fields)
    assert decision.discussion is None
    return make_appeal(decision=decision, member=member, words="My secret reasons.").appeal


def test_an_appeal_against_a_sanction_for_no_comment_calls_who_may_judge_it(
    clock, discussion, forum, ann, mod, mia, deliver, client
):
    appeal = against_a_suspension(ann, mod, forum)
    assert told(["appeal"]) == {("Mia", "appeal")}
    letter = letter_to(deliver(), "mia")
    assert letter.subject == "An appeal waits"
    assert f"https://essays.example/moderation/appeals/{appeal.pk}/" in letter.body
    for hidden in ("My secret reasons.", "A pause.", "Stop waiting", "Ann"):
        assert hidden not in letter.subject + without_tokens(letter.body)
    client.force_login(mia.user)
    page = client.get("/notices/").content.decode()
    assert f"/moderation/appeals/{appeal.pk}/" in page
    assert "Stop waiting" not in page
    assert client.get(f"/moderation/appeals/{appeal.pk}/").status_code == 200


@pytest.mark.parametrize("appealed", ["comment", "sanction"])
@pytest.mark.parametrize(
    ("switches", "dropped"),
    [
        ({"desk_mail": DeskMail.AT_ONCE}, ""),
        ({"desk_mail": DeskMail.DAILY}, Dropped.DAILY),
        ({"desk_mail": DeskMail.NONE}, Dropped.SWITCHED_OFF),
        ({"mail_waiting": False}, Dropped.SWITCHED_OFF),
    ],
)
def test_each_moderator_is_called_to_appeals_as_that_one_likes(
    appealed, switches, dropped, clock, discussion, forum, ann, mod, mia, deliver
):
    Member.objects.filter(pk=mia.pk).update(**switches)
    if appealed == "comment":
        make_appeal(decision=rejected(cast.say(discussion, ann), mod), member=ann, words="Why?")
    else:
        against_a_suspension(ann, mod, forum)
    letters = [letter.to for letter in deliver()]
    assert (["mia@example.org"] in letters) == (not dropped)
    notice = Notice.objects.get(kind="appeal")
    assert (notice.member, notice.dropped) == (mia, dropped)


def test_the_daily_mail_counts_the_appeals_that_one_may_judge_wherever_they_belong(
    clock, discussion, forum, ann, ben, mod, mia
):
    root, other = (cast.make_member(name, is_superuser=True) for name in ("Root", "Other"))
    against_a_suspension(ann, mod, forum)
    against_a_suspension(ben, root, None)
    make_appeal(decision=rejected(cast.say(discussion, mod), mia), member=mod, words="Why?")

    def counted(member):
        waiting = what_waits(viewer_of_member(member))
        return {str(found.forum): found.count for found in waiting if str(found.kind) == "Appeals"}

    assert counted(mod) == {}
    assert counted(mia) == {"Peace and Security": 1}
    assert counted(root) == {"Peace and Security": 2}
    assert counted(other) == {"Peace and Security": 2, "every forum": 1}
    Member.objects.filter(pk=other.pk).update(desk_mail=DeskMail.DAILY)
    assert send_digests().sent == 1
    (letter,) = mail.outbox
    assert "Appeals in every forum: 1" in letter.body


def test_an_appeal_against_a_sanction_everywhere_calls_who_moderates_everywhere(clock, discussion, ann, mod, mia):
    root = cast.make_member("Root", is_superuser=True)
    cast.make_member("Other", is_superuser=True)
    against_a_suspension(ann, root, None)
    assert told(["appeal"]) == {("Other", "appeal")}


def test_a_forum_without_a_discussion_calls_its_own_moderators_and_tells_its_member(
    clock, discussion, ann, mod, deliver, client
):
    empty = make_forum(slug="empty", name="Empty")
    tom, tess = (cast.make_moderator(name, empty) for name in ("Tom", "Tess"))
    appeal = against_a_suspension(ann, tom, empty)
    letters = deliver()
    assert told(["appeal", "sanction"]) == {("Tess", "appeal"), ("Ann", "sanction")}
    assert f"/moderation/appeals/{appeal.pk}/" in letter_to(letters, "tess").body
    assert letter_to(letters, "ann").subject == "A decision about your taking part"
    client.force_login(tess.user)
    assert f"/moderation/appeals/{appeal.pk}/" in client.get("/notices/").content.decode()


def test_where_there_is_no_discussion_at_all_nobody_is_told_and_the_log_has_it(clock, db, ann):
    forum = make_forum(slug="empty", name="Empty")
    appeal = against_a_suspension(ann, cast.make_moderator("Tom", forum), forum)
    assert not Event.objects.exists()
    assert Decision.objects.get() == appeal.decision


def test_an_appeal_against_a_lifted_sanction_calls_nobody(clock, discussion, forum, ann, mod, mia, deliver):
    appeal = against_a_suspension(ann, mod, forum)
    lift_suspension(sanction=appeal.decision.sanction, by=mod)
    deliver()
    assert Notice.objects.get(kind="appeal").dropped == Dropped.SETTLED
