"""Atom feeds of the essays and of one essay's comments: only what everybody may read, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perspectives.conf import conf
from perspectives.discussion.documents import SteadyFeed, kept
from perspectives.discussion.models import Comment
from perspectives.publishing.models import Post
from perspectives.text.clean import clean_line, clean_text
from perspectives.text.sanitise import sanitise_comment, sanitise_essay

ESSAYS = 25
COMMENTS = 50
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class EssaysFeed(Feed):
    """The newest essays of all series, whole."""

    feed_type = SteadyFeed

    def title(self) -> str:
        """Return the site's name."""
        return clean_line(str(conf.SITE_NAME))

    def link(self) -> str:
        """Return the address of the first page."""
        return reverse("perspectives:home")

    def feed_url(self) -> str:
        """Return the feed's own address."""
        return reverse("perspectives:feed_posts")

    def feed_extra_kwargs(self, obj: Any) -> dict[str, Any]:
        """Return the date of a feed without essays."""
        return {"began": LONG_AGO}

    def items(self) -> Any:
        """Return the essays, the newest first: five queries."""
        return Post.objects.published().for_list().newest_first()[:ESSAYS]

    def item_title(self, item: Post) -> str:
        """Return the essay's title."""
        return clean_line(item.title)

    def item_description(self, item: Post) -> str:
        """Return the essay as HTML."""
        return clean_text(sanitise_essay(item.html))

    def item_author_name(self, item: Post) -> str:
        """Return the authors with their affiliations."""
        return clean_line("; ".join(str(line) for line in item.bylines.all()))

    def item_categories(self, item: Post) -> list[str]:
        """Return the tags."""
        return [clean_line(line.tag.name) for line in item.tag_items.all()]

    def item_pubdate(self, item: Post) -> Any:
        """Return when it was published."""
        return item.published_at

    def item_updateddate(self, item: Post) -> Any:
        """Return when it was corrected last, never before its publication."""
        return max(item.published_at or item.updated_at, item.updated_at)


class CommentsFeed(Feed):
    """The latest public comments on one essay, whole."""

    feed_type = SteadyFeed

    def get_object(self, request: HttpRequest, series: str, post: str) -> Post:
        """Return the essay; 404 unless everybody may read it."""
        posts = Post.objects.published().select_related("series", "discussion")
        found: Post = get_object_or_404(posts, series__slug=series, slug=post)
        return found

    def title(self, obj: Post) -> str:
        """Return what is commented on."""
        return _("Comments on %(title)s") % {"title": clean_line(obj.title)}

    def link(self, obj: Post) -> str:
        """Return the address of the essay."""
        return obj.get_absolute_url()

    def feed_url(self, obj: Post) -> str:
        """Return the feed's own address."""
        return reverse("perspectives:feed_comments", args=[obj.series.slug, obj.slug])

    def feed_extra_kwargs(self, obj: Post) -> dict[str, Any]:
        """Return the date of a feed without comments."""
        return {"began": obj.published_at}

    def items(self, obj: Post) -> Any:
        """Return the comments, the latest first: three queries."""
        comments = Comment.objects.public().filter(discussion=obj.discussion_id)
        return (
            comments.select_related("author", "discussion")
            .prefetch_related("tag_items__tag")
            .order_by("-pk")[:COMMENTS]
        )

    def item_title(self, item: Comment) -> str:
        """Return the comment's number and writer."""
        return f"#{item.number}, {clean_line(item.author.display_name)}"

    def item_description(self, item: Comment) -> str:
        """Return the comment as HTML."""
        return clean_text(sanitise_comment(item.html))

    def item_author_name(self, item: Comment) -> str:
        """Return the writer's display name."""
        return clean_line(item.author.display_name)

    def item_categories(self, item: Comment) -> list[str]:
        """Return the tags."""
        return [clean_line(line.tag.name) for line in item.tag_items.all()]

    def item_pubdate(self, item: Comment) -> Any:
        """Return when it became public."""
        return item.public_at or item.created_at

    def item_updateddate(self, item: Comment) -> Any:
        """Return when it was edited last."""
        return item.edited_at or item.public_at or item.created_at


@require_safe
def feed_posts(request: HttpRequest) -> HttpResponse:
    """The Atom feed of the essays."""
    return kept(request, EssaysFeed()(request))


@require_safe
def feed_comments(request: HttpRequest, series: str, post: str) -> HttpResponse:
    """The Atom feed of the comments on an essay."""
    return kept(request, CommentsFeed()(request, series=series, post=post))
