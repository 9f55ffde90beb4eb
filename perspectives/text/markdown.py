"""Markdown in, safe HTML out: the functions that make every piece of HTML of comments, essays and notes."""

from __future__ import annotations

import html
import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast
from xml.etree.ElementTree import Element

from perspectives.text.blocks import Parser, new_parser
from perspectives.text.clean import clean_text
from perspectives.text.errors import TextRefused
from perspectives.text.escape import escape_plain
from perspectives.text.guard import refuse_swollen
from perspectives.text.lines import prepare
from perspectives.text.passages import Passage, mark_passages, part_blocks
from perspectives.text.sanitise import leads_inside, leads_out, sanitise_comment, sanitise_essay

__all__ = [
    "RENDERER_VERSION",
    "Essay",
    "Passage",
    "escape_plain",
    "render_comment",
    "render_essay",
    "render_note",
]

RENDERER_VERSION = 1
"""Stored beside rendered HTML; grows with every change of what a text becomes."""

logger = logging.getLogger(__name__)
_own = threading.local()


@dataclass(frozen=True)
class Essay:
    """A rendered essay: its HTML, in which every passage carries its id, and the passages in reading order."""

    html: str
    passages: list[Passage] = field(default_factory=list)


def render_comment(body: str) -> str:
    """Return safe HTML of a comment's Markdown: no headings, images, ids, or links but http, https and mailto.

    Raises TextRefused ("text_nested", "text_swollen") for a text that is too costly to show.
    """
    return _render(body, _comment_parser, sanitise_comment).html


def render_essay(body: str) -> Essay:
    """Return safe HTML of an essay's Markdown with its passages; raises TextRefused as `render_comment` does."""
    return _render(body, _essay_parser, sanitise_essay)


def render_note(body: str) -> str:
    """Return safe HTML of a note (biography, introduction, guidelines): an essay's, without ids."""
    return _render(body, _note_parser, sanitise_essay).html


def _render(body: str, parser: Callable[[], Parser], sanitise: Callable[[str], str]) -> Essay:
    source = clean_text(body)
    try:
        md = parser()
        md.reset()
        prepared = prepare(source, underlines=parser is not _comment_parser)
        md.codes, md.passages = prepared.codes, []
        rendered = md.convert("\n".join(prepared.lines))
        refuse_swollen(rendered, source)
        safe = sanitise(rendered)
        refuse_swollen(safe, source)
        return Essay(safe, md.passages)
    except TextRefused:
        raise
    except Exception as error:  # whatever a parser may raise: the text is shown as typed, the failure recorded
        vars(_own).clear()  # the block parser would go on in the state in which it was left
        logger.error("A text of %d characters is shown as typed: %s", len(source), type(error).__name__)
        return Essay(sanitise(_as_typed(source)))


def _as_typed(source: str) -> str:
    paragraphs = (html.escape(block).replace("\n", "<br>\n") for block in re.split(r"\n{2,}", source) if block.strip())
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _comment_parser() -> Parser:
    return _parser("comment", essay=False, change=_finish_comment)


def _essay_parser() -> Parser:
    return _parser("essay", essay=True, change=_finish_essay)


def _note_parser() -> Parser:
    return _parser("note", essay=True, change=_finish_note)


def _parser(name: str, *, essay: bool, change: Callable[[Parser, Element], None]) -> Parser:
    """Return this thread's own instance: one shared by threads mixes their texts up."""
    if not hasattr(_own, name):
        setattr(_own, name, new_parser(essay=essay, change=change))
    return cast("Parser", getattr(_own, name))


def _finish_comment(md: Parser, root: Element) -> None:
    _unlink(root, leads_out)
    _demote_headings(root)
    part_blocks(root)


def _finish_note(md: Parser, root: Element) -> None:
    _unlink(root, lambda address: leads_out(address) or leads_inside(address))
    _shift_headings(root)
    part_blocks(root)


def _finish_essay(md: Parser, root: Element) -> None:
    _finish_note(md, root)
    md.passages = mark_passages(root)


def _unlink(root: Element, allowed: Callable[[str], bool]) -> None:
    """Make links that lead nowhere good plain words; the sanitiser takes the span away."""
    for link in root.iter("a"):
        if not allowed(link.get("href", "")):
            link.tag = "span"
            link.attrib.clear()


def _demote_headings(root: Element) -> None:
    """Make headings of a comment bold paragraphs: the page's outline, by which people jump, is the essay's."""
    for heading in list(root.iter()):
        if heading.tag in _HEADINGS:
            strong = Element("strong")
            strong.text, heading.text = heading.text, None
            for child in list(heading):
                heading.remove(child)
                strong.append(child)
            heading.tag = "p"
            heading.append(strong)


def _shift_headings(root: Element) -> None:
    """Let an essay's headings begin at h2, below its title, and end at h4."""
    levels = [int(element.tag[1]) for element in root.iter() if element.tag in _HEADINGS]
    shift = 1 if 1 in levels else 0
    for element in root.iter():
        if element.tag in _HEADINGS:
            element.tag = f"h{min(4, int(element.tag[1]) + shift)}"


_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
