"""The page of an author: the essays that bear the name."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
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
    posts = Post.objects.visible_to(viewer_of(request))
    # In one query, or the time would tell an author whose essays are hidden from one who never wrote.
    read = Contributor.objects.filter(Exists(posts.filter(bylines__contributor=OuterRef("pk"))))
    contributor = get_object_or_404(read, slug=author)
    essays = paged(essays_listed(posts.filter(bylines__contributor=contributor)), request)
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
