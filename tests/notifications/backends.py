"""Mail backends that fail in the ways mail servers do."""

import smtplib
from threading import Event
from threading import enumerate as threads

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as Memory

release = Event()
# Seconds that a server hangs at most.
HANGS = 60


def senders():
    """Return the threads in which mail is being sent."""
    return [thread for thread in threads() if thread.name == "perspectives-mail"]


class Down(BaseEmailBackend):
    """A server nobody reaches."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError(111, "Connection refused by mail.example for ann@example.org")


class Refusing(BaseEmailBackend):
    """A server that takes no such mail."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPResponseException(550, b"no such user ann@example.org")


class Hanging(Memory):
    """A server that answers when the test lets it."""

    def send_messages(self, email_messages):
        release.wait(HANGS)
        return super().send_messages(email_messages)
