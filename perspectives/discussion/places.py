"""Where a comment stands in its thread: the address of the page that shows it, in any order."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.urls import reverse

from perspectives.conf import conf
from perspectives.discussion.cards.lines import public_lines
from perspectives.discussion.models import Comment, Discussion, Status
from perspectives.discussion.params import USUAL, ThreadParams, asked_number, thread_params
from perspectives.discussion.paths import PATH_DIGITS
from perspectives.discussion.prepared import Prepared


def asks_for_place(request: HttpRequest) -> bool:
    """Whether the request asks, by `?at=`, where a comment stands."""
    return "at" in request.GET


def place_of(request: HttpRequest, discussion: Discussion) -> str:
    """Return the address of the comment that `?at=` asks for, in the order asked for.

    "newest" is the comment that became public last. A number that has no row in the thread leads to the beginning,
    whether it waits or never was. Http404 for what is no number, or no order.
    """
    order = thread_params(request).order
    if request.GET["at"] == "newest":
        found = Comment.objects.filter(discussion=discussion, status=Status.PUBLIC).order_by("-public_at", "-number")
    else:
        found = public_lines(discussion.pk).filter(number=asked_number(request, "at"))
    row = found.values_list("number", "conversation", "path").first()
    if row is None:
        return f"{discussion.get_absolute_url()}#discussion"
    return address_in_thread(discussion, row, order=order)


def address_in_thread(
    discussion: Discussion, row: tuple[int, int, str], *, order: str = USUAL, behind: bool | None = None
) -> str:
    """Return the address of a shown comment, by (number, conversation, path), on the page of the thread it stands on.

    Deep in a conversation that is cut, that is the comment's own page: `behind` says whether it is, where that is known
    already (`answers_stand_behind`). One query at most.
    """
    number, conversation, path = row
    page, room = discussion.get_absolute_url(), conf.THREAD_PAGE_SIZE
    # So few numbers were ever given that all rows, tombstones as well, stand on one page, and will for a while.
    few = discussion.last_number <= room // 2
    if behind is None:
        behind = not few and number != conversation and _stands_behind(discussion, conversation, path, room)
    if behind:
        return reverse("perspectives:comment", args=[discussion.slug, number])
    query = ThreadParams(order, start=None if few else conversation).query()
    return f"{page}{query if query != '?' else ''}#{number}"


def _stands_behind(discussion: Discussion, conversation: int, path: str, room: int) -> bool:
    """Whether so many rows of its conversation stand before a path that a page ends there."""
    return bool(LAST_THAT_FITS.rows(discussion.pk, conversation, path, shape=(room,)))


def _last_that_fits(room: int, discussion: int, conversation: int, path: str) -> QuerySet[Comment, tuple[int]]:
    """Return the last row of a conversation that a page has room for, if that many stand before a path."""
    before = public_lines(discussion).filter(conversation=conversation, path__lt=path)
    return before.order_by().values_list("pk")[room - 1 : room]


LAST_THAT_FITS = Prepared(_last_that_fits)


def answers_stand_behind(room: int) -> Exists:
    """Return whether an answer to the comment of the outer query stands behind the first `room` rows of a conversation.

    A new answer's number is the highest: it comes after all that stands below the comment, and before all else. Where
    the path of the comment is as long as paths get, its answers stand beside it, and this is not so.
    """
    below = Concat(OuterRef("path"), Value("9" * PATH_DIGITS))
    before = Comment.objects.in_thread().filter(
        discussion=OuterRef("discussion"), conversation=OuterRef("conversation"), path__lt=below
    )
    return Exists(before.order_by().values("pk")[room - 1 : room])


def thread_address(comment: Comment, behind: bool | None = None) -> str:
    """Return the address at which a reader finds a public comment in its thread, on the page it stands on.

    `behind` is as in `address_in_thread`.
    """
    row = (comment.number, comment.conversation, comment.path)
    return address_in_thread(comment.discussion, row, behind=behind)
