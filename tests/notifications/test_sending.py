"""Mail from rows: once each, grouped, marked, and nothing in it that its reader may not see."""

from datetime import timedelta

import pytest

from perspectives.discussion.actions import withdraw_comment
from perspectives.discussion.models import Comment, Discussion, Policy, Role, Status
from perspectives.members.actions import erase_member
from perspectives.moderation.actions import decide
from perspectives.moderation.models import Act, Rule
from perspectives.notifications.actions import switch_mail, tell_untold
from perspectives.notifications.models import Notice
from tests import cast
from tests.notifications.stage import NOON, SECRET, answer
from tests.tokens import without_tokens


def hold(forum):
    Comment.objects.filter(discussion__forum=forum).update(status=Status.PENDING)


def test_an_answer_is_mailed_with_its_beginning_and_where_it_is(asked, ben, deliver):
    said = answer(asked, ben, "Because of **this**.")
    (letter,) = deliver()
    assert letter.to == ["ann@example.org"]
    assert (letter.cc, letter.bcc) == ([], [])
    assert asked.discussion.title in letter.subject
    assert "Ben answered your comment #1" in letter.body
    assert "Because of this." in letter.body
    assert f"https://essays.example{said.get_absolute_url()}" in letter.body
    assert "ben@example.org" not in letter.message().as_string()


def test_a_mail_says_how_to_get_no_more_of_it(asked, ben, deliver):
    answer(asked, ben)
    (letter,) = deliver()
    address = letter.extra_headers["List-Unsubscribe"]
    assert address.startswith("<https://essays.example/notices/unsubscribe/")
    assert address.strip("<>") in letter.body
    assert "told when: Your comment was answered." in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert letter.message()["Message-ID"] == Notice.objects.get().message_id


def test_a_mail_is_sent_once(asked, ben, deliver):
    answer(asked, ben)
    assert len(deliver()) == 1
    assert len(deliver()) == 0
    notice = Notice.objects.get()
    assert (notice.sent_at, notice.claimed_at, notice.attempts) == (NOON, None, 1)


def test_a_person_gets_one_mail_about_a_discussion_in_ten_minutes_and_then_the_rest_together(
    asked, ben, eve, deliver, clock
):
    answer(asked, ben)
    assert len(deliver()) == 1
    answer(asked, ben, "A second thing.")
    answer(asked, eve, "A third thing.")
    clock.shift(timedelta(minutes=9))
    assert deliver() == []
    clock.shift(timedelta(minutes=1, seconds=1))
    (letter,) = deliver()
    assert "A second thing." in letter.body
    assert "A third thing." in letter.body
    assert Notice.objects.waiting().count() == 0


def test_another_discussion_does_not_wait(asked, ann, ben, deliver):
    answer(asked, ben)
    deliver()
    other = cast.say(cast.make_discussion(asked.discussion.forum, slug="other"), ann)
    answer(other, ben)
    assert len(deliver()) == 1


def test_answers_that_come_together_make_one_mail(asked, ben, eve, deliver):
    answer(asked, ben)
    answer(asked, eve)
    (letter,) = deliver()
    assert letter.body.count("answered your comment") == 2
    assert len(set(Notice.objects.values_list("message_id", flat=True))) == 1


def test_a_decision_is_mailed_with_the_rule_and_the_words_but_not_the_note(asked, mod, deliver):
    rule = Rule.objects.filter(forum=asked.discussion.forum).first()
    asked.refresh_from_db()
    decide(
        comment=asked, moderator=mod, act=Act.REJECT, revision=1, rule=rule, words="Say it kindly.", note="Again him."
    )
    (letter,) = deliver()
    assert letter.to == ["ann@example.org"]
    assert "was rejected" in letter.body
    assert rule.title in letter.body
    assert "Say it kindly." in letter.body
    assert "Again him." not in letter.body
    assert "Mod" not in without_tokens(letter.body)


