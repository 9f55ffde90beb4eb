"""What is measured: the essay with a made-up discussion under it, and where its pages are."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.actions import post_comment
from perspectives.discussion.filling import Wish, fill
from perspectives.discussion.models import Comment, Discussion, Policy
from perspectives.members.models import Member
from perspectives.publishing.models import Post
from perspectives.site.management.commands.start import ESSAYS
from perspectives.site.staging import gather_static

# The essay came out so long ago.
AGE = timedelta(days=200)
# Rows that the last page of an order holds.
LAST = 150
ORDERS = ("oldest", "newest", "discussed")


@dataclass(frozen=True)
class Stage:
    """A discussion, and the addresses of its pages."""

    discussion: Discussion
    essay: str

    @property
    def own(self) -> str:
        """The address of the discussion's own page."""
        return self.discussion.get_own_url()

    @property
    def news(self) -> str:
        """The address that tells what is new, asked by a reader who has seen everything."""
        self.discussion.refresh_from_db()
        moment = self.discussion.last_public_at
        since = int(moment.timestamp() * 1_000_000) if moment else 0
        return f"{self.own}news/?since={since}"

    def reply(self, number: int) -> str:
        """The address to which an answer to comment `number` is sent."""
        return reverse("perspectives:reply", args=[self.discussion.slug, number])

    @property
    def anew(self) -> str:
        """The address to which a new comment is sent."""
        return reverse("perspectives:new_comment", args=[self.discussion.slug])

    def pages(self) -> dict[str, str]:
        """Return the first and the last page of every order, by name."""
        found = {}
        for order in ORDERS:
            found[f"{order}, first page"] = f"{self.essay}?order={order}" if order != ORDERS[0] else self.essay
            found[f"{order}, last page"] = f"{self.essay}?order={order}&from={last_start(self.discussion, order)}"
        return found


def set_up(comments: int) -> Stage:
    """Bring an empty database to a published essay with so many comments, and return what stands there."""
    call_command("migrate", interactive=False, verbosity=0)
    gather_static()
    now = timezone.now()
    call_command("publish", str(ESSAYS), at=now - AGE, stdout=StringIO())
    post = Post.objects.select_related("discussion__forum", "series").get()
    # Every comment is public at once: what is measured is the posting, not the holding.
    post.discussion.forum.policy = Policy.PUBLISH
    post.discussion.forum.save()
    fill(discussion=post.discussion, wish=Wish(comments, now - timedelta(hours=1)))
    settle()
    return Stage(Discussion.objects.select_related("forum").get(pk=post.discussion_id), post.get_absolute_url())


def settle() -> None:
    """Let the database finish what it does behind a great many writes, so that no measurement meets it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone()[0]:  # Others may not ask for one: the server makes it in its own time.
                cursor.execute("CHECKPOINT")


def last_start(discussion: Discussion, order: str) -> int:
    """Return the number of the conversation from which about LAST rows are left in `order`."""
    by = {"oldest": ["number"], "newest": ["-number"], "discussed": ["-public_below", "-number"]}[order]
    roots = Comment.objects.filter(discussion=discussion, shown=True, depth=0).order_by(*by).reverse()
    rows, start = 0, 1
    for number, below in roots.values_list("number", "public_below")[:LAST]:
        rows, start = rows + 1 + below, number
        if rows >= LAST:
            break
    return start


def say(discussion: Discussion, author: Member, parent: int | None = None) -> Comment:
    """Post a comment, or an answer to number `parent`, as everything is posted, but not by way of the server."""
    posted = post_comment(discussion=discussion, author=author, body=new_text(), key=new_key(), parent=parent)
    return posted.comment


def new_key() -> str:
    """Return a form key nobody has used."""
    return f"bench-{secrets.token_hex(8)}"


def new_text() -> str:
    """Return a text nobody has written."""
    return f"A word more on the matter, by its number {secrets.token_hex(6)}. It is *short*, as most answers are."
