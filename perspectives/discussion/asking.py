"""What must be known before a comment is posted, asked in one query: of its author, its words, its tags, its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from perspectives.discussion.earlier import SAID, SAME_WITHIN, Said, in_order
from perspectives.discussion.models import ForumTag, Tag
from perspectives.discussion.prepared import Prepared, Value, together
from perspectives.members.models import Member
from perspectives.text.errors import TextRefused
from perspectives.text.tags import clean_tags, tag_key

Row = tuple[Any, ...]
Part = tuple[Prepared, tuple[Value, ...]]
# What rooms above want to know of a member (the outer query's) who writes in the discussion of a slug, by name.
_beforehand: dict[str, Callable[[str], Exists]] = {}


def ask_beforehand(name: str, condition: Callable[[str], Exists]) -> None:
    """Let every posting ask whether `condition` holds, for a check that otherwise had to ask by itself.

    The condition is made from a discussion's slug, which must stand in it, and is about the member OuterRef("pk"). The
    answer is `Submission.beforehand[name]`. To be called while the apps get ready.
    """
    _beforehand[name] = condition


class Typed(NamedTuple):
    """What somebody sends, as far as it is asked about."""

    key: str
    body_hash: str
    # Of tags, as `tag_key` makes them.
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """The answers about what an author typed for the discussion of a slug."""

    author: int
    slug: str
    typed: Typed
    said: list[Said]
    beforehand: dict[str, bool] = field(default_factory=dict)
    # Those there are of the tags that were typed, and the keys of those that the forum suggests.
    tags: list[Tag] = field(default_factory=list)
    suggested: frozenset[str] = frozenset()

    def is_about(self, author: Member, slug: str, typed: Typed) -> bool:
        """Whether these are the answers about just this."""
        return (self.author, self.slug, self.typed) == (author.pk, slug, typed)


def keys_of(names: Iterable[str], most: int) -> tuple[str, ...]:
    """Return the keys of up to `most` tags; none where they are not tags, or more."""
    try:
        return tuple(map(tag_key, clean_tags(names, most)))
    except TextRefused:
        return ()


def ask(author: Member, slug: str, typed: Typed, now: datetime, *further: Part) -> tuple[Asked, list[list[Row]]]:
    """Return what is known of `author` and `typed` for the discussion of a slug, and the rows of `further` questions.

    One query, whatever is asked: each question finds few rows.
    """
    parts: list[Part] = [(AUTHOR, (author.pk, slug)), (SAID, (author.pk, *typed[:2], now - SAME_WITHIN))]
    if typed.tags:
        parts.append((TAGS, (slug, *typed.tags)))
    found = together(*parts, *further)
    beforehand = dict(zip(_beforehand, map(bool, found[0][0][1:]), strict=True)) if found[0] else {}
    rows = found[2] if typed.tags else []
    tags, suggested = [Tag(*row[:-1]) for row in rows], frozenset(row[-2] for row in rows if row[-1])
    asked = Asked(author.pk, slug, typed, in_order(found[1]), beforehand, tags, suggested)
    return asked, found[len(parts) :]


def _author(author: int, slug: str) -> QuerySet[Member, Row]:
    wanted = {name: condition(slug) for name, condition in _beforehand.items()}
    return Member.objects.filter(pk=author).order_by().annotate(**wanted).values_list("pk", *wanted)


def _tags(slug: str, *keys: str) -> QuerySet[Tag, Row]:
    suggested = Exists(ForumTag.objects.filter(tag=OuterRef("pk"), forum__discussions__slug=slug))
    tags = Tag.objects.filter(key__in=keys).order_by().annotate(suggested=suggested)
    return tags.values_list("pk", "name", "slug", "key", "suggested")


AUTHOR, TAGS = Prepared(_author), Prepared(_tags)
