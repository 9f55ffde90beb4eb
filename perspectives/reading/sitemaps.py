"""The sitemap: the first page, series, essays and authors that everybody may read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from perspectives.discussion.documents import kept
from perspectives.publishing.models import Contributor, Post, Series

# Addresses in one document; the protocol allows 50,000. Further ones stand on `?p=2`.
LIMIT = 5_000


class EssaysSitemap(Sitemap):
    """Published essays."""

    limit = LIMIT

    def items(self) -> Any:
        """Return the essays, oldest first, so that a new one moves no other to another page."""
        posts = Post.objects.published().select_related("series").order_by("published_at", "pk")
        return posts.only("slug", "updated_at", "published_at", "series__slug")

    def lastmod(self, item: Post) -> datetime:
        """Return when the essay was changed last."""
        return item.updated_at


class PlacesSitemap(Sitemap):
    """The pages that lead to essays; all on the first page of the sitemap."""

    limit = 3 * LIMIT

    def items(self) -> list[str]:
        """Return addresses, LIMIT of a kind at most."""
        published = Post.objects.published()
        authors = Contributor.objects.filter(posts__in=published).distinct().order_by("pk")[:LIMIT]
        rows: list[Any] = [*Series.objects.order_by("pk")[:LIMIT], *authors]
        return [reverse("perspectives:home"), *(row.get_absolute_url() for row in rows)]

    def location(self, item: str) -> str:
        """Return the address."""
        return item

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return the entries, all on the first page."""
        return super().get_urls(1, site, protocol) if str(page) == "1" else []


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The sitemap as XML; a page that is not there is a 404."""
    sections: dict[str, Any] = {"places": PlacesSitemap(), "essays": EssaysSitemap()}
    response = sitemap_view(request, sections, template_name="perspectives/reading/sitemap.xml")
    return kept(request, response.render())
