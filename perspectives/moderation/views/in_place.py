"""What the desk's script is answered in place of a page: the same acts by the same addresses, the list left open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from perspectives.discussion.rules import viewer_of
from perspectives.discussion.views.onwards import SCRIPT_HEADER
from perspectives.moderation.models import Decision
from perspectives.moderation.notes import tell
from perspectives.moderation.rules import UNDOABLE


def is_by_script(request: HttpRequest) -> bool:
    """Whether our script asks, which goes on by itself."""
    return request.headers.get(SCRIPT_HEADER) == "fetch"


def done(
    request: HttpRequest, sentence: str, address: Callable[[], str], decision: Decision | None = None
) -> HttpResponse:
    """Say what was done: on the next page, at `address`, or to our script, with the way to undo it.

    What is refused is a page with its status for both; the script takes the card out of it.
    """
    if is_by_script(request):
        return private(JsonResponse({"said": sentence} | _undo(request, decision)))
    tell(request, sentence)
    return HttpResponseRedirect(address(), status=303)


def _undo(request: HttpRequest, decision: Decision | None) -> dict[str, Any]:
    """Return where a decision is undone, its row among those decided lately, and the item it was about."""
    if decision is None or decision.act not in UNDOABLE:
        return {}
    shown = {"decision": decision, "px_viewer": viewer_of(request)}
    row = render_to_string("perspectives/moderation/_decided_row.html", shown, request)
    return {"undo": reverse("perspectives:undo", args=[decision.pk]), "row": row} | item_of(decision)


def item_of(decision: Decision) -> dict[str, str]:
    """Return the address of the item that a decision is about, nothing where it is about none."""
    if decision.comment is None:
        return {}
    return {"item": reverse("perspectives:desk_item", args=[decision.comment.discussion.slug, decision.comment.number])}


def private(response: HttpResponse) -> HttpResponse:
    """Let nobody keep the answer."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
