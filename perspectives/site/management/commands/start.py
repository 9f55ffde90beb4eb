"""`manage.py start`: sets everything up, publishes the essay and serves; the second time only serves."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from perspectives.publishing.models import Post
from perspectives.site import demo, serving
from perspectives.site.staging import gather_static

ESSAYS = Path(__file__).resolve().parents[2] / "essays"


class Command(BaseCommand):
    """Set up whatever is missing, say where to look, serve."""

    help = "Sets everything up, publishes the essay, and serves the site on this machine."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--port", type=int, default=8000, help="the port to serve on (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="an address of this machine only (127.0.0.1)")
        parser.add_argument("--empty", action="store_true", help="no sample discussion")
        parser.add_argument("--no-serve", action="store_true", help="set up and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it all; CommandError with one sentence where it cannot be done."""
        host, port = options["host"], options["port"]
        if not options["no_serve"]:
            self.must_be_free(host, port)
        self.set_up(sample=not options["empty"])
        connections.close_all()
        self.announce(os.environ.get("SITE_URL", f"http://{serving.address(host, port)}").rstrip("/"))
        if not options["no_serve"]:
            self.stdout.write("Ctrl-C stops the server.\n")
            serving.serve(host, port)

    def must_be_free(self, host: str, port: int) -> None:
        """Refuse a host that others can reach, and a port that is taken."""
        if not serving.is_loopback(host):
            raise CommandError(
                f"start serves this machine only, and {host} can be reached by others. For a public site run "
                "`gunicorn perspectives.site.wsgi` behind a web server, with SITE_URL and SECRET_KEY set."
            )
        if not 0 < port < 65_536 or serving.is_taken(host, port):
            raise CommandError(f"Port {port} is taken or not allowed: try `python3 manage.py start --port {port + 1}`.")

    def set_up(self, *, sample: bool) -> None:
        """Bring database, static files, essay, people and sample to where they should be; the rest stays as it is."""
        call_command("migrate", interactive=False, verbosity=0)
        gather_static()
        # With the sample the essay came out when the sample begins: an exchange takes longer than a second.
        since = timezone.now() - demo.AGE if sample and not Post.objects.exists() else None
        call_command("publish", str(ESSAYS), at=since, stdout=StringIO())
        self.people = demo.make_people()
        post = Post.objects.order_by("pk").first()
        if post is None:
            return
        demo.appoint(post.discussion)
        if sample:
            demo.make_sample_discussion(post)

    def announce(self, site: str) -> None:
        """Print where to look and how to sign in."""
        self.stdout.write(f"\nPerspectives is at  {site}/\n")
        self.stdout.write(f"Sign in at          {site}/accounts/login/\n\n")
        for person in self.people:
            self.stdout.write(f"  {person.role:<10} {person.email:<22} {person.password}\n")
        self.stdout.write(f"\nThe moderators' desk is at {site}/moderation/\n")
        self.stdout.write(f"Data and mails lie in {settings.VAR}.\n")
