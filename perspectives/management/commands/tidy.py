"""Let go of what is kept for a time only: attempts, addresses, findings about refused texts, who gave notice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from perspectives.conf import conf
from perspectives.discussion.models import Comment, Finding
from perspectives.members.limits import prune_attempts
from perspectives.members.models import Attempt
from perspectives.moderation.actions.forget import old_notifiers

# Rows changed in one statement, so that no writer waits long.
BATCH = 1000


class Command(BaseCommand):
    """Prune everything older than PERSPECTIVES["ATTEMPT_DAYS"] days that is no record; notifiers, after a year."""

    help = (
        "Deletes attempts, addresses of comments and findings about refused texts that are too old, and the names of "
        "people who gave notice a year ago. Run it daily."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the one option."""
        parser.add_argument("--dry-run", action="store_true", help="say what would go; change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, prune, and say what went."""
        before = timezone.now() - timedelta(days=conf.ATTEMPT_DAYS)
        addresses = Comment.objects.filter(created_at__lt=before, address__isnull=False)
        findings = Finding.objects.filter(created_at__lt=before, comment__isnull=True)
        notifiers = old_notifiers()
        counts = {
            "attempts": Attempt.objects.filter(created_at__lt=before).count(),
            "addresses": addresses.count(),
            "findings": findings.count(),
            "notifiers": notifiers.count(),
        }
        if not options["dry_run"]:
            prune_attempts()
            _in_batches(addresses, lambda rows: rows.update(address=None))
            _in_batches(findings, lambda rows: rows.delete())
            _in_batches(notifiers, lambda rows: rows.update(name="", email=""))
        self.stdout.write(
            _("%(attempts)d attempts, %(addresses)d addresses, %(findings)d findings about refused texts.") % counts
        )
        self.stdout.write(_("%(notifiers)d names of people who gave notice of something illegal.") % counts)


def _in_batches(rows: Any, change: Any) -> None:
    """Apply `change` to `rows`, a batch of primary keys at a time, until none is left."""
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        change(rows.model.objects.filter(pk__in=keys))
