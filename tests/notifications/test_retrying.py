"""Mail that fails: recorded, tried again with growing waits under one id, by one worker at a time."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from perspectives.notifications.actions import send_due, tell_untold
from perspectives.notifications.claims import claim_letter
from perspectives.notifications.models import Notice
from perspectives.notifications.rules import MAX_ATTEMPTS
from tests import cast
from tests.notifications.stage import NOON, SECRET, answer


def test_a_mail_that_failed_is_tried_again_later_with_the_same_id(asked, ben, deliver, clock, settings, caplog):
    answer(asked, ben)
    settings.EMAIL_BACKEND = "tests.notifications.backends.Down"
    with caplog.at_level(logging.WARNING):
        assert deliver() == []
    notice = Notice.objects.get()
    assert (notice.attempts, notice.claimed_at, notice.sent_at) == (1, None, None)
    assert notice.error == "ConnectionRefusedError 111"
    assert "example.org" not in caplog.text
    first = notice.message_id
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver() == []
    clock.shift(timedelta(minutes=1))
    (letter,) = deliver()
    assert letter.extra_headers["Message-ID"] == first
    notice.refresh_from_db()
    assert (notice.sent_at is not None, notice.error, notice.attempts) == (True, "", 2)


def test_what_comes_while_a_mail_fails_does_not_change_it(asked, ben, eve, deliver, clock, settings):
    answer(asked, ben)
    settings.EMAIL_BACKEND = "tests.notifications.backends.Refusing"
    deliver()
    answer(asked, eve, "Later words.")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    clock.shift(timedelta(minutes=2))
    (letter,) = deliver()
    assert "Later words." not in letter.body
    clock.shift(timedelta(minutes=11))
    (second,) = deliver()
    assert "Later words." in second.body
    assert letter.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]


def test_the_waits_grow_and_a_mail_is_given_up_in_the_end(asked, ben, clock, settings):
    answer(asked, ben)
    tell_untold()
    settings.EMAIL_BACKEND = "tests.notifications.backends.Refusing"
    waits = []
    for _attempt in range(MAX_ATTEMPTS):
        assert send_due().failed == 1
        notice = Notice.objects.get()
        waits.append((notice.next_attempt_at - datetime.now(UTC)).total_seconds() / 60)
        clock.move_to(notice.next_attempt_at)
    assert waits[:4] == [1, 5, 15, 60]
    assert notice.dropped == "failed"
    assert notice.error == "SMTPResponseException 550"
    assert send_due().failed == 0


def test_two_workers_never_claim_the_same(asked, ann, ben):
    answer(asked, ben)
    tell_untold()
    who = {"member_id": ann.pk, "discussion_id": asked.discussion_id, "base": "https://essays.example"}
    assert len(claim_letter(now=NOON, **who)) == 1
    assert claim_letter(now=NOON, **who) == []
    answer(asked, ben, "Another.")
    tell_untold()
    assert claim_letter(now=NOON, **who) == []


def test_the_claim_of_a_worker_that_died_is_taken_over_under_the_same_id(asked, ann, ben, deliver, clock):
    answer(asked, ben)
    tell_untold()
    who = {"member_id": ann.pk, "discussion_id": asked.discussion_id, "base": "https://essays.example"}
    (claimed,) = claim_letter(now=NOON, **who)
    assert deliver() == []
    clock.shift(timedelta(minutes=11))
    (letter,) = deliver()
    assert letter.extra_headers["Message-ID"] == claimed.message_id


def test_a_mail_that_cannot_be_written_is_recorded_and_stops_no_other(asked, ann, ben, eve, deliver, monkeypatch):
    other = cast.say(asked.discussion, eve)
    answer(asked, ben)
    answer(other, ben)
    real = send_due.__globals__["compose"]

    def failing(notices, **kwargs):
        if notices[0].member == ann:
            raise LookupError(SECRET)
        return real(notices, **kwargs)

    monkeypatch.setitem(send_due.__globals__, "compose", failing)
    (letter,) = deliver()
    assert letter.to == ["eve@example.org"]
    assert Notice.objects.get(member=ann).error == "LookupError"


def test_without_a_base_address_nothing_is_sent_and_nothing_lost(asked, ben, settings):
    answer(asked, ben)
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"BASE_URL": ""}
    with pytest.raises(CommandError, match="BASE_URL"):
        call_command("send_notices")
    assert mail.outbox == []
    assert Notice.objects.waiting().count() == 1


def test_the_command_sends_all_that_waits_and_says_so(asked, ben, eve, capsys):
    other = cast.say(asked.discussion, eve)
    answer(asked, ben)
    answer(other, ben)
    call_command("send_notices", "--dry-run")
    assert mail.outbox == []
    call_command("send_notices")
    assert "2 sent, 0 failed" in capsys.readouterr().out
    assert {letter.to[0] for letter in mail.outbox} == {"ann@example.org", "eve@example.org"}


def test_the_command_says_that_something_failed(asked, ben, settings, capsys):
    answer(asked, ben)
    settings.EMAIL_BACKEND = "tests.notifications.backends.Down"
    with pytest.raises(CommandError):
        call_command("send_notices")
    assert "0 sent, 1 failed" in capsys.readouterr().out
