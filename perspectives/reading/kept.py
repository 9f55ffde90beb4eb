"""Documents that are the same for everybody: their entity tag is a digest of what they say."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

from perspectives.discussion.frame import is_anybodys


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return `response` with an entity tag and leave to keep it, or a 304 where the reader has it already."""
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    del response.headers["Last-Modified"]  # The newest entry's date, which an older one's correction does not move.
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer.headers["ETag"] = etag
    shared = "public, max-age=0, must-revalidate" if is_anybodys(request) else "private, no-cache"
    answer.headers["Cache-Control"] = shared
    patch_vary_headers(answer, ["Cookie", "Accept-Language"])
    return answer
