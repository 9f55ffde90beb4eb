"""Mail right after the change is saved: once, for a second at most, and never a reason for the request to fail."""

import time

import pytest
from django.core import mail
from django.db import connection

from perspectives.notifications.actions import send_due
from perspectives.notifications.models import Notice
from tests import cast
from tests.notifications import backends

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"SEND_MAIL_AT_ONCE": True}
    backends.release.clear()
    yield
    backends.release.set()


def test_an_answer_is_mailed_when_it_is_saved(discussion, ann, ben):
    cast.say(discussion, ben, parent=cast.say(discussion, ann).number)
    (letter,) = mail.outbox
    assert letter.to == ["ann@example.org"]
    assert Notice.objects.get().sent_at is not None
    send_due()
    assert len(mail.outbox) == 1


def test_where_a_host_wants_it_mail_is_left_to_the_worker(discussion, ann, ben, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"SEND_MAIL_AT_ONCE": False}
    cast.say(discussion, ben, parent=cast.say(discussion, ann).number)
    assert mail.outbox == []
    assert send_due().sent == 1


def test_a_mail_server_that_is_down_costs_the_comment_nothing(discussion, ann, ben, settings):
    settings.EMAIL_BACKEND = "tests.notifications.backends.Down"
    comment = cast.say(discussion, ben, parent=cast.say(discussion, ann).number)
    assert comment.is_public
    notice = Notice.objects.get()
    assert (notice.error, notice.sent_at, notice.dropped) == ("ConnectionRefusedError 111", None, "")


def test_the_first_mail_that_fails_ends_the_tries_of_a_request(discussion, forum, ann, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CHECKS": ["perspectives.moderation.checks.policy"]}
    for letter in "abc":
        cast.make_moderator(f"Judge-{letter}", forum)
    forum.policy = "hold"
    forum.save()
    settings.EMAIL_BACKEND = "tests.notifications.backends.Down"
    cast.say(discussion, ann)
    assert sorted(Notice.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_a_mail_server_that_hangs_is_not_waited_for_and_the_mail_marks_itself(discussion, ann, ben, settings):
    settings.EMAIL_BACKEND = "tests.notifications.backends.Hanging"
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"MAIL_TIMEOUT": 0.5}
    first = cast.say(discussion, ann)
    began = time.monotonic()
    cast.say(discussion, ben, parent=first.number)
    # Less than the server hangs.
    assert time.monotonic() - began < backends.HANGS / 2
    assert Notice.objects.get().sent_at is None
    assert send_due().sent == 0
    cast.say(discussion, ann, parent=cast.say(discussion, ben, parent=first.number).number)
    assert len(backends.senders()) == 1
    backends.release.set()
    for thread in backends.senders():
        thread.join(backends.HANGS)
    assert Notice.objects.order_by("pk").first().sent_at is not None
    assert len(mail.outbox) == 1


def test_telling_that_fails_costs_the_comment_nothing_and_is_left_to_the_worker(discussion, ann, ben, monkeypatch):
    from perspectives.notifications.actions import tell

    real = tell._told

    def broken(*args):
        real(*args)
        raise RuntimeError("no")

    monkeypatch.setattr(tell, "_told", broken)
    comment = cast.say(discussion, ben, parent=cast.say(discussion, ann).number)
    assert comment.is_public
    assert discussion.events.get(told_at=None).comment == comment
    assert not Notice.objects.exists()
    assert tell.tell_untold() == (1, 0)
    assert send_due().sent == 1


def test_a_statement_that_fails_while_telling_spoils_no_transaction(discussion, ann, ben, monkeypatch):
    from perspectives.notifications.actions import tell

    def broken(*args):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    monkeypatch.setattr(tell, "_told", broken)
    comment = cast.say(discussion, ben, parent=cast.say(discussion, ann).number)
    assert discussion.events.get(told_at=None).comment == comment


def test_nothing_is_sent_for_what_was_rolled_back(discussion, ann, ben):
    from django.db import transaction

    first = cast.say(discussion, ann)
    with transaction.atomic():
        cast.say(discussion, ben, parent=first.number)
        transaction.set_rollback(True)
    assert mail.outbox == []
    assert not Notice.objects.exists()
    assert not connection.in_atomic_block
