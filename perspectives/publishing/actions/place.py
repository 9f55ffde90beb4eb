"""Where an imported document goes: the series that is given or that it names, found or to be made."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from perspectives.publishing.actions.make_series import make_series
from perspectives.publishing.documents import SeriesLine
from perspectives.publishing.errors import PostRefused
from perspectives.publishing.models import Series
from perspectives.publishing.naming import find_series, folded, series_slug
from perspectives.text.clean import clean_line


@dataclass(frozen=True)
class Place:
    """A series that is there, or the names and the slug of one to be made."""

    series: Series | None
    named: SeriesLine
    slug: str

    @property
    def names(self) -> frozenset[str]:
        """The names by which an essay may speak of its series."""
        titles = (self.series.title, self.series.full_title) if self.series else ()
        return frozenset((*titles, self.named.title, self.named.full_title))

    def open(self) -> Series:
        """Return the series, made in the caller's transaction if it is not there yet."""
        present = self.series or find_named(self.named)
        if present is not None:
            return present
        named = self.named
        return make_series(title=named.title, subtitle=named.subtitle, publisher=named.publisher, slug=self.slug)


def place_for(named: SeriesLine | None, given: str | None) -> Place:
    """Return the place for a document that names the series `named`, published with the series `given`, if any.

    What is given wins. A series that is not there is to be made, with what the document says of it where both mean
    the same one. Raises PostRefused where neither is there.
    """
    given = clean_line(given or "")
    if given:
        series = find_series(given)
        return _place(series, named if named and _means(named, given) else SeriesLine(given))
    if named is None or not named.title:
        raise PostRefused("series_missing", _("It names no series. Add a “Series:” line, or say --series NAME."))
    return _place(find_named(named), named)


def find_named(named: SeriesLine) -> Series | None:
    """Return the series that a document names: by full title, else by title where one of the two has no subtitle."""
    alike = [series for series in Series.objects.order_by("pk") if folded(series.title) == folded(named.title)]
    exact = (series for series in alike if folded(series.subtitle) == folded(named.subtitle))
    loose = (series for series in alike if not series.subtitle or not named.subtitle)
    return next(exact, None) or next(loose, None) or find_series(named.full_title)


def _means(named: SeriesLine, given: str) -> bool:
    """Whether the words given on the command line are a name of the series that the document names."""
    return folded(given) in (folded(named.title), folded(named.full_title), series_slug(named.title))


def _place(series: Series | None, named: SeriesLine) -> Place:
    """Return the place, with the slug the series has or would get."""
    return Place(series, named, series.slug if series else series_slug(named.title))
