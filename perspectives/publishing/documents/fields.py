"""Names, titles and tags as fields of one line: cleaned, measured, and refused with the line they stand on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.utils.text import slugify
from django.utils.translation import gettext as _

from perspectives.publishing.documents.authors import parse_author, parse_byline
from perspectives.publishing.documents.document import DocumentAuthor, DocumentRefused, SeriesLine
from perspectives.publishing.documents.lines import Line
from perspectives.publishing.documents.marks import split_title
from perspectives.publishing.rules import (
    AFFILIATION_LENGTH,
    AUTHORS,
    NAME_LENGTH,
    POST_TAGS,
    SERIES_LENGTH,
    SLUG_LENGTH,
    TITLE_LENGTH,
)
from perspectives.text.clean import clean_line, is_blank
from perspectives.text.errors import TextRefused
from perspectives.text.names import clean_name
from perspectives.text.tags import clean_tag, tag_key

# Joiners that words of some scripts are written with; every other format character is invisible trickery in a name.
JOINERS = "\u200c\u200d\u00ad"


def one_line(text: str, line: int, name: str, *, at_most: int, what: str) -> str:
    """Return a field's text cleaned; DocumentRefused where it is too long or holds what nobody sees.

    `what` names the field in the sentence of refusal ("The title").
    """
    cleaned = clean_line(text)
    if len(cleaned) > at_most:
        reason = _("%(what)s has %(length)d characters, more than the %(limit)d there is room for; shorten it.")
        raise DocumentRefused(name, line, reason % {"what": what, "length": len(cleaned), "limit": at_most})
    if any(unicodedata.category(character) == "Cf" and character not in JOINERS for character in cleaned):
        raise DocumentRefused(
            name, line, _("%(what)s has an invisible character in it; type it anew.") % {"what": what}
        )
    return cleaned


def title_of(line: Line, name: str) -> str:
    """Return the title of an essay."""
    title = one_line(line.text, line.number, name, at_most=TITLE_LENGTH, what=_("the title"))
    if is_blank(title):
        raise DocumentRefused(name, line.number, _("there is no title on this line; write it out."))
    return title


def authors_of(authors: Iterable[tuple[DocumentAuthor, int]], name: str) -> tuple[DocumentAuthor, ...]:
    """Return the authors, given with their lines, each with a clean name, none twice."""
    found: dict[str, DocumentAuthor] = {}
    for author, line in authors:
        cleaned = _author(author, line, name)
        if tag_key(cleaned.name) in found:
            reason = _("“%(author)s” is named twice among the authors; name each of them once.")
            raise DocumentRefused(name, line, reason % {"author": cleaned.name})
        found[tag_key(cleaned.name)] = cleaned
        if len(found) > AUTHORS:
            raise DocumentRefused(
                name, line, _("there are more than %(limit)d authors; keep fewer.") % {"limit": AUTHORS}
            )
    return tuple(found.values())


def _author(author: DocumentAuthor, line: int, name: str) -> DocumentAuthor:
    try:
        cleaned = clean_name(author.name, NAME_LENGTH)
    except TextRefused as refused:
        reason = _name_refused(refused.code)
        raise DocumentRefused(name, line, reason % {"limit": NAME_LENGTH}) from refused
    at_most, what = AFFILIATION_LENGTH, _("the affiliation")
    return DocumentAuthor(cleaned, one_line(author.affiliation, line, name, at_most=at_most, what=what))


def _name_refused(code: str) -> str:
    """Return the sentence for a code of `clean_name`."""
    if code == "name_empty":
        return _("there is no author's name before the comma; begin with the name.")
    if code == "name_long":
        return _("an author's name has more than %(limit)d characters; put a comma between name and affiliation.")
    if code == "name_address":
        return _("an author's name holds an e-mail address, which would be public; leave it out.")
    return _("an author's name has no letter, or an invisible character in it; type it anew.")


def authors_in_field(lines: list[Line]) -> list[tuple[DocumentAuthor, int]]:
    """Return the authors of `Authors:` with their lines: one line in the grammar of a byline, or one author a line.

    A line that ends with "&", or goes on with one, is the same byline as the next.
    """
    bylines: list[tuple[Line, bool]] = []
    for line in lines:
        before = bylines[-1][0] if bylines else None
        if before and (before.text.endswith("&") or line.text.lstrip().startswith("& ")):
            bylines[-1] = Line(before.number, f"{before.text} {line.text.strip()}"), True
        else:
            bylines.append((Line(line.number, line.text.strip()), len(lines) == 1))
    return [
        (author, line.number)
        for line, several in bylines
        for author in (parse_byline(line.text) if several else (parse_author(line.text),))
    ]


def series_of(title: Line, subtitle: Line | None, publisher: Line | None, name: str) -> SeriesLine:
    """Return the series of the head; a title with a colon holds its subtitle where none is given."""
    words, rest = (title.text, "") if subtitle else split_title(title.text)
    return clean_series(
        SeriesLine(words, subtitle.text if subtitle else rest, publisher.text if publisher else ""), title.number, name
    )


def clean_series(series: SeriesLine, line: int, name: str) -> SeriesLine:
    """Return a series with clean words."""
    parts = {
        "title": (series.title, _("the title of the series")),
        "subtitle": (series.subtitle, _("the subtitle of the series")),
        "publisher": (series.publisher, _("the publisher")),
    }
    return SeriesLine(
        **{key: one_line(text, line, name, at_most=SERIES_LENGTH, what=what) for key, (text, what) in parts.items()}
    )


def tags_of(tags: Iterable[tuple[str, int]], name: str) -> tuple[str, ...]:
    """Return the tags, given with their lines, each once."""
    found: dict[str, str] = {}
    for raw, line in tags:
        try:
            tag = clean_tag(raw)
        except TextRefused as refused:
            reason = _("the tag “%(tag)s” is too long, or holds a sign that no tag can; shorten it or type it anew.")
            raise DocumentRefused(name, line, reason % {"tag": clean_line(raw)[:SLUG_LENGTH]}) from refused
        found.setdefault(tag_key(tag), tag)
        if len(found) > POST_TAGS:
            raise DocumentRefused(
                name, line, _("there are more than %(limit)d tags; keep fewer.") % {"limit": POST_TAGS}
            )
    return tuple(found.values())


def slug_of(line: Line, name: str) -> str:
    """Return the slug of the head; DocumentRefused, with one that would do, where it cannot stand in an address."""
    slug = line.text.strip()
    good = slugify(slug, allow_unicode=True)
    if slug == good and 0 < len(slug) <= SLUG_LENGTH:
        return slug
    reason = _("“%(slug)s” cannot stand in an address; use at most %(limit)d small letters, digits and hyphens.")
    raise DocumentRefused(name, line.number, reason % {"slug": slug[:SLUG_LENGTH], "limit": SLUG_LENGTH})
