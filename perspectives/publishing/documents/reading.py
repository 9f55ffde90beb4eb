"""The reading of one document: from its bytes to the fields of an essay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Literal

from django.utils.translation import gettext as _

from perspectives.publishing.documents.authors import begins_with_name, parse_author, parse_byline
from perspectives.publishing.documents.dates import parse_when
from perspectives.publishing.documents.decoding import lines_of
from perspectives.publishing.documents.document import Document, DocumentAuthor, DocumentRefused, Format, SeriesLine
from perspectives.publishing.documents.ending import Ending, read_ending
from perspectives.publishing.documents.fields import (
    authors_in_field,
    authors_of,
    clean_series,
    series_of,
    slug_of,
    tags_of,
    title_of,
)
from perspectives.publishing.documents.head import Head, read_head
from perspectives.publishing.documents.lines import Block, Line, is_blank, joined, paragraphs, runs
from perspectives.publishing.documents.links import mark_dead_links
from perspectives.publishing.documents.markdown_opening import read_markdown_opening
from perspectives.publishing.documents.opening import Opening, read_plain_opening
from perspectives.publishing.documents.plain_body import plain_line, plain_markdown
from perspectives.text.clean import clean_line, clean_text
from perspectives.text.clean import is_blank as says_nothing
from perspectives.text.tags import tag_key

MARKDOWN_SUFFIXES = (".md", ".markdown")


@dataclass(frozen=True)
class Source:
    """A document as it is being read: its name, its lines, its head and what remains after the head."""

    name: str
    lines: list[Line]
    head: Head
    rest: list[Line]
    format: Format
    # A Markdown file with a head: what it lacks is not looked for in the lines of its text.
    headed: bool


def parse_document(data: bytes, name: str) -> Document:
    """Return the essay in the bytes of a document; `name` is its file name, whose suffix counts.

    `.md`, `.markdown` and whatever begins with a head is Markdown, everything else plain text. Nothing is fetched or
    stored. Raises DocumentRefused with one sentence that names file and line, and nothing else.
    """
    source = _source(data, name)
    authors = _authors_of_head(source)
    opening = _opening(source, authors)
    authors = authors or authors_of(_byline(opening), name)
    ending = read_ending(opening.blocks, (author.name for author in authors))
    title = opening.title or Line(1, "")
    return Document(
        title=title_of(title, name),
        authors=authors,
        body=_body(source, ending, title),
        bios=_bios(source, ending, authors),
        series=_series(source, opening, ending),
        tags=tags_of([*_tags_of_head(source.head), *opening.tags, *ending.tags], name),
        slug=slug_of(slug, name) if (slug := source.head.one("slug")) else None,
        published_at=_published_at(source),
        state=_state(source),
        summary=clean_line(summary.text) if (summary := source.head.one("summary")) else None,
        format=source.format,
        name=name,
        last_line=source.lines[-1].number,
    )


def _source(data: bytes, name: str) -> Source:
    lines = [Line(number, text) for number, text in enumerate(lines_of(data, name), start=1)]
    while lines and is_blank(lines[-1].text):
        lines.pop()
    if not lines:
        raise DocumentRefused(name, 1, _("the document is empty; write byline, title and text, with a line between."))
    head, rest = read_head(lines, name)
    is_file = PurePath(name).suffix.lower() in MARKDOWN_SUFFIXES
    return Source(name, lines, head, rest, "markdown" if is_file or head.given else "plain", is_file and head.given)


def _authors_of_head(source: Source) -> tuple[DocumentAuthor, ...]:
    """Return the authors of `Authors:` and of `Author:`, which is one author a line whatever signs it holds."""
    single = [(parse_author(line.text), line.number) for line in source.head.lines("author")]
    return authors_of([*authors_in_field(source.head.lines("authors")), *single], source.name)


def _opening(source: Source, authors: tuple[DocumentAuthor, ...]) -> Opening:
    if source.format == "plain":
        return read_plain_opening(paragraphs(source.rest), source.name)
    title = source.head.one("title")
    blocks = list(runs(source.rest))
    if not blocks:
        raise DocumentRefused(source.name, source.lines[-1].number, _no_text())
    return read_markdown_opening(blocks, source.name, title=title, authors=authors, headed=source.headed)


def _byline(opening: Opening) -> list[tuple[DocumentAuthor, int]]:
    line = opening.byline
    return [(author, line.number) for author in parse_byline(line.text)] if line else []


def _body(source: Source, ending: Ending, title: Line) -> str:
    """Return the Markdown of the blocks that are left; DocumentRefused if they say nothing."""
    if source.format == "plain":
        body = clean_text(plain_markdown(ending.blocks))
    else:
        body = clean_text(mark_dead_links(_as_written(source, ending.blocks)))
    if says_nothing(body):
        raise DocumentRefused(source.name, title.number, _no_text())
    return body


def _no_text() -> str:
    return _("there is no text after the title; write it below, after a blank line.")


def _as_written(source: Source, blocks: Iterable[Block]) -> str:
    """Return the lines of blocks and the blank ones between, as they stand in the file."""
    kept = {line.number for block in blocks for line in block}
    if not kept:
        return ""
    span = source.lines[min(kept) - 1 : max(kept)]
    return "\n".join(line.text for line in span if line.number in kept or is_blank(line.text))


def _bios(source: Source, ending: Ending, authors: tuple[DocumentAuthor, ...]) -> tuple[str, ...]:
    """Return the notes of the head, then those after the text that it does not have already."""
    bios: list[str] = []
    for line in source.head.lines("bio"):
        if bios and not any(begins_with_name(line.text, author.name) for author in authors):
            bios[-1] = f"{bios[-1]} {line.text.strip()}"
        else:
            bios.append(line.text.strip())
    notes = [mark_dead_links(bio) for bio in bios]
    for block in ending.bios:
        notes.append(plain_line(joined(block)) if source.format == "plain" else mark_dead_links(joined(block)))
    return tuple(dict.fromkeys(clean_text(note) for note in notes))


def _tags_of_head(head: Head) -> list[tuple[str, int]]:
    """Return the tags of the head with their lines; pipes and commas part them."""
    return [(tag, line.number) for line in head.lines("tags") for tag in re.split(r"[|,]", line.text) if tag.strip()]


def _series(source: Source, opening: Opening, ending: Ending) -> SeriesLine | None:
    """Return the series: what the head says, and what it leaves open in the words of the series line."""
    head, name = source.head, source.name
    found = ending.series or opening.series
    named = clean_series(*found, name) if found else None
    title, subtitle, publisher = head.one("series"), head.one("subtitle"), head.one("publisher")
    if title is None:
        return _filled(named, subtitle, publisher, name)
    series = series_of(title, subtitle, publisher, name)
    if named is None or tag_key(named.title) != tag_key(series.title):
        return series
    return replace(series, subtitle=series.subtitle or named.subtitle, publisher=series.publisher or named.publisher)


def _filled(named: SeriesLine | None, subtitle: Line | None, publisher: Line | None, name: str) -> SeriesLine | None:
    """Return the series of the series line with subtitle and publisher of the head, where it has them."""
    lone = subtitle or publisher
    if lone is None:
        return named
    if named is None:
        raise DocumentRefused(name, lone.number, _("there is no series to this line; add “Series: …” to the head."))
    words = SeriesLine(
        named.title, subtitle.text if subtitle else named.subtitle, publisher.text if publisher else named.publisher
    )
    return clean_series(words, lone.number, name)


def _published_at(source: Source) -> datetime | date | None:
    line = source.head.one("date")
    if line is None:
        return None
    when = parse_when(line.text)
    if when is None:
        reason = _("“%(text)s” is no date; write it as 2014-05-12 or 2014-05-12 10:00.")
        raise DocumentRefused(source.name, line.number, reason % {"text": clean_line(line.text)[:80]})
    return when


def _state(source: Source) -> Literal["draft"] | None:
    line = source.head.one("status")
    if line is None or line.text.strip().casefold() == "published":
        return None
    if line.text.strip().casefold() == "draft":
        return "draft"
    raise DocumentRefused(source.name, line.number, _("the status is neither “draft” nor “published”; write one."))
