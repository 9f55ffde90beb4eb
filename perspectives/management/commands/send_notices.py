"""Send the mail that waits: for cron, a timer, or a worker's loop."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.moderation.models import LegalNotice
from perspectives.notifications.actions import Tally, send_digests, send_due, tell_untold
from perspectives.notifications.addresses import base_url
from perspectives.notifications.legal import send_legal_due
from perspectives.notifications.models import Notice
from perspectives.notifications.rules import MAX_ATTEMPTS

# Mails between two looks at what is due.
BATCH = 200


class Command(BaseCommand):
    """Make notices of what was recorded and not told yet, then send what is due; safe to run side by side."""

    help = "Makes notices of recorded events and sends the mail that is due. Run it every minute or so."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the one option."""
        parser.add_argument("--dry-run", action="store_true", help="say how many mails wait; make and send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell and send; CommandError where something failed and will be tried again."""
        if options["dry_run"]:
            waiting = (
                Notice.objects.waiting().count() + LegalNotice.objects.mail_due(timezone.now(), MAX_ATTEMPTS).count()
            )
            self.stdout.write(_("%(count)d notices wait to be sent.") % {"count": waiting})
            return
        _made, unmade = tell_untold()
        if base_url() is None:
            raise CommandError(_("Nothing is sent: set PERSPECTIVES['BASE_URL'] to the address of this site first."))
        legal = send_legal_due()
        tally = _sum(self.send_all(), send_digests(), Tally(legal.sent, legal.failed, legal.late))
        self.stdout.write(
            _("%(sent)d sent, %(failed)d failed, %(late)d not answered yet.")
            % {"sent": tally.sent, "failed": tally.failed, "late": tally.late}
        )
        if tally.failed or tally.late or unmade:
            raise CommandError(_("What failed will be tried again; the reasons are in the admin, under notices."))

    def send_all(self) -> Tally:
        """Send batch after batch until nothing is due; a mail that failed is due later, so this ends."""
        total = Tally()
        while True:
            tally = send_due(limit=BATCH)
            total = _sum(total, tally)
            if not tally.sent:
                return total


def _sum(*tallies: Tally) -> Tally:
    """Return several runs as one."""
    return Tally(
        sent=sum(one.sent for one in tallies),
        failed=sum(one.failed for one in tallies),
        late=sum(one.late for one in tallies),
    )