def test_moderators_are_called_without_a_word_of_the_comment(clock, discussion, forum, ann, mod, deliver, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": ["perspectives.moderation.checks.policy"]}
    forum.policy = Policy.HOLD
    forum.save()
    cast.say(discussion, ann, SECRET)
    (letter,) = deliver()
    assert letter.to == ["mod@example.org"]
    assert "waits" in letter.body
    assert SECRET not in letter.message().as_string()
    assert "https://essays.example/moderation/" in letter.body


@pytest.mark.parametrize("status", [Status.PENDING, Status.REJECTED, Status.SPAM, Status.WITHDRAWN])
def test_an_answer_that_is_not_public_when_it_is_sent_is_not_sent(asked, ben, deliver, status):
    said = answer(asked, ben, SECRET)
    tell_untold()
    Comment.objects.filter(pk=said.pk).update(status=status)
    assert deliver() == []
    assert Notice.objects.get().dropped == "not-visible"


def test_an_answer_withdrawn_while_it_waited_is_not_sent(asked, ben, deliver):
    said = answer(asked, ben, SECRET)
    withdraw_comment(comment=said, member=ben)
    assert deliver() == []


def test_nothing_of_an_unpublished_essay_is_sent(asked, ben, deliver):
    answer(asked, ben, SECRET)
    tell_untold()
    Discussion.objects.update(visible_until=NOON)
    assert deliver() == []


def test_a_decision_under_an_unpublished_essay_does_not_name_it(asked, mod, deliver):
    asked.refresh_from_db()
    decide(comment=asked, moderator=mod, act=Act.SPAM, revision=1)
    Discussion.objects.update(visible_until=NOON)
    (letter,) = deliver()
    assert asked.discussion.title not in letter.subject + letter.body


def test_who_moderates_no_longer_is_not_called(asked, forum, mod, deliver):
    hold(forum)
    Notice.objects.all().delete()
    event = asked.discussion.events.create(kind="held", comment=asked)
    tell_untold()
    Role.objects.all().delete()
    assert deliver() == []
    assert Notice.objects.get(event=event).dropped == "not-visible"


def test_what_is_settled_calls_nobody(asked, mod, deliver):
    asked.discussion.events.create(kind="held", comment=asked)
    assert deliver() == []
    assert Notice.objects.get().dropped == "settled"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda ann: switch_mail(member=ann, mail_answers=False), "switched-off"),
        (lambda ann: type(ann.user).objects.filter(pk=ann.user_id).update(email=""), "no-address"),
        (lambda ann: type(ann.user).objects.filter(pk=ann.user_id).update(is_active=False), "no-address"),
    ],
    ids=["switched-off", "no-address", "not-active"],
)
def test_who_wants_or_can_get_no_mail_gets_none(asked, ann, ben, deliver, change, reason):
    answer(asked, ben)
    tell_untold()
    change(ann)
    assert deliver() == []
    notice = Notice.objects.get()
    assert (notice.dropped, notice.sent_at) == (reason, None)


def test_who_left_is_told_nothing_and_nothing_is_kept(asked, ann, ben, deliver):
    answer(asked, ben)
    tell_untold()
    erase_member(member=ann)
    assert not Notice.objects.exists()
    answer(asked, ben)
    assert deliver() == []


def test_newlines_and_markup_in_titles_and_names_stay_out_of_the_headers(asked, ben, deliver):
    Discussion.objects.update(title="Stop\r\nBcc: eve@example.org\n\n<script>")
    type(ben).objects.filter(pk=ben.pk).update(name="Ben\r\nBcc: eve@example.org")
    answer(asked, ben, "Hello\nBcc: eve@example.org")
    (letter,) = deliver()
    message = letter.message()
    assert message["Bcc"] is None
    assert message["To"] == "ann@example.org"
    assert "\n" not in letter.subject


def test_an_address_with_a_newline_gets_nothing_to_another(asked, ann, ben, deliver):
    type(ann.user).objects.filter(pk=ann.user_id).update(email="ann@example.org\nBcc: eve@example.org")
    answer(asked, ben)
    assert all("\n" not in address for letter in deliver() for address in letter.recipients())


def test_a_mail_is_written_in_the_sites_language(asked, ben, deliver, settings):
    from django.utils import translation

    answer(asked, ben)
    with translation.override("de"):
        (letter,) = deliver()
    assert "answered your comment" in letter.body
