"""The page of an author: the essays that bear the name."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from perspectives.discussion.frame import page
from perspectives.discussion.rules import viewer_of
from perspectives.publishing.models import Contributor, Post
from perspectives.reading.entries import EssayEntry, essays_listed
from perspectives.reading.lists import traced
from perspectives.web.paging import paged


@require_safe
def author(request: HttpRequest, author: str) -> HttpResponse:
    """A contributor and the essays; 404 to those who may read none of them."""
    contributor = get_object_or_404(Contributor, slug=author)
    posts = Post.objects.visible_to(viewer_of(request)).filter(bylines__contributor=contributor)
    essays = paged(essays_listed(posts), request)
    if not essays.paginator.count:
        raise Http404
    entries = [EssayEntry(post) for post in essays]
    context = {
        "author": contributor,
        "affiliation": _affiliation(contributor, entries),
        "entries": entries,
        "page": essays,
        "canonical": request.build_absolute_uri(contributor.get_absolute_url()),
    }
    made_of = (contributor.pk, contributor.name, essays.paginator.count)
    return page(request, "perspectives/reading/author.html", context, etag=f"{made_of!r}\n{traced(entries)}")


def _affiliation(contributor: Contributor, entries: list[EssayEntry]) -> str:
    """Return the affiliation in the newest of the essays shown."""
    lines = [line for entry in entries for line in entry.post.bylines.all()]
    return next((line.affiliation for line in lines if line.contributor_id == contributor.pk), "")
