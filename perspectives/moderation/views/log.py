"""The public log: what moderators did, when and under which rule; no text, no names, nothing of unpublished essays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perspectives.conf import conf
from perspectives.discussion.frame import page
from perspectives.discussion.models import Discussion
from perspectives.discussion.queries import open_to_all
from perspectives.moderation.models import Decision
from perspectives.web.paging import LONGEST_LIST

LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Row:
    """A line of the log; `discussion` only where everybody may read it."""

    decided_at: datetime
    act: str
    rule: str
    discussion: Discussion | None


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The log, newest first; `?before=` goes on from a decision, so that deep pages are as quick as the first."""
    size = min(conf.LIST_PAGE_SIZE, LONGEST_LIST)
    decisions = list(_decisions(request)[: size + 1])
    shown = decisions[:size]
    context = {
        "rows": _rows(shown),
        "next": shown[-1].pk if len(decisions) > size else None,
        "started": "before" not in request.GET,
    }
    return page(request, "perspectives/moderation/log.html", context)


def _decisions(request: HttpRequest) -> Any:
    """Return the decisions from the cursor on; Http404 for nonsense."""
    decisions = Decision.objects.order_by("-pk")
    typed = request.GET.get("before")
    if typed is None:
        return decisions
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > 19 or not 0 < int(typed) <= LARGEST_KEY:
        raise Http404(_("There is no such page."))
    return decisions.filter(pk__lt=int(typed))


def _rows(decisions: list[Decision]) -> list[Row]:
    """Return the lines: two queries, the second for the discussions that are open to all."""
    wanted = Q(pk__in={decision.discussion_id for decision in decisions if decision.discussion_id})
    public: dict[int | None, Discussion] = {
        found.pk: found for found in Discussion.objects.filter(wanted, open_to_all(timezone.now()))
    }
    return [
        Row(
            decided_at=decision.created_at,
            act=decision.get_act_display(),
            rule=decision.rule_title,
            discussion=public.get(decision.discussion_id),
        )
        for decision in decisions
    ]
