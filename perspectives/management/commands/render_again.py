"""`manage.py render_again`: bring stored HTML up to the renderer of today."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.discussion.actions.render import render_comments_again


class Command(BaseCommand):
    """Render comments of an older renderer anew; can be broken off and started again."""

    help = _("Render comments that an older renderer made anew. Can be broken off and started again.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --dry-run."""
        parser.add_argument("--dry-run", action="store_true", help=_("say how many; change nothing"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Render batch by batch and say how many."""
        count = sum(render_comments_again(dry_run=options["dry_run"]))
        line = ngettext("%(count)d comment.", "%(count)d comments.", count) % {"count": count}
        self.stdout.write(line)
