"""Where the dead links of an imported essay may lead: to the pages of its authors, of other authors, of its series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from perspectives.publishing.bylines import people_named
from perspectives.publishing.models import Contributor


def targets_of(authors: Sequence[str], series_names: Iterable[str], series_slug: str) -> dict[str, str]:
    """Return addresses by name: of every contributor, of `authors` who are to become ones, and of the series."""
    known = Contributor.objects.order_by("pk").values_list("name", "slug")
    people = dict(known.iterator()) | {person.name: person.slug for person in people_named(authors)}
    by_spelling = dict(zip(authors, (person.slug for person in people_named(authors)), strict=True))
    series = reverse("perspectives:series", args=[series_slug])
    pages = {name: reverse("perspectives:author", args=[slug]) for name, slug in (people | by_spelling).items()}
    return pages | dict.fromkeys(series_names, series)
