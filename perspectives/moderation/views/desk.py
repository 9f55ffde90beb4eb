"""The desk: what waits in the forums somebody moderates, and what was decided lately."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from perspectives.conf import conf
from perspectives.discussion.doors import moderator_required
from perspectives.discussion.frame import page
from perspectives.discussion.queries import Viewer
from perspectives.discussion.rules import viewer_of
from perspectives.moderation import queue
from perspectives.moderation.cards import cards_of, for_desk
from perspectives.moderation.models import Act, Decision
from perspectives.moderation.notes import told
from perspectives.web.paging import LONGEST_LIST, paged

# Decisions that can be undone from the desk; older ones from the comment's page.
DECIDED_SHOWN = 8
UNDOABLE = (Act.APPROVE, Act.REJECT, Act.SPAM, Act.SUSPEND, Act.LOCK)


@moderator_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The queue. Decisions are posted to the item's own address, so that a lost session ends on a page that exists."""
    viewer = viewer_of(request)
    asked = queue.asked_of(request, viewer)
    shown = paged(for_desk(queue.waiting(viewer, asked)), request, size_of_page())
    context = {
        "page": shown,
        "cards": cards_of(list(shown.object_list), timezone.now(), asked),
        "asked": asked,
        "counts": queue.counts(viewer, asked.forum),
        "forums": list(queue.forums_of(viewer)[:LONGEST_LIST]),
        "decided": decided_lately(viewer),
        "notes": told(request),
    }
    return page(request, "perspectives/moderation/desk.html", context)


def size_of_page() -> int:
    """Return how many cards stand on a page."""
    return min(int(conf.LIST_PAGE_SIZE), LONGEST_LIST)


def decided_lately(viewer: Viewer) -> list[Decision]:
    """Return the newest decisions in the viewer's forums that stand and can be undone, newest first."""
    recent = Decision.objects.moderated_by(viewer).filter(act__in=UNDOABLE, undone_by__isnull=True)
    return list(
        recent.select_related("by", "member", "comment__discussion", "discussion").order_by("-pk")[:DECIDED_SHOWN]
    )
