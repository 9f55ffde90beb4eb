"""Mail is kept in memory, and is sent by the worker's action unless a test wants it at once."""

import pytest
import time_machine
from django.core import mail

from perspectives.notifications.actions import send_due, tell_untold
from tests import cast
from tests.notifications.stage import NOON

SETTINGS = {"BASE_URL": "https://essays.example", "SEND_MAIL_AT_ONCE": False}


@pytest.fixture(autouse=True)
def quiet(settings):
    """A base address, and no mail in a request."""
    settings.PERSPECTIVES = getattr(settings, "PERSPECTIVES", {}) | SETTINGS | {"CHECKS": []}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def deliver(db):
    """A worker's run: tell what was recorded, send what is due, return the mails of this run."""

    def run():
        before = len(mail.outbox)
        tell_untold()
        send_due()
        return mail.outbox[before:]

    return run


@pytest.fixture
def clock():
    """A clock that stands still until it is moved."""
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def asked(clock, discussion, ann):
    """A public comment of Ann's."""
    return cast.say(discussion, ann, "What now?")
