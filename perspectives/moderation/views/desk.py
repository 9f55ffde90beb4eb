"""The desk: what waits in the forums somebody moderates, and what was decided lately."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from perspectives.conf import conf
from perspectives.discussion.doors import moderator_required
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment
from perspectives.discussion.queries import Viewer
from perspectives.discussion.rules import viewer_of
from perspectives.moderation import queue
from perspectives.moderation.cards import Card, cards_of, for_desk
from perspectives.moderation.care import care_of
from perspectives.moderation.claims import put_claims
from perspectives.moderation.models import Decision
from perspectives.moderation.notes import told
from perspectives.moderation.queue import KINDS, Kind, Scope, Shown
from perspectives.moderation.remembered import remembered
from perspectives.moderation.rules import UNDOABLE
from perspectives.moderation.tabs import chips_of, filter_of, tabs_of
from perspectives.moderation.withheld import put_withheld
from perspectives.web.paging import LONGEST_LIST

# Decisions that can be undone from the desk; older ones from the comment's page.
DECIDED_SHOWN = 10


@moderator_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The queue. Decisions are posted to the item's own address, so that a lost session ends on a page that exists."""
    viewer = viewer_of(request)
    scope = queue.scope_of(viewer, queue.asked_of(request, viewer))
    shown = queue.shown(scope, size_of_page())
    is_of_comments = not KINDS[scope.asked.kind].row
    context = {
        "px_room": "queue",
        "shown": shown,
        "cards": cards_shown(scope, shown) if is_of_comments else [],
        "rows": [] if is_of_comments else rows_shown(scope, shown),
        "kind": KINDS[scope.asked.kind],
        "asked": scope.asked,
        "tabs": tabs_of(scope.asked, queue.counts(viewer, scope.asked)),
        "chips": chips_of(scope),
        "filter": filter_of(scope.asked, list(queue.forums_of(viewer)[:LONGEST_LIST])),
        "decided": decided_lately(viewer),
        "together": len(remembered(request)),
        "notes": told(request),
        "care": care_of(request),
    }
    return page(request, "perspectives/moderation/desk.html", context)


def cards_shown(scope: Scope, shown: Shown) -> list[Card]:
    """Return the cards of a page of comments."""
    comments = in_order(for_desk(Comment.objects.filter(pk__in=shown.keys)), shown.keys)
    cards = cards_of(comments, scope.now, scope.asked)
    put_claims(cards, scope.viewer, scope.now)
    put_withheld(cards, scope.viewer)
    return cards


def rows_shown(scope: Scope, shown: Shown) -> list[tuple[Any, str]]:
    """Return the rows of a page of something else than comments, each with its address."""
    kind = KINDS[scope.asked.kind]
    rows = kind.parts[0](scope).filter(pk__in=shown.keys).order_by().select_related(*kind.joins)
    return [(row, _address_of(row, kind)) for row in in_order(rows, shown.keys)]


def _address_of(row: Any, kind: Kind) -> str:
    """Return the page of a row, else of the item it is about, else of the desk."""
    try:
        return reverse(kind.page, args=[row.pk])
    except NoReverseMatch:  # A host may leave that page out.
        comment = getattr(row, "comment", None) or getattr(getattr(row, "decision", None), "comment", None)
    if comment is None:
        return reverse("perspectives:desk")
    return reverse("perspectives:desk_item", args=[comment.discussion.slug, comment.number])


def in_order(rows: Any, keys: Sequence[int]) -> list[Any]:
    """Return the rows with these primary keys in their order; one query."""
    found = {row.pk: row for row in rows.order_by()}
    return [found[key] for key in keys if key in found]


def size_of_page() -> int:
    """Return how many cards stand on a page."""
    return min(int(conf.LIST_PAGE_SIZE), LONGEST_LIST)


def decided_lately(viewer: Viewer) -> list[Decision]:
    """Return the newest decisions in the viewer's forums that stand and can be undone, newest first."""
    recent = Decision.objects.moderated_by(viewer).filter(act__in=UNDOABLE, undone_by__isnull=True)
    return list(
        recent.select_related("by", "member", "comment__discussion", "discussion").order_by("-pk")[:DECIDED_SHOWN]
    )
