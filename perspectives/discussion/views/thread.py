"""The page of a discussion by itself, and the answer to whoever asks whether it has grown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect, JsonResponse
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from perspectives.discussion.frame import kept, page
from perspectives.discussion.news import MOST, news_since
from perspectives.discussion.places import asks_for_place, place_of
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.section import is_beginning, thread_context, thread_etag
from perspectives.discussion.views.find import discussion_or_404, moment_or_404, version_or_404


@require_safe
def discussion(request: HttpRequest, slug: str) -> HttpResponse:
    """A discussion without what is discussed: title, link to it, thread."""
    key, version = version_or_404(request, slug)
    if asks_for_place(request):
        return HttpResponseRedirect(place_of(request, discussion_or_404(request, slug)))
    return page(
        request,
        "perspectives/discussion/discussion.html",
        lambda: thread_context(request, discussion_or_404(request, slug)),
        etag=thread_etag(request, key, version),
        keep=is_beginning(request),
    )


@require_safe
def news(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether there are comments newer than `?since=` (microseconds of the epoch), for whoever has the page open.

    304 with one query where the discussion is as it was.
    """
    since = moment_or_404(request.GET.get("since", ""))
    key, version = version_or_404(request, slug)
    etag = f'W/"{key}.{version}.{since}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _news(request, HttpResponseNotModified(), etag)
    found = discussion_or_404(request, slug)
    numbers = news_since(found, since)
    first = f"{found.get_own_url()}?at={numbers[0]}" if numbers else ""
    answer = {"new": len(numbers[:MOST]), "more": len(numbers) > MOST, "numbers": numbers[:MOST], "first": first}
    return _news(request, JsonResponse(answer), etag)


def _news(request: HttpRequest, answer: HttpResponse, etag: str) -> HttpResponse:
    """Return the answer, to be kept by anybody where nobody is signed in: others may see more."""
    answer = kept(answer, etag)
    if viewer_of(request).is_authenticated:
        answer.headers["Cache-Control"] = "private, no-cache"
    return answer
