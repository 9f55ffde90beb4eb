"""Find or make tags by their folded key, and put them on things, in few queries whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, models, transaction

from perspectives.discussion.models import Tag
from perspectives.text.slugs import slug_for, with_suffix
from perspectives.text.tags import clean_tag, tag_key

# As long as the column.
SLUG_LENGTH = 100


def get_or_make_tags(names: Iterable[str]) -> list[Tag]:
    """Return the tags of `names` in order, made where they are new; the same word in another case is the same tag.

    Raises TextRefused for a name that cannot be a tag.
    """
    by_key = {tag_key(name): name for name in map(clean_tag, names)}
    if not by_key:
        return []
    found = {tag.key: tag for tag in Tag.objects.filter(key__in=by_key)}
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
