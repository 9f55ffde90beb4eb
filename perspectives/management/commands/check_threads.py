"""Hold what is counted and laid out in threads against the rows themselves, and mend it where asked to."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.discussion.actions import lock_discussion_row
from perspectives.discussion.actions.recount import Difference, mend_thread, thread_differences
from perspectives.discussion.models import Discussion
from perspectives.moderation.actions.recount import mend_reports, report_differences


class Command(BaseCommand):
    """Print every difference; exit status 1 where any is left."""

    help = "Checks numbers, places and counts of every discussion, prints what is wrong, and mends it with --repair."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("slug", nargs="*", help="discussions to look at, by slug; all without one")
        parser.add_argument("--repair", action="store_true", help="put right what is wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at one discussion after the other; CommandError where differences are left."""
        left = 0
        for discussion in _chosen(options["slug"]).order_by("pk").iterator():
            found = _found(discussion)
            for difference in found:
                self.stdout.write(str(difference))
            if found and options["repair"]:
                _mend(discussion)
                found = _found(discussion)
            left += len(found)
        if left:
            raise CommandError(ngettext("%d difference is left.", "%d differences are left.", left) % left)
        self.stdout.write(_("No difference is left.") if options["repair"] else _("No differences."))


def _chosen(slugs: list[str]) -> Any:
    """Return the discussions asked for; CommandError for a slug there is none with."""
    if not slugs:
        return Discussion.objects.all()
    chosen = Discussion.objects.filter(slug__in=slugs)
    unknown = set(slugs) - set(chosen.values_list("slug", flat=True))
    if unknown:
        raise CommandError(_("There is no discussion %(slug)s.") % {"slug": ", ".join(sorted(unknown))})
    return chosen


def _found(discussion: Discussion) -> list[Difference]:
    """Return everything that is wrong with a discussion, seen twice: somebody may be writing while we count."""
    if not thread_differences(discussion) and not report_differences(discussion):
        return []
    with transaction.atomic():
        locked = lock_discussion_row(discussion.pk)
        return [*thread_differences(locked), *report_differences(locked)]


def _mend(discussion: Discussion) -> None:
    """Put right what a program can put right."""
    mend_thread(discussion_id=discussion.pk)
    mend_reports(discussion_id=discussion.pk)
