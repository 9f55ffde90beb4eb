"""Moderators' daily mail: once a day, only where something waits, nothing anybody wrote, at least once under one id."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from perspectives.discussion.actions import make_forum
from perspectives.discussion.models import Role, Status
from perspectives.members.actions import erase_member
from perspectives.members.models import DeskMail, Member
from perspectives.moderation.actions import report_comment
from perspectives.moderation.models import Reason
from perspectives.notifications.actions import send_digests, tell_untold
from perspectives.notifications.actions.digest import KEPT
from perspectives.notifications.models import DeskLetter, Notice
from perspectives.notifications.rules import MAX_ATTEMPTS
from tests import cast
from tests.notifications.stage import NOON, SECRET
from tests.tokens import without_tokens


@pytest.fixture
def discussion(db, clock):
    """A discussion that is public at the hour of these tests."""
    return cast.make_discussion()


@pytest.fixture
def daily(mod):
    """Mod, who wants one mail a day."""
    Member.objects.filter(pk=mod.pk).update(desk_mail=DeskMail.DAILY)
    mod.refresh_from_db()
    return mod


@pytest.fixture
def held(discussion, ann, clock):
    """A comment that waits."""
    return cast.in_status(discussion, ann, Status.PENDING, body=SECRET)


def sent():
    """Run the action and return the mails of this run."""
    before = len(mail.outbox)
    send_digests()
    return mail.outbox[before:]


def test_it_says_how_much_waits_where_and_since_when_and_no_word_of_it(held, daily, discussion, ben, clock):
    public = cast.say(discussion, ben, "Public words.")
    clock.shift(timedelta(hours=1))
    report_comment(comment=public, reporter=held.author, reason=Reason.ABUSE, words="Rude words.")
    (letter,) = sent()
    assert (letter.to, letter.subject) == (["mod@example.org"], "2 items wait for moderation on Perspectives")
    forum = discussion.forum.name
    assert f"- Held comments in {forum}: 1, the oldest since 4 March 2026, 12:00 UTC" in letter.body
    assert f"- Reported comments in {forum}: 1, the oldest since 4 March 2026, 13:00 UTC" in letter.body
    assert "https://essays.example/moderation/\n" in letter.body
    for hidden in (SECRET, "Public words.", "Rude words.", "Ann", "Ben", discussion.title):
        assert hidden not in without_tokens(letter.body) + letter.subject
    daily.refresh_from_db()
    assert daily.desk_mailed_at == NOON + timedelta(hours=1)


def test_there_is_one_a_day_from_the_hour_on(held, daily, clock, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"DESK_MAIL_HOUR": 13}
    assert sent() == []
    clock.shift(timedelta(hours=1))
    assert len(sent()) == 1
    clock.shift(timedelta(hours=5))
    assert sent() == []
    clock.shift(timedelta(hours=18))
    assert sent() == []
    clock.shift(timedelta(hours=1))
    assert len(sent()) == 1
    assert list(DeskLetter.objects.values_list("day", flat=True)) == [date(2026, 3, 4), date(2026, 3, 5)]


def test_where_nothing_waits_nothing_is_sent_that_day(daily, discussion, ann, clock):
    assert sent() == []
    assert DeskLetter.objects.get().dropped == "settled"
    cast.in_status(discussion, ann, Status.PENDING)
    assert sent() == []
    clock.shift(timedelta(days=1))
    assert len(sent()) == 1


def test_only_ones_own_forums_count(held, daily):
    Role.objects.filter(member=daily).update(forum=make_forum(slug="trade", name="Trade"))
    assert sent() == []
    assert DeskLetter.objects.get().dropped == "settled"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda mod: Member.objects.filter(pk=mod.pk).update(desk_mail=DeskMail.AT_ONCE), "switched-off"),
        (lambda mod: Member.objects.filter(pk=mod.pk).update(mail_waiting=False), "switched-off"),
        (lambda mod: Role.objects.all().delete(), "not-visible"),
        (lambda mod: type(mod.user).objects.update(email=""), "no-address"),
    ],
)
def test_what_has_changed_before_a_second_try_stops_it(held, daily, clock, settings, change, reason):
    settings.EMAIL_BACKEND = "tests.notifications.backends.Down"
    assert send_digests().failed == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    change(daily)
    clock.shift(timedelta(minutes=2))
    assert sent() == []
    assert DeskLetter.objects.get().dropped == reason


def test_a_mail_that_failed_is_tried_again_under_the_same_id(held, daily, clock, settings):
    settings.EMAIL_BACKEND = "tests.notifications.backends.Down"
    assert send_digests().failed == 1
    row = DeskLetter.objects.get()
    assert (row.attempts, row.claimed_at, row.sent_at, row.error) == (1, None, None, "ConnectionRefusedError 111")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sent() == []
    clock.shift(timedelta(minutes=1))
    (letter,) = sent()
    assert letter.extra_headers["Message-ID"] == row.message_id
    assert "ConnectionRefused" not in letter.body


def test_it_is_given_up_in_the_end_and_the_next_days_mail_takes_its_place(held, daily, clock, settings):
    settings.EMAIL_BACKEND = "tests.notifications.backends.Refusing"
    send_digests()
    clock.shift(timedelta(days=1))
    assert send_digests().failed == 1
    assert list(DeskLetter.objects.values_list("dropped", flat=True)) == ["replaced", ""]
    DeskLetter.objects.update(attempts=MAX_ATTEMPTS - 1)
    clock.shift(timedelta(minutes=2))
    send_digests()
    assert list(DeskLetter.objects.values_list("dropped", flat=True)) == ["replaced", "failed"]


def test_what_a_worker_that_died_had_claimed_is_sent_by_another(held, daily, clock):
    sent()
    DeskLetter.objects.update(sent_at=None, claimed_at=NOON)
    mail.outbox.clear()
    assert sent() == []
    clock.shift(timedelta(minutes=11))
    (letter,) = sent()
    assert letter.extra_headers["Message-ID"] == DeskLetter.objects.get().message_id


def test_send_notices_sends_it_and_no_mail_at_once_beside(held, daily, discussion):
    discussion.events.create(kind="held", comment=held)
    call_command("send_notices", verbosity=0)
    assert [letter.subject for letter in mail.outbox] == ["1 item waits for moderation on Perspectives"]
    assert Notice.objects.get().dropped == "daily"


def test_none_drops_what_would_be_told_at_once(held, mod, discussion, deliver):
    Member.objects.filter(pk=mod.pk).update(desk_mail=DeskMail.NONE)
    discussion.events.create(kind="held", comment=held)
    assert deliver() == sent() == []
    assert Notice.objects.get().dropped == "switched-off"
    assert not DeskLetter.objects.exists()


def test_a_mail_at_once_opens_the_item_and_deciding_needs_more(held, mod, discussion, deliver):
    discussion.events.create(kind="held", comment=held)
    (letter,) = deliver()
    address = reverse("perspectives:desk_item", args=[discussion.slug, held.number])
    assert f"https://essays.example{address}" in letter.body
    assert Client().get(address).status_code == 302
    signed_in = Client()
    signed_in.force_login(mod.user)
    assert signed_in.get(address).status_code == 200
    held.refresh_from_db()
    assert held.status == Status.PENDING


def test_those_who_want_it_at_once_are_not_kept_out_by_those_who_do_not(held, discussion, settings, clock):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"MAILS_PER_COMMENT": 3}
    for number in range(3):
        member = cast.make_moderator(f"Early-{number}", discussion.forum)
        Member.objects.filter(pk=member.pk).update(desk_mail=DeskMail.DAILY)
    late = cast.make_moderator("Late", discussion.forum)
    discussion.events.create(kind="held", comment=held)
    tell_untold()
    assert Notice.objects.get(member=late).dropped == ""


def test_the_link_in_it_ends_it_without_signing_in(held, daily, clock):
    (letter,) = sent()
    headers = letter.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("https://essays.example")
    assert Client(enforce_csrf_checks=True).post(address).status_code == 200
    clock.shift(timedelta(days=1))
    assert sent() == []
    client = Client()
    client.force_login(daily.user)
    assert 'value="none" selected' in client.get(reverse("perspectives:notices")).content.decode()


@pytest.mark.parametrize(
    ("choice", "waiting", "kept"), [("at-once", True, "at-once"), ("daily", True, "daily"), ("none", False, "none")]
)
def test_the_choice_is_made_on_the_page_of_notices(client, mod, choice, waiting, kept):
    address = reverse("perspectives:notices")
    client.force_login(mod.user)
    assert 'value="at-once" selected' in client.get(address).content.decode()
    assert client.post(address, {"mail_answers": "on", "desk_mail": choice}).status_code == 303
    mod.refresh_from_db()
    assert (mod.mail_answers, mod.mail_waiting, mod.desk_mail) == (True, waiting, kept)
    assert f'value="{choice}" selected' in client.get(address).content.decode()


def test_no_other_choice_and_nobody_else_may_make_one(client, mod, ann):
    address = reverse("perspectives:notices")
    client.force_login(mod.user)
    assert client.post(address, {"desk_mail": "hourly"}).status_code == 403
    client.force_login(ann.user)
    assert "desk_mail" not in client.get(address).content.decode()
    client.post(address, {"desk_mail": "daily"})
    assert list(Member.objects.order_by().values_list("desk_mail", flat=True).distinct()) == ["at-once"]


def test_who_leaves_leaves_no_row_and_old_rows_go(held, daily, discussion, clock):
    sent()
    clock.shift(KEPT + timedelta(days=2))
    sent()
    assert DeskLetter.objects.count() == 1
    erase_member(member=daily)
    assert not DeskLetter.objects.exists()


def test_it_takes_as_many_queries_for_much_as_for_little(
    held, daily, discussion, ann, clock, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as few:
        sent()
    for _ in range(10):
        cast.in_status(discussion, ann, Status.PENDING)
    clock.shift(timedelta(days=1))
    with django_assert_max_num_queries(len(few)):
        assert len(sent()) == 1
