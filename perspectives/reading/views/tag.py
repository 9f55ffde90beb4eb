"""The page of a tag: essays and public comments that carry it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment, Tag
from perspectives.discussion.rules import viewer_of
from perspectives.publishing.models import Post
from perspectives.reading.lists import found


@require_safe
def tag(request: HttpRequest, tag: str) -> HttpResponse:
    """What carries a tag; 404 where nothing does that the reader may see."""
    posts, comments = Post.objects.visible_to(viewer_of(request)), Comment.objects.public()
    # In one query, or the time would tell a tag that is hidden from one that never was.
    of_tag = {"tag_items__tag": OuterRef("pk")}
    carried = Tag.objects.filter(Exists(posts.filter(**of_tag)) | Exists(comments.filter(**of_tag)))
    shown = get_object_or_404(carried, slug=tag)
    lists = found(request, posts.filter(tag_items__tag=shown), comments.filter(tag_items__tag=shown))
    canonical = request.build_absolute_uri(reverse("perspectives:tag", args=[shown.slug]))
    context = {"tag": shown, "found": lists, "page": lists.page, "canonical": canonical}
    made_of = f"{(shown.pk, shown.name)!r}\n{lists.trace}"
    return page(request, "perspectives/reading/tag.html", context, etag=made_of)
