"""Find out whether anybody changed, removed or slipped in a decision of the log."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.moderation.models import LogHead
from perspectives.moderation.seal import seal_now
from perspectives.moderation.verifying import Walk


class Command(BaseCommand):
    """Print every fault and the digest of the last link; exit status 1 where there is any."""

    help = "Checks the chain of moderators' decisions; prints each fault, and the digest to be kept elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--expect", default="", metavar="DIGEST", help="a digest, or a seal, kept from earlier")
        parser.add_argument(
            "--from", dest="start", type=_position, default=1, metavar="POSITION", help="begin at this link (1)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk along the log; CommandError where something is wrong."""
        walk, faults = Walk(start=options["start"], expected=options["expect"]), 0
        for fault in walk.faults():
            self.stdout.write(fault)
            faults += 1
        self.tell(walk)
        if faults:
            raise CommandError(ngettext("%d fault was found.", "%d faults were found.", faults) % faults)

    def tell(self, walk: Walk) -> None:
        """Print how much was looked at, and what to keep."""
        self.stdout.write(ngettext("%d link looked at.", "%d links looked at.", walk.seen) % walk.seen)
        position, digest = LogHead.objects.filter(pk=1).values_list("position", "digest").first() or (0, "")
        if digest:
            self.stdout.write(_("Digest of link %(position)d: %(digest)s") % {"position": position, "digest": digest})
            self.stdout.write(_("Its seal, as the public sees it: %(seal)s") % {"seal": seal_now().words})


def _position(typed: str) -> int:
    """Return a whole number above 0."""
    position = int(typed)
    if not 1 <= position < 2**63:
        raise argparse.ArgumentTypeError(_("at least 1"))
    return position
