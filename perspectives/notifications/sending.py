"""One mail on its way: handed over in a thread of its own, so that a mail server that hangs holds nobody up."""

from __future__ import annotations

import logging
from threading import Lock, Thread

from django.core.mail import EmailMessage
from django.db import connections
from django.utils import timezone

from perspectives.notifications.claims import describe, mark_failed, mark_sent
from perspectives.notifications.models import Notice

logger = logging.getLogger(__name__)


# Mails on their way in this process that nobody waits for any more.
_late: set[Sending] = set()


def server_is_slow() -> bool:
    """Whether a mail of this process is late: a request need not find that out again."""
    return bool(_late)


class Sending(Thread):
    """A mail being sent. Whoever waits for it records what became of it; if nobody waits any more, it does."""

    def __init__(self, message: EmailMessage, notices: list[Notice]) -> None:
        # A daemon: a worker that ends does not wait for it, and the claim is tried again when it has grown old.
        super().__init__(name="perspectives-mail", daemon=True)
        self.message, self.notices = message, notices
        self.error: Exception | None = None
        self._lock, self._done, self._left_alone = Lock(), False, False

    def run(self) -> None:
        """Hand the mail to the server; no database is touched unless nobody waits any more."""
        try:
            self.message.send()
        except Exception as error:  # Whatever a mail backend raises is recorded on the rows and tried again.
            self.error = error
        with self._lock:
            self._done = True
            left_alone = self._left_alone
        if left_alone:
            self._record_alone()

    def finished_within(self, seconds: float) -> bool:
        """Wait so long and return whether it is over; if not, the mail records its end by itself."""
        self.join(max(0.0, seconds))
        with self._lock:
            self._left_alone = not self._done
            if self._left_alone:
                _late.add(self)
            return self._done

    def record(self) -> None:
        """Write down what became of the mail."""
        if self.error is None:
            mark_sent(self.notices, timezone.now())
            return
        logger.warning("A mail was not sent: %s. It will be tried again.", describe(self.error))
        mark_failed(self.notices, self.error, timezone.now())

    def _record_alone(self) -> None:
        """Record from this thread, and leave no database connection behind."""
        try:
            self.record()
        except Exception:  # Recorded: the claim grows old and the mail is tried again under the same id.
            logger.exception("What became of a mail could not be written down.")
        finally:
            _late.discard(self)
            connections.close_all()
