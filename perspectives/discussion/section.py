"""The section of a page that shows a discussion: its context, and what it is known by."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from perspectives.conf import conf
from perspectives.discussion.cards.maker import microseconds
from perspectives.discussion.models import Discussion
from perspectives.discussion.params import thread_params
from perspectives.discussion.personal import own_here, personal
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.thread import thread_page


def thread_context(request: HttpRequest, discussion: Discussion) -> dict[str, Any]:
    """Return the context of `perspectives/discussion/_section.html` for what the request asks for."""
    thread, viewer = thread_page(discussion, thread_params(request)), viewer_of(request)
    return {
        "thread": thread,
        "discussion": discussion,
        "personal": personal(discussion, viewer),
        "own_here": own_here(thread, viewer, timezone.now()),
        "since": microseconds(discussion.last_public_at),
    }


def thread_etag(request: HttpRequest, discussion: int, version: int) -> str:
    """Return what a signed-out reader's thread depends on: version, page, settings, language, time zone.

    `discussion` is its primary key; `version` was read in this request.
    """
    shape = f"{conf.THREAD_PAGE_SIZE}.{conf.INDENT_DEPTH}"
    place = f"{get_language()}.{get_current_timezone_name()}"
    return f"{discussion}.{version}.{shape}.{place}.{thread_params(request).query()}"


def is_beginning(request: HttpRequest) -> bool:
    """Whether the request asks for the first page of an order, by its one address: what most readers ask for.

    Of other spellings there are as many as somebody likes to send; they are answered, and not kept.
    """
    asked, params = request.META.get("QUERY_STRING", ""), thread_params(request)
    return params.is_beginning and asked in ("", params.query()[1:])
