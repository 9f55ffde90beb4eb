"""An essay as it is about to be saved: cleaned, checked and rendered before any transaction is opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.conf import conf
from perspectives.publishing.errors import PostRefused
from perspectives.publishing.naming import folded
from perspectives.publishing.rules import AFFILIATION_LENGTH, AUTHORS, NAME_LENGTH, POST_TAGS, TITLE_LENGTH
from perspectives.text.clean import clean_line, clean_text, is_blank
from perspectives.text.excerpts import plain_text, word_count
from perspectives.text.markdown import RENDERER_VERSION, render_essay, render_note
from perspectives.text.names import clean_name
from perspectives.text.tags import clean_tags


@dataclass(frozen=True)
class Essay:
    """The words of a post and what was rendered of them; `authors` are pairs of name and affiliation, in order."""

    title: str
    summary: str
    body: str
    html: str
    passages: list[dict[str, Any]]
    bio: str
    bio_html: str
    words: int
    authors: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]

    @property
    def text_fields(self) -> dict[str, str]:
        """The fields that a revision keeps as they were typed."""
        return {"title": self.title, "summary": self.summary, "body": self.body, "bio": self.bio}

    @property
    def rendered_fields(self) -> dict[str, Any]:
        """The fields of a post that are made from the typed ones."""
        return {
            "html": self.html,
            "passages": self.passages,
            "bio_html": self.bio_html,
            "words": self.words,
            "render_version": RENDERER_VERSION,
        }

    @property
    def byline_record(self) -> list[dict[str, str]]:
        """The bylines as a revision keeps them."""
        return [{"name": name, "affiliation": affiliation} for name, affiliation in self.authors]


def prepare(
    *,
    title: str,
    body: str,
    authors: Sequence[tuple[str, str]] = (),
    bio: str = "",
    summary: str = "",
    tags: Iterable[str] = (),
) -> Essay:
    """Return the essay made of these words, cleaned and rendered.

    Raises TextRefused for a title, text, name or tag that cannot be shown, with what to do about it.
    """
    body, bio = clean_text(body), clean_text(bio)
    _must_have_words(body)
    rendered = render_essay(body)
    return Essay(
        title=_title(title),
        summary=clean_line(summary),
        body=body,
        html=rendered.html,
        passages=[asdict(passage) for passage in rendered.passages],
        bio=bio,
        bio_html=render_note(bio) if bio else "",
        words=word_count(plain_text(rendered.html)),
        authors=_authors(authors),
        tags=tuple(clean_tags(tags, POST_TAGS)),
    )


def _title(raw: str) -> str:
    """Return the title in one line; PostRefused where a reader would see nothing, or too much."""
    title = clean_line(raw)
    if is_blank(title):
        raise PostRefused("title_empty", _("The essay has no title. Please give it one."))
    if len(title) > TITLE_LENGTH:
        raise PostRefused(
            "title_long",
            _("The title is too long. Please keep it under %(limit)d characters.") % {"limit": TITLE_LENGTH},
        )
    return title


def _must_have_words(body: str) -> None:
    """Raise PostRefused for a text that is blank to the eye, or larger than a document may be."""
    if is_blank(body):
        raise PostRefused("body_empty", _("The essay has no text. Please write something first."))
    if len(body.encode()) > conf.IMPORT_MAX_BYTES:
        raise PostRefused(
            "body_long",
            _("The essay is too long: at most %(limit)d bytes. Please make it shorter, or two of it.")
            % {"limit": conf.IMPORT_MAX_BYTES},
        )


def _authors(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the authors with clean names, each once; PostRefused for too many or an affiliation without end."""
    if len(pairs) > AUTHORS:
        raise PostRefused("authors_many", _too_many_authors())
    authors: dict[str, tuple[str, str]] = {}
    for name, affiliation in pairs:
        cleaned = clean_name(name, NAME_LENGTH)
        authors.setdefault(folded(cleaned), (cleaned, _affiliation(affiliation)))
    return tuple(authors.values())


def _affiliation(raw: str) -> str:
    """Return the affiliation in one line."""
    affiliation = clean_line(raw)
    if len(affiliation) > AFFILIATION_LENGTH:
        raise PostRefused(
            "affiliation_long",
            _("An affiliation is too long. Please keep it under %(limit)d characters.") % {"limit": AFFILIATION_LENGTH},
        )
    return affiliation


def _too_many_authors() -> str:
    return ngettext(
        "There can be at most %(limit)d author. Please take some out.",
        "There can be at most %(limit)d authors. Please take some out.",
        AUTHORS,
    ) % {"limit": AUTHORS}
