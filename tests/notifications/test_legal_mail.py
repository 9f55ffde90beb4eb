"""Mail to who gave notice of something illegal: a receipt and an answer, each once, and nothing a stranger typed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from perspectives.moderation.actions import Notifier, act_on_notice, dismiss_notice, undo_decision
from perspectives.moderation.models import LegalNotice
from perspectives.notifications.legal import claimed, send_legal_at_once, send_legal_due
from perspectives.notifications.rules import MAX_ATTEMPTS
from tests import cast
from tests.moderation.chain import noticed


@pytest.fixture
def notice(clock, discussion, ann):
    """A notice that a stranger gave about a comment of Ann's."""
    return noticed(cast.say(discussion, ann, "Away with them."), words="Buy at https://spam.example/", law="Spam law")


def sent():
    """Send what is due and return the mails."""
    before = len(mail.outbox)
    send_legal_due()
    return mail.outbox[before:]


def test_a_receipt_goes_to_the_address_and_leads_to_its_page(notice):
    (letter,) = sent()
    assert (letter.to, letter.cc, letter.bcc) == (["nora@elsewhere.example"], [], [])
    assert f"https://essays.example/moderation/notices/{notice.key}/" in letter.body
    assert f"https://essays.example{notice.comment.get_absolute_url()}" in letter.body
    notice.refresh_from_db()
    assert (notice.mail_claimed_at, notice.mail_attempts, notice.mail_error) == (None, 0, "")
    assert notice.receipt_sent_at is not None
    assert sent() == []


def test_a_receipt_says_nothing_that_was_typed_into_the_form(notice):
    (letter,) = sent()
    text = letter.message().as_string()
    for typed in ("spam.example", "Spam law", "Nora", "Away with them."):
        assert typed not in text


def test_where_no_address_was_given_nothing_is_sent(clock, discussion, ann, mod):
    given = noticed(cast.say(discussion, ann), notifier=Notifier(nameless=True))
    dismiss_notice(notice=given, moderator=mod, words="No.")
    assert sent() == []


def test_the_answer_is_sent_with_its_reasons(notice, mod):
    sent()
    dismiss_notice(notice=notice, moderator=mod, words="It is an opinion.", note="A crank.")
    (letter,) = sent()
    assert letter.to == ["nora@elsewhere.example"]
    assert "It is an opinion." in letter.body
    for hidden in ("A crank.", "Mod ", "Ann", "Away with them."):
        assert hidden not in letter.body
    notice.refresh_from_db()
    assert notice.answer_sent_at is not None
    assert sent() == []


def test_what_was_taken_down_is_told_with_the_law_and_not_with_the_words_to_the_writer(notice, mod, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"REDRESS_TEXT": "The ombudsman helps."}
    act_on_notice(
        notice=notice, moderator=mod, rule=None, law="Section 130", revision=1, words="Ann, this goes too far."
    )
    receipt, answer = sent()
    assert "Section 130" not in receipt.body
    assert "It breaks the law: Section 130" in answer.body
    assert "The ombudsman helps." in answer.body
    assert "goes too far" not in answer.body
    assert receipt.extra_headers["Message-ID"] != answer.extra_headers["Message-ID"]


def test_an_answer_that_was_taken_back_is_followed_by_the_next_one(notice, mod):
    first = dismiss_notice(notice=notice, moderator=mod, words="No.")
    assert len(sent()) == 2
    undo_decision(decision=first, moderator=mod)
    assert sent() == []
    dismiss_notice(notice=notice, moderator=mod, words="Still no.")
    (letter,) = sent()
    assert "Still no." in letter.body


def test_a_mail_that_fails_is_tried_again_later_under_the_same_id(notice, settings, clock):
    settings.EMAIL_BACKEND = "tests.notifications.backends.Down"
    assert send_legal_due().failed == 1
    notice.refresh_from_db()
    assert (notice.mail_error, notice.receipt_sent_at, notice.mail_attempts) == ("ConnectionRefusedError 111", None, 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sent() == []
    clock.shift(timedelta(minutes=2))
    assert len(sent()) == 1


def test_a_mail_is_given_up_after_so_many_tries(notice):
    LegalNotice.objects.update(mail_attempts=MAX_ATTEMPTS)
    assert sent() == []


def test_two_workers_never_send_the_same_one_and_a_dead_ones_is_sent_again(notice, clock):
    now = notice.created_at
    assert claimed(notice.pk, now) is not None
    assert claimed(notice.pk, now) is None
    assert sent() == []
    clock.shift(timedelta(minutes=11))
    assert len(sent()) == 1


def test_an_address_gets_one_receipt_about_a_discussion_in_ten_minutes(notice, clock):
    for _turn in range(3):
        noticed(notice.comment)
    assert len(sent()) == 1
    clock.shift(timedelta(minutes=11))
    assert len(sent()) == 1


def test_the_command_sends_them_too(notice, capsys, settings):
    call_command("send_notices", "--dry-run")
    assert "1 notices wait" in capsys.readouterr().out
    call_command("send_notices")
    assert len(mail.outbox) == 1
    settings.EMAIL_BACKEND = "tests.notifications.backends.Down"
    noticed(notice.comment, notifier=Notifier(name="Other", email="other@elsewhere.example"))
    with pytest.raises(CommandError):
        call_command("send_notices")


def test_without_a_base_address_nothing_is_sent_and_nothing_lost(notice, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"BASE_URL": ""}
    assert send_legal_at_once(notice_id=notice.pk).sent == 0
    notice.refresh_from_db()
    assert notice.mail_attempts == 0


@pytest.mark.django_db(transaction=True)
def test_the_receipt_is_sent_at_once_and_a_server_that_is_down_costs_the_notice_nothing(settings, discussion, ann):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"SEND_MAIL_AT_ONCE": True}
    comment = cast.say(discussion, ann)
    noticed(comment)
    assert [letter.to for letter in mail.outbox] == [["nora@elsewhere.example"]]
    settings.EMAIL_BACKEND = "tests.notifications.backends.Down"
    given = noticed(comment, notifier=Notifier(name="Other", email="other@elsewhere.example"))
    given.refresh_from_db()
    assert (given.receipt_sent_at, given.mail_error) == (None, "ConnectionRefusedError 111")
