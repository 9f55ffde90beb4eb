"""What waits for moderators: held comments and reported ones, oldest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.http import urlencode

from perspectives.discussion.models import Comment, Forum, Status
from perspectives.discussion.queries import CommentQuerySet, Viewer

HELD = Q(status=Status.PENDING)
# A held comment with reports is counted as held; what is not public any more needs no answer to its reports. Said as
# what it is not, because SQLite would look up "public" in the index of statuses and walk over nearly all comments.
REPORTED = Q(open_reports__gt=0) & ~Q(status__in=[status for status in Status if status != Status.PUBLIC])
KINDS = {"": HELD | REPORTED, "held": HELD, "reported": REPORTED}


@dataclass(frozen=True)
class Asked:
    """What part of the queue a moderator looks at: a kind ("", "held", "reported") and a forum's slug ("" for all)."""

    kind: str = ""
    forum: str = ""

    def query(self, page: int = 1) -> str:
        """Return the query string of this part of the queue, "" for the whole."""
        asked = {"kind": self.kind, "forum": self.forum, "page": page if page > 1 else ""}
        pairs = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(pairs)}" if pairs else ""


@dataclass(frozen=True)
class Counts:
    """How many comments wait."""

    held: int
    reported: int

    @property
    def all(self) -> int:
        """Both together; no comment is in both."""
        return self.held + self.reported


def asked_of(request: HttpRequest, viewer: Viewer) -> Asked:
    """Return what the query string asks for; Http404 for nonsense and for forums the viewer does not moderate."""
    asked = Asked(request.GET.get("kind", ""), request.GET.get("forum", ""))
    # PostgreSQL takes no NUL, not even to compare with.
    if asked.kind not in KINDS or "\x00" in asked.forum:
        raise Http404
    if asked.forum and not forums_of(viewer).filter(slug=asked.forum).exists():
        raise Http404
    return asked


def forums_of(viewer: Viewer) -> QuerySet[Forum]:
    """Return the forums that `viewer` moderates, by name."""
    return Forum.objects.filter(viewer.moderated("pk")).order_by("name", "pk")


def waiting(viewer: Viewer, asked: Asked) -> CommentQuerySet:
    """Return the comments that wait, oldest first."""
    comments = Comment.objects.moderated_by(viewer).filter(KINDS[asked.kind])
    if asked.forum:
        comments = comments.filter(discussion__forum__slug=asked.forum)
    return comments.order_by("created_at", "pk")


def counts(viewer: Viewer, forum: str) -> Counts:
    """Return how many wait in `forum` ("" for all), each by its own index."""
    return Counts(
        held=waiting(viewer, Asked("held", forum)).count(),
        reported=waiting(viewer, Asked("reported", forum)).count(),
    )


def next_place(viewer: Viewer, asked: Asked, comment: Comment, size: int) -> tuple[int, int | None]:
    """Return the page of the queue and the primary key of the card that come after `comment`, None past the end."""
    rest = waiting(viewer, asked).exclude(pk=comment.pk)
    later = Q(created_at__gt=comment.created_at) | Q(created_at=comment.created_at, pk__gt=comment.pk)
    following = rest.filter(later).values_list("pk", flat=True).first()
    before = rest.exclude(later).count()
    if following is None:
        return max(1, -(-before // size)), None
    return before // size + 1, following
