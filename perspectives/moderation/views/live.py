"""What changes on the desk while it is open: how many wait of each kind, and who else is looking at what."""

from __future__ import annotations

import hashlib
import json

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perspectives.discussion.doors import moderator_required
from perspectives.discussion.rules import viewer_of
from perspectives.moderation import queue
from perspectives.moderation.claims import claims_of_others
from perspectives.moderation.tabs import tabs_of


@moderator_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Return the counts of the part of the queue that the query string names, and the claims; 304 where all is so."""
    viewer = viewer_of(request)
    asked = queue.asked_of(request, viewer)
    tabs = tabs_of(asked, queue.counts(viewer, asked))
    claims = {
        key: _("%(name)s is on this") % {"name": name} for key, name in claims_of_others(viewer, timezone.now()).items()
    }
    body = json.dumps({"counts": {tab.name: tab.count for tab in tabs}, "claims": claims}).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _kept(HttpResponseNotModified(), etag)
    return _kept(HttpResponse(body, content_type="application/json"), etag)


def _kept(response: HttpResponse, etag: str) -> HttpResponse:
    """Let this moderator's browser keep the answer, and ask again each time."""
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response
