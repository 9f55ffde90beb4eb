"""Save an essay: its words, bylines, tags and revision, and the discussion under it, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from perspectives.discussion.actions import get_or_make_tags, open_discussion, set_tags
from perspectives.members.models import Member
from perspectives.publishing.actions.lock import lock_post, lock_series
from perspectives.publishing.bylines import byline_record, set_bylines
from perspectives.publishing.essay import Essay, prepare
from perspectives.publishing.models import Post, PostRevision, Series, TaggedPost
from perspectives.publishing.naming import folded, free_slug
from perspectives.publishing.rules import SLUG_LENGTH, SOURCE_LENGTH
from perspectives.publishing.windows import URL_NAME, address_of, keep_discussion
from perspectives.text.slugs import slug_for

# Somebody may take the same slug between looking and writing; three in a row is no accident.
TRIES = 3


@dataclass(frozen=True)
class Saved:
    """What a save did: the post, whether it is new, whether anything is different now."""

    post: Post
    created: bool
    changed: bool


def save_post(
    *,
    series: Series,
    title: str,
    body: str,
    authors: Sequence[tuple[str, str]] = (),
    bio: str = "",
    summary: str = "",
    tags: Iterable[str] = (),
    slug: str | None = None,
    post: Post | None = None,
    by: Member | None = None,
    source: str = "",
    now: datetime | None = None,
) -> Saved:
    """Save a new essay of `series` as a draft, or new words of `post`; every save that changes words is a revision.

    `authors` are pairs of name and affiliation. Without `slug` a new essay takes its title's and an old one keeps
    its own; a slug that is taken gets a suffix. Raises TextRefused for words that cannot be saved.
    """
    essay = prepare(title=title, body=body, authors=authors, bio=bio, summary=summary, tags=tags)
    return save_essay(essay, series=series, slug=slug, post=post, by=by, source=source, now=now)


def save_essay(
    essay: Essay,
    *,
    series: Series,
    slug: str | None = None,
    post: Post | None = None,
    by: Member | None = None,
    source: str = "",
    now: datetime | None = None,
) -> Saved:
    """Save what `prepare` has made; see `save_post`."""
    now = now or timezone.now()
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                row = _take(post, essay, series, slug)
                return _write(row, essay, by=by, source=source, now=now)
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("not reached: the last try returns or raises")


def post_slug(series: Series, words: str, *, beside: int = 0) -> str:
    """Return a free slug for an essay of `series` called `words`; `beside` is its own key, if it has one."""
    base = slug_for(words, fallback="essay", max_length=SLUG_LENGTH)
    return free_slug(Post.objects.filter(series=series).exclude(pk=beside), base)


def _take(post: Post | None, essay: Essay, series: Series, slug: str | None) -> Post:
    """Return the post to write: the locked row with the slug it is to have, or a new one, not saved yet."""
    lock_series(post.series_id if post else series.pk)
    if post is None:
        return Post(series=series, slug=post_slug(series, slug or essay.title))
    row = lock_post(post.pk)
    if slug and slug_for(slug, fallback=row.slug, max_length=SLUG_LENGTH) != row.slug:
        row.slug = post_slug(row.series, slug, beside=row.pk)
    return row


def _write(post: Post, essay: Essay, *, by: Member | None, source: str, now: datetime) -> Saved:
    """Write an essay into a new or locked post, with a revision if its words changed."""
    created = post.pk is None
    reworded = created or _differs(post, essay)
    if reworded:
        for name, value in (essay.text_fields | essay.rendered_fields).items():
            setattr(post, name, value)
        post.revision += 1
        post.updated_at = now
    if created:
        post.discussion = open_discussion(
            forum=post.series.forum,
            title=post.title,
            slug=post.slug,
            url_name=URL_NAME,
            url_kwargs=address_of(post),
        )
    post.save()
    if reworded:
        _write_parts(post, essay, by=by, source=source, now=now)
    moved = keep_discussion(post, now)
    return Saved(post=post, created=created, changed=reworded or moved)


def _differs(post: Post, essay: Essay) -> bool:
    """Whether saving `essay` would change a word of `post`."""
    words = {name: getattr(post, name) for name in essay.text_fields}
    return (
        words != essay.text_fields
        or _folded_bylines(byline_record(post)) != _folded_bylines(essay.byline_record)
        or {folded(name) for name in tag_names(post)} != {folded(name) for name in essay.tags}
    )


def _folded_bylines(record: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Return a byline record for comparing: a contributor keeps the spelling of the first time."""
    return [(folded(row["name"]), row["affiliation"]) for row in record]


def _write_parts(post: Post, essay: Essay, *, by: Member | None, source: str, now: datetime) -> None:
    """Write bylines, tags and the revision of a post that was just saved."""
    set_bylines(post, essay.authors)
    tags = get_or_make_tags(essay.tags)
    set_tags(TaggedPost, post, tags)
    PostRevision.objects.create(
        post=post,
        number=post.revision,
        bylines=essay.byline_record,
        tags=[tag.name for tag in tags],
        source=source[:SOURCE_LENGTH],
        by=by,
        created_at=now,
        **essay.text_fields,
    )


def tag_names(post: Post) -> list[str]:
    """Return the names of the tags on `post`, in the order they were put there."""
    return list(TaggedPost.objects.filter(content_object=post).order_by("pk").values_list("tag__name", flat=True))
