"""What a line of a list shows of an essay or a comment, and what its page is known by to a reader who has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Left

from perspectives.publishing.models import Post
from perspectives.text.excerpts import excerpt, reading_minutes

EXCERPT = 280
# Characters of HTML that an excerpt is made of; the rest of a long essay is not fetched for a list.
OPENING = 6_000
UNUSED = ("html", "body", "passages", "bio", "bio_html")


def essays_listed(posts: Any) -> Any:
    """Return `posts`, the newest first, with all that their lines show: five queries, whatever the number of rows."""
    return posts.for_list().annotate(opening=Left("html", OPENING)).defer(*UNUSED).newest_first()


def comments_listed(comments: Any) -> Any:
    """Return `comments`, the latest first, with all that their lines show: three queries, whatever the number."""
    shown = comments.select_related("author", "discussion").prefetch_related("tag_items__tag")
    return shown.annotate(opening=Left("html", OPENING)).defer("html", "body").order_by("-pk")


def opening_words(row: Any) -> str:
    """Return the first words of an essay or a comment that `essays_listed` or `comments_listed` fetched."""
    return excerpt(row.opening, EXCERPT, whole=len(row.opening) < OPENING)


@dataclass(frozen=True)
class EssayEntry:
    """An essay in a list."""

    post: Any

    @property
    def excerpt(self) -> str:
        """The editor's summary, or the essay's first words."""
        return self.post.summary or opening_words(self.post)

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        return reading_minutes(self.post.words)

    @property
    def trace(self) -> str:
        """Everything the line is made of."""
        return f"{trace_of_essay(self.post)!r} {self.post.discussion.public_count}"


@dataclass(frozen=True)
class CommentEntry:
    """A comment in a list."""

    comment: Any

    @property
    def excerpt(self) -> str:
        """Its first words."""
        return opening_words(self.comment)

    @property
    def trace(self) -> str:
        """Everything the line is made of."""
        comment = self.comment
        tags = [(item.tag.slug, item.tag.name) for item in comment.tag_items.all()]
        discussion = comment.discussion
        return repr((comment.pk, comment.revision, comment.author.name, discussion.title, discussion.slug, tags))


def trace_of_essay(post: Post) -> tuple[Any, ...]:
    """Return what every line that shows the essay depends on; its words are told by its revision."""
    bylines = [(line.contributor.slug, line.contributor.name, line.affiliation) for line in post.bylines.all()]
    tags = [(item.tag.slug, item.tag.name) for item in post.tag_items.all()]
    series = post.series
    place = (series.slug, series.title, series.subtitle, series.publisher, post.slug)
    return (post.pk, post.revision, post.render_version, post.state, post.published_at, place, bylines, tags)
