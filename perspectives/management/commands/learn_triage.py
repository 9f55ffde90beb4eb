"""`manage.py learn_triage`: learn from moderators' decisions what to show them first."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from perspectives.moderation.actions import TooFew, learn_triage


class Command(BaseCommand):
    """Learn anew, and say from how many decisions and how well."""

    help = "Learns the triage model from this site's own decisions; silent below 200 of them. Weekly is often enough."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--dry-run", action="store_true", help="learn and measure, but keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Learn; CommandError where there is too little to learn from."""
        try:
            row = learn_triage(dry_run=options["dry_run"])
        except TooFew as refusal:
            raise CommandError(refusal.message) from refusal
        counted, found = row.learned_from, row.measured
        self.stdout.write(f"Learned from {counted['approved']} approved and {counted['removed']} removed comments.")
        self.stdout.write(f"On {found['of']} newer ones it had not seen: {self._figures(found)}.")
        if options["dry_run"]:
            self.stdout.write("Nothing was kept.")

    @staticmethod
    def _figures(found: dict[str, Any]) -> str:
        """Return precision and recall in words."""
        named = {"precision": found["precision"], "recall": found["recall"], "area under the curve": found["auc"]}
        return ", ".join(f"{name} {'unknown' if value is None else value}" for name, value in named.items())
