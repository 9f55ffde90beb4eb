"""Mail before there is a mail server: one file per mail, and one line in the log that says where it lies."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

logger = logging.getLogger("perspectives.site.mail")


class FileBackend(EmailBackend):
    """Django's file backend, which tells where the mails are."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write `email_messages` to a file; return how many."""
        written = super().send_messages(email_messages)
        if written:
            logger.info("No mail server is set (EMAIL_URL), so %d mail(s) were kept in %s", written, self.file_path)
        return written
