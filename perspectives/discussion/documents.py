"""Documents that are the same for everybody: their entity tag is a digest of what they say."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import quote_etag

from perspectives.discussion.frame import is_anybodys

Answer = TypeVar("Answer", bound=HttpResponseBase)


class SteadyFeed(Atom1Feed):
    """An Atom feed whose date does not move while it is empty."""

    def latest_post_date(self) -> datetime:
        """Return the latest date of an entry; without entries the day of `began`."""
        return super().latest_post_date() if self.items else self.feed["began"]


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return `response` with an entity tag and leave to keep it, or a 304 where the reader has it already."""
    etag = tag_of(response.content)
    del response.headers["Last-Modified"]  # The newest entry's date, which an older one's correction does not move.
    answer = get_conditional_response(request, etag=etag, response=response) or response
    return may_be_kept(request, answer, etag)


def tag_of(made_of: bytes) -> str:
    """Return the entity tag of a document made of these bytes."""
    return quote_etag(hashlib.sha256(made_of).hexdigest()[:32])


def may_be_kept(request: HttpRequest, answer: Answer, etag: str) -> Answer:
    """Let everybody keep the answer, and ask again each time; a signed-in reader's is the reader's own."""
    answer.headers["ETag"] = etag
    shared = "public, max-age=0, must-revalidate" if is_anybodys(request) else "private, no-cache"
    answer.headers["Cache-Control"] = shared
    patch_vary_headers(answer, ["Cookie", "Accept-Language"])
    return answer
