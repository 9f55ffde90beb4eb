"""The first page, and the page of a series: what there is to read."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from perspectives.discussion.frame import page
from perspectives.discussion.rules import viewer_of
from perspectives.publishing.models import Post, Series
from perspectives.reading.entries import EssayEntry, essays_listed
from perspectives.reading.lists import traced
from perspectives.web.paging import paged

# Essays of all series that the first page names below the list of series.
LATEST = 10


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The list of series; where there is exactly one, that series with its essays."""
    first_two = list(Series.objects.all()[:2])
    if len(first_two) == 1:
        return _series_page(request, first_two[0])
    return _home_page(request)


@require_safe
def series(request: HttpRequest, series: str) -> HttpResponse:
    """A series: its introduction and its essays, the newest first."""
    return _series_page(request, get_object_or_404(Series, slug=series))


def _series_page(request: HttpRequest, shown: Series) -> HttpResponse:
    posts = Post.objects.visible_to(viewer_of(request)).filter(series=shown)
    essays = paged(essays_listed(posts), request)
    entries = [EssayEntry(post) for post in essays]
    context = {
        "series": shown,
        "entries": entries,
        "page": essays,
        "canonical": request.build_absolute_uri(shown.get_absolute_url()),
    }
    made_of = (shown.pk, shown.slug, shown.full_title, shown.publisher, shown.introduction_html, essays.paginator.count)
    return page(request, "perspectives/reading/series.html", context, etag=f"{made_of!r}\n{traced(entries)}")


def _home_page(request: HttpRequest) -> HttpResponse:
    rows = paged(_counted(Series.objects.all()), request)
    latest = essays_listed(Post.objects.visible_to(viewer_of(request)))[:LATEST] if rows.number == 1 else []
    entries = [EssayEntry(post) for post in latest]
    context: dict[str, Any] = {"page": rows, "entries": entries, "canonical": request.build_absolute_uri(request.path)}
    made_of = [(row.pk, row.slug, row.full_title, row.publisher, row.introduction_html, row.essays) for row in rows]
    return page(request, "perspectives/reading/home.html", context, etag=f"{made_of!r}\n{traced(entries)}")


def _counted(rows: QuerySet[Series]) -> QuerySet[Series]:
    """Add to each series how many of its essays everybody may read now."""
    public = Q(posts__state="published", posts__published_at__lte=timezone.now())
    return rows.annotate(essays=Count("posts", filter=public)).order_by("position", "pk")
