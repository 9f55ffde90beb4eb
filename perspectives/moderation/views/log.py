"""The public log: what moderators did, when and under which rule; no text, no names, nothing of unpublished essays."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from perspectives.conf import conf
from perspectives.discussion.frame import page
from perspectives.moderation.open_forums import open_forums, rule_titles
from perspectives.moderation.public_forms import LogForm
from perspectives.moderation.public_log import before, decisions_for, onwards, rows_of, with_discussions
from perspectives.moderation.seal import seal_now
from perspectives.web.paging import LONGEST_LIST

TEMPLATE = "perspectives/moderation/log.html"


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The log, newest first; `?before=` goes on from a decision, so that deep pages are as quick as the first."""
    form = LogForm(request.GET, list(open_forums()[:LONGEST_LIST]), rule_titles())
    if not form.is_valid():
        return page(request, TEMPLATE, {"form": form, "rows": [], "started": True}, status=400)
    size = min(conf.LIST_PAGE_SIZE, LONGEST_LIST)
    found = rows_of(before(request, decisions_for(form))[: size + 1])
    following = found[size - 1].key if len(found) > size else None
    context = {
        "form": form,
        "rows": with_discussions(found[:size]),
        "next": following,
        "older": onwards(request, following),
        "newest": onwards(request, None),
        "started": "before" not in request.GET,
        "seal": seal_now(),
    }
    return page(request, TEMPLATE, context, etag=_trace(form, context))


def _trace(form: LogForm, context: dict[str, Any]) -> str:
    """Return everything the page is made of."""
    rules = form.fields["rule"].widget.choices
    return repr((context["rows"], context["next"], context["seal"], rules, [*form.forums]))
