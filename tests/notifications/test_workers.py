"""Several workers at once: each mail once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connections

from perspectives.notifications.actions import send_due, tell_untold
from perspectives.notifications.models import Notice
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_workers_send_each_mail_once(discussion, ben):
    for letter in "abcdefgh":
        first = cast.say(discussion, cast.make_member(f"Writer-{letter}"))
        cast.say(discussion, ben, parent=first.number)
    start = Barrier(4)

    def work(number):
        start.wait(60)
        try:
            tell_untold()
            return send_due().sent
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(work, range(4)))
    sent.append(send_due().sent)
    assert sum(sent) == 8
    assert sorted(letter.to[0] for letter in mail.outbox) == [f"writer-{x}@example.org" for x in "abcdefgh"]
    assert Notice.objects.filter(sent_at__isnull=False).count() == 8
