"""Fill a discussion with made-up comments, for trying out and measuring; never in production by accident."""

from __future__ import annotations

import argparse
import time
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from perspectives.discussion.filling import SHAPES, CannotFill, Wish, fill, public_host
from perspectives.discussion.models import Discussion


class Command(BaseCommand):
    """Ask, fill, and say how quickly it went."""

    help = "Fills a discussion with made-up comments, behind those that are there. For trying out and measuring."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("slug", help="the discussion, by slug")
        parser.add_argument("--comments", type=_count, required=True, metavar="N", help="how many comments")
        parser.add_argument(
            "--seed", type=int, default=1, metavar="S", help="the same seed makes the same comments (1)"
        )
        parser.add_argument("--members", type=_count, metavar="M", help="how many writers (one for five comments)")
        parser.add_argument("--shape", choices=SHAPES, default="mixed", help="who answers whom (mixed)")
        parser.add_argument("--until", type=_moment, metavar="WHEN", help="when the last is written: 2026-11-25T10:00")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--public-host", default="", metavar="NAME", help="with --yes, on a site the public reads")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill; CommandError with one sentence where that is not wished, or cannot be done."""
        discussion = Discussion.objects.select_related("forum").filter(slug=options["slug"]).first()
        if discussion is None:
            raise CommandError(_("There is no discussion %(slug)s.") % {"slug": options["slug"]})
        self.must_be_meant(discussion, options)
        until = options["until"] or timezone.now()
        wish = Wish(options["comments"], until, options["seed"], options["shape"], options["members"])
        began = time.perf_counter()
        try:
            done = fill(discussion=discussion, wish=wish, tell=self.tell if options["verbosity"] > 1 else _silent)
        except CannotFill as error:
            raise CommandError(str(error)) from error
        took = time.perf_counter() - began
        words = {"done": f"{done:,}", "took": f"{took:.1f}", "rate": f"{done / took:,.0f}"}
        self.stdout.write(_("%(done)s comments in %(took)s s: %(rate)s a second.") % words)

    def tell(self, done: int) -> None:
        """Print how many are written."""
        self.stdout.write(f"{done:,}")

    def must_be_meant(self, discussion: Discussion, options: dict[str, Any]) -> None:
        """Ask, unless told not to; CommandError where the answer is not yes."""
        host = public_host()
        if options["yes"]:
            if host and options["public_host"] != host:
                raise CommandError(_public(host) + " " + _("If it is meant, add: --public-host %s") % host)
            return
        if host:
            self.stdout.write(_public(host))
        wanted = host or "y"
        question = _("Write %(count)s made-up comments into “%(title)s”, in the database %(database)s?") % {
            "count": f"{options['comments']:,}",
            "title": discussion.title,
            "database": connection.settings_dict["NAME"],
        }
        answer = _answer(f"{question} " + (_("Type %s if you mean it: ") % host if host else "[y/N] "))
        if answer.lower() not in (wanted, "yes" if not host else wanted):
            raise CommandError(_("Nothing was written."))


def _public(host: str) -> str:
    """Return the sentence that says why more than a yes is asked for."""
    return _("The public reads this site, at %s: made-up comments do not belong there.") % host


def _answer(question: str) -> str:
    """Return what somebody types; CommandError where nobody is there to ask."""
    try:
        return input(question).strip()
    except EOFError as error:
        raise CommandError(_("Nothing was written: nobody is there to ask. Scripts say --yes.")) from error


def _count(typed: str) -> int:
    """Return a whole number above 0."""
    count = int(typed)
    if count < 1:
        raise argparse.ArgumentTypeError(_("at least 1"))
    return count


def _moment(typed: str) -> datetime:
    """Return a time, in the time zone of the site where it names none."""
    moment = parse_datetime(typed)
    if moment is None:
        raise argparse.ArgumentTypeError(_("write 2026-11-25T10:00"))
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _silent(done: int) -> None:
    """Say nothing."""
