"""Bylines: find or make the people who wrote an essay, and tie them to it in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perspectives.discussion.authors import set_authors
from perspectives.publishing.models import Byline, Contributor, Post
from perspectives.publishing.naming import contributor_base, find_contributor, free_slug


def people_named(names: Iterable[str]) -> list[Contributor]:
    """Return the contributors of these names in order; the new ones are unsaved and have free slugs already."""
    people: list[Contributor] = []
    taken: set[str] = set()
    for name in names:
        person = find_contributor(name) or Contributor(
            name=name, slug=free_slug(Contributor.objects.all(), contributor_base(name), taken)
        )
        taken.add(person.slug)
        people.append(person)
    return people


def byline_record(post: Post) -> list[dict[str, str]]:
    """Return the bylines of `post` as a revision keeps them."""
    rows = post.bylines.select_related("contributor").order_by("position", "pk")
    return [{"name": row.contributor.name, "affiliation": row.affiliation} for row in rows]


def set_bylines(post: Post, authors: Sequence[tuple[str, str]]) -> None:
    """Make pairs of name and affiliation the bylines of `post`, in the caller's transaction."""
    people = people_named(name for name, _affiliation in authors)
    for person in people:
        if person.pk is None:
            person.save()
    post.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(post=post, contributor=person, affiliation=affiliation, position=place)
        for place, (person, (_name, affiliation)) in enumerate(zip(people, authors, strict=True))
    )
    set_authors(post.discussion, {person.member_id for person in people if person.member_id is not None})


def keep_authors(contributor: Contributor) -> None:
    """Let the members behind the essays of `contributor` answer as authors there, and nobody else."""
    for post in contributor.posts.select_related("discussion"):
        keys = post.contributors.filter(member__isnull=False).values_list("member", flat=True)
        set_authors(post.discussion, keys)


def parse_byline_lines(text: str) -> list[tuple[str, str]]:
    """Return the pairs of name and affiliation in a field with an author a line; the first comma ends the name."""
    pairs = (line.partition(",") for line in text.splitlines() if line.strip())
    return [(name.strip(), affiliation.strip()) for name, _comma, affiliation in pairs]


def byline_lines(record: Iterable[dict[str, str]]) -> str:
    """Return a byline record as the field that `parse_byline_lines` reads."""
    return "\n".join(", ".join(filter(None, (row["name"], row["affiliation"]))) for row in record)
