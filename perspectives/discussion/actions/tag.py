"""Find or make tags by their folded key, and put them on things, in few queries whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F

from perspectives.discussion.models import Comment, DiscussionTag, Tag, TaggedComment
from perspectives.discussion.prepared_changes import PreparedUpdate
from perspectives.text.slugs import slug_for, with_suffix
from perspectives.text.tags import clean_tag, tag_key

# As long as the column.
SLUG_LENGTH = 100


def get_or_make_tags(names: Iterable[str], known: Iterable[Tag] = ()) -> list[Tag]:
    """Return the tags of `names` in order, made where they are new; the same word in another case is the same tag.

    What is among `known` is not asked for. Raises TextRefused for a name that cannot be a tag.
    """
    by_key = {tag_key(name): name for name in map(clean_tag, names)}
    if not by_key:
        return []
    found = {tag.key: tag for tag in known if tag.key in by_key}
    if len(found) < len(by_key):
        found |= {tag.key: tag for tag in Tag.objects.filter(key__in=by_key.keys() - found.keys())}
    for key, name in by_key.items():
        if key not in found:
            found[key] = _make(key, name)
    return [found[key] for key in by_key]


def _make(key: str, name: str) -> Tag:
    """Make one tag with a slug of its own; where somebody else made it meanwhile, return that."""
    base = slug_for(name, fallback="tag", max_length=SLUG_LENGTH)
    for count in range(1, 100):
        slug = base if count == 1 else with_suffix(base, count, SLUG_LENGTH)
        if Tag.objects.filter(slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                tag: Tag = Tag.objects.create(key=key, name=name, slug=slug)
                return tag
        except IntegrityError:
            made: Tag | None = Tag.objects.filter(key=key).first()
            if made is not None:
                return made
    raise RuntimeError(f"No free slug for the tag {name!r}")


def set_tags(through: type[models.Model], thing: Any, tags: Iterable[Tag]) -> bool:
    """Make `tags` the tags of `thing` by rows of `through`; return whether anything changed."""
    wanted = {tag.pk: tag for tag in tags}
    rows = through._default_manager.filter(content_object=thing)
    present = set(rows.values_list("tag_id", flat=True))
    if present == set(wanted):
        return False
    rows.exclude(tag_id__in=wanted).delete()
    through._default_manager.bulk_create(
        through(tag=tag, content_object=thing) for key, tag in wanted.items() if key not in present
    )
    return True


def retag_comment(comment: Comment, tags: Iterable[Tag]) -> bool:
    """Make `tags` those of a comment whose discussion is locked, counted where it is public; whether any changed."""
    rows = TaggedComment.objects.filter(content_object=comment)
    before, after = set(rows.values_list("tag_id", flat=True)), {tag.pk for tag in tags}
    changed = set_tags(TaggedComment, comment, tags)
    if changed and comment.is_public:
        count_tags(comment.discussion_id, after - before, 1)
        count_tags(comment.discussion_id, before - after, -1)
    return changed


def count_tags(discussion_id: int, tags: Iterable[int], step: int) -> None:
    """Add `step` to how many public comments of a locked discussion carry each of `tags` (primary keys).

    One query, as long as every tag has been counted there before.
    """
    keys = sorted(set(tags))
    if keys and USES.count(discussion_id, *keys, shape=(step,)) < len(keys) and step > 0:
        counts = DiscussionTag.objects.filter(discussion=discussion_id, tag__in=keys)
        known = set(counts.values_list("tag_id", flat=True))
        new = [DiscussionTag(discussion_id=discussion_id, tag_id=key, uses=step) for key in keys if key not in known]
        DiscussionTag.objects.bulk_create(new)


def _used(step: int, discussion: int, *tags: int) -> tuple[models.QuerySet[Any, Any], dict[str, Any]]:
    """Return the change of `count_tags`."""
    return DiscussionTag.objects.filter(discussion=discussion, tag__in=tags).order_by(), {"uses": F("uses") + step}


USES = PreparedUpdate(_used)
