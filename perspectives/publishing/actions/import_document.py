"""Bring a document into a series: the same document twice changes nothing, a changed one is a new revision."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from perspectives.members.models import Member
from perspectives.publishing.actions.lock import lock_series
from perspectives.publishing.actions.place import Place, place_for
from perspectives.publishing.actions.publish_post import publish_post
from perspectives.publishing.actions.save_post import Saved, save_essay
from perspectives.publishing.documents import Document, resolve_links
from perspectives.publishing.errors import PostRefused
from perspectives.publishing.essay import Essay, prepare
from perspectives.publishing.models import Post, PostState, Series
from perspectives.publishing.rules import SLUG_LENGTH
from perspectives.publishing.targets import targets_of
from perspectives.text.slugs import slug_for


class Outcome(models.TextChoices):
    """What became of a document."""

    PUBLISHED = "published", pgettext_lazy("outcome", "published")
    SCHEDULED = "scheduled", pgettext_lazy("outcome", "scheduled")
    DRAFTED = "drafted", pgettext_lazy("outcome", "saved as a draft")
    UPDATED = "updated", pgettext_lazy("outcome", "updated")
    UNCHANGED = "unchanged", pgettext_lazy("outcome", "unchanged")


@dataclass(frozen=True)
class Imported:
    """The post a document became, its address, and what the import did; after a dry run nothing of it is stored."""

    post: Post
    outcome: Outcome
    address: str


@dataclass(frozen=True)
class _Wish:
    """What is to become of the post: a draft, or published at a time, or now."""

    draft: bool
    # Given by whoever imports: it holds for an essay that is there already, too.
    at: datetime | None
    # Given by the document.
    dated: datetime | None
    by: Member | None


def import_document(
    document: Document,
    *,
    series: str | None = None,
    tags: Iterable[str] = (),
    draft: bool = False,
    at: datetime | date | None = None,
    force: bool = False,
    dry_run: bool = False,
    by: Member | None = None,
) -> Imported:
    """Save `document` as a post of `series` (a slug or title; else the one it names) and publish it, now or at `at`.

    The same post is the one with the same slug in the series. What was edited on the site since its import is only
    overwritten with `force`; what was published or withdrawn stays so. A naive `at` is in the current time zone.
    Raises TextRefused where it cannot be done; nothing is written then, nor with `dry_run`.
    """
    place, extra = place_for(document.series, series), tuple(tags)
    post, digest = _same_post(place.series, document), _digest(document, extra)
    known = post is not None and post.import_digest == digest and post.revision == post.imported_revision
    wish = _Wish(draft or document.state == "draft", _aware(at), _aware(document.published_at), by)
    if post is not None and known:
        save = partial(Saved, post, created=False, changed=False)
    else:
        _must_be_free(post, force=force, draft=wish.draft)
        save = partial(_stored, document, _essay(document, place, extra), place, post, digest, wish)
    with transaction.atomic():
        imported = _published(save(), wish, known=known)
        transaction.set_rollback(dry_run)
    return imported


def _same_post(series: Series | None, document: Document) -> Post | None:
    """Return the post that `document` was before, if it was."""
    if series is None:
        return None
    slug = slug_for(document.slug or document.title, fallback="essay", max_length=SLUG_LENGTH)
    return Post.objects.select_related("series", "discussion").filter(series=series, slug=slug).first()


def _digest(document: Document, tags: tuple[str, ...]) -> str:
    """Return the digest of everything an import is made of."""
    return hashlib.sha256("\n".join((document.digest, *tags)).encode("utf-8", "backslashreplace")).hexdigest()


def _aware(moment: datetime | date | None) -> datetime | None:
    """Return a moment with its time zone, the current one if it has none; a day begins at midnight."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _must_be_free(post: Post | None, *, force: bool, draft: bool) -> None:
    """Raise PostRefused where an import would overwrite an editor's work, or change a live essay as a draft."""
    if post is None:
        return
    if post.revision != post.imported_revision and not force:
        raise PostRefused(
            "post_edited",
            _("“%(title)s” was edited on the site; say --force to replace what stands there.") % {"title": post.title},
        )
    if draft and post.state == PostState.PUBLISHED:
        raise PostRefused(
            "post_live",
            _("“%(title)s” is published already; withdraw it first, or leave --draft out.") % {"title": post.title},
        )


def _essay(document: Document, place: Place, tags: tuple[str, ...]) -> Essay:
    """Return the essay in `document`, its dead links led to authors and series or taken off, rendered."""
    targets = targets_of([author.name for author in document.authors], place.names, place.slug)
    return prepare(
        title=document.title,
        body=resolve_links(document.body, targets),
        authors=[(author.name, author.affiliation) for author in document.authors],
        bio=resolve_links("\n\n".join(document.bios), targets),
        summary=document.summary or "",
        tags=(*document.tags, *tags),
    )


def _stored(document: Document, essay: Essay, place: Place, post: Post | None, digest: str, wish: _Wish) -> Saved:
    """Save the essay in the caller's transaction, with what the next import needs to know about this one."""
    series = place.open()
    lock_series(series.pk)
    if post is None and _same_post(series, document) is not None:
        raise PostRefused("post_busy", _("somebody else is publishing it at this moment; try again."))
    saved = save_essay(essay, series=series, slug=document.slug, post=post, by=wish.by, source=document.name)
    row = saved.post
    row.import_digest, row.imported_revision = digest, row.revision
    row.save(update_fields=["import_digest", "imported_revision"])
    return saved


def _published(saved: Saved, wish: _Wish, *, known: bool) -> Imported:
    """Publish what is to be published, in the caller's transaction, and say what was done."""
    post, moved = saved.post, False
    wanted = wish.at or (None if known else wish.dated)
    if post.state == PostState.DRAFT and not wish.draft:
        moved = publish_post(post=post, at=wish.at or wish.dated)
    elif wanted is not None and not wish.draft and (wish.at or post.state == PostState.PUBLISHED):
        moved = publish_post(post=post, at=wanted)
    return Imported(post, _outcome(saved, moved), post.get_absolute_url())


def _outcome(saved: Saved, moved: bool) -> Outcome:
    """Return the word for what was done."""
    if moved:
        return Outcome.SCHEDULED if saved.post.is_scheduled else Outcome.PUBLISHED
    if saved.created:
        return Outcome.DRAFTED
    return Outcome.UPDATED if saved.changed else Outcome.UNCHANGED
