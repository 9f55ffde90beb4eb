"""Python-Markdown as this project speaks it: its block parser, our code blocks, headings, inline pass.

Left out: raw HTML, images, reference definitions, and all that its documentation calls extra.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast
from xml.etree.ElementTree import Element, SubElement, tostring

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, Registry

from perspectives.text.emphasis import fill
from perspectives.text.inline import inline
from perspectives.text.lines import CODE_MARK
from perspectives.text.passages import Passage

MAX_CELLS = 2_000
"""Cells of one table; a page of print holds some two hundred."""

_HEADING = re.compile(r"(#{1,6}) +(?=[^ #\n])")
_RULE = re.compile(r" {0,3}(?:(?:- *+){3,}+|(?:\* *+){3,}+|(?:_ *+){3,}+)$")


class Parser(Markdown):
    """Python-Markdown with what one text leaves behind: code taken out of it, and the passages found in it."""

    codes: list[str]
    passages: list[Passage]


class Words(ParagraphProcessor):
    """Takes a block that begins with a letter for a paragraph at once, without asking all others about it."""

    def test(self, parent: Element, block: str) -> bool:
        """Say whether `block` is nothing but words; a quote within an item may stand below its words."""
        return block[:1].isalpha() and "\n>" not in block and "|" not in block


class CodeBlocks(BlockProcessor):
    """Puts code that `lines.prepare` took out back in its place."""

    def test(self, parent: Element, block: str) -> bool:
        """Say whether `block` is a mark of code."""
        return bool(CODE_MARK.fullmatch(block.strip()))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Replace the mark by the code it stands for."""
        number = int(blocks.pop(0).strip()[1:-1])
        code = SubElement(SubElement(parent, "pre"), "code")
        code.text = AtomicString(cast("Parser", self.parser.md).codes[number] + "\n")


class Headings(BlockProcessor):
    """Makes a heading of a first line that begins with "# "; "#12" is a comment's number and stays text."""

    def test(self, parent: Element, block: str) -> bool:
        """Say whether `block` begins with a heading."""
        return bool(_HEADING.match(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Take the headings off the block's head."""
        lines = blocks.pop(0).split("\n")
        at = 0
        while at < len(lines) and (found := _HEADING.match(lines[at])):
            heading = SubElement(parent, f"h{len(found[1])}")
            heading.text = _without_closing(lines[at][found.end() :].rstrip())
            at += 1
        if at < len(lines):
            blocks.insert(0, "\n".join(lines[at:]))


def _without_closing(words: str) -> str:
    """Return the words of "# words ##"; "# C#" keeps its sign."""
    short = words.rstrip("#")
    return short.rstrip() if short.endswith(" ") else words


class NumberedLists(SaneOListProcessor):
    """Lists with numbers that HTML can show: at most nine ASCII digits; "٣." and "99999999999." stay words."""

    def __init__(self, parser: BlockParser) -> None:
        """Narrow the library's patterns, which take any digits."""
        super().__init__(parser)
        self.RE = re.compile(r"^ {0,3}[0-9]{1,9}\. +(.*)")
        self.CHILD_RE = re.compile(r"^ {0,3}(([0-9]{1,9}\.)) +(.*)")


class Rules(BlockProcessor):
    """Makes a rule of a block that is nothing but three or more of - * or _."""

    def test(self, parent: Element, block: str) -> bool:
        """Say whether `block` is a rule."""
        return bool(_RULE.match(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Replace the block by a rule."""
        blocks.pop(0)
        SubElement(parent, "hr")


class Tables(TableProcessor):
    """Makes tables of at most MAX_CELLS cells; what is larger stays text, as a wide head makes every row as wide."""

    def test(self, parent: Element, block: str) -> bool:
        """Say whether `block` is a table, small enough, and without the many backticks that cost quadratic time."""
        columns = block.partition("\n")[0].count("|") + 1
        if columns == 1 or columns * (block.count("\n") + 1) > MAX_CELLS or block.count("`") > MAX_CELLS // 10:
            return False
        return bool(super().test(parent, block))


class Inline(Treeprocessor):
    """Gives every text in the tree to our inline pass."""

    def __init__(self, md: Markdown, break_lines: bool) -> None:
        """Keep whether each newline is a line break."""
        super().__init__(md)
        self.break_lines = break_lines

    def run(self, root: Element) -> None:
        """Replace Markdown within texts and tails by elements."""
        for element in list(root.iter()):
            children = list(element)
            if children and any(child.tail and child.tail.strip() for child in children):
                self._run_tails(element, children)
            elif element.text and not isinstance(element.text, AtomicString):
                self._run_text(element, children)

    def _run_text(self, element: Element, children: list[Element]) -> None:
        items = inline(element.text or "", break_lines=self.break_lines)
        for child in children:
            element.remove(child)
        fill(element, [*items, *children])

    def _run_tails(self, element: Element, children: list[Element]) -> None:
        items = inline((element.text or "").strip("\n"), break_lines=self.break_lines)
        for child in children:
            tail, child.tail = (child.tail or "").strip("\n"), None
            element.remove(child)
            items += [child, *inline(tail, break_lines=self.break_lines)]
        fill(element, items)


class Tree(Treeprocessor):
    """Runs a function of ours on the tree, between the inline pass and the serialiser."""

    def __init__(self, md: Markdown, change: Callable[[Parser, Element], None]) -> None:
        """Keep the function."""
        super().__init__(md)
        self.change = change

    def run(self, root: Element) -> None:
        """Let the function change the tree."""
        self.change(cast("Parser", self.md), root)


class Dialect(Extension):
    """What is taken out of Python-Markdown and put in, for comments and for essays."""

    def __init__(self, *, essay: bool, change: Callable[[Parser, Element], None]) -> None:
        """An `essay` has tables, a comment a line break for each newline; `change` has the tree before it is text."""
        super().__init__()
        self.essay = essay
        self.change = change

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Set `md` up."""
        md.preprocessors, md.inlinePatterns = Registry(), Registry()
        md.treeprocessors, md.postprocessors = Registry(), Registry()
        self._set_blocks(md)
        md.treeprocessors.register(Inline(md, not self.essay), "perspectives_inline", 20)
        md.treeprocessors.register(Tree(md, self.change), "perspectives_tree", 15)

    def _set_blocks(self, md: Markdown) -> None:
        blocks = md.parser.blockprocessors
        for name in ("hashheader", "setextheader", "hr", "reference"):
            blocks.deregister(name)
        blocks.register(Words(md.parser), "perspectives_words", 110)
        blocks.register(NumberedLists(md.parser), "olist", 40)
        blocks.register(SaneUListProcessor(md.parser), "ulist", 30)
        blocks.register(CodeBlocks(md.parser), "perspectives_code", 95)
        if self.essay:
            blocks.register(Tables(md.parser, {"use_align_attribute": True}), "perspectives_table", 75)
        blocks.register(Headings(md.parser), "perspectives_heading", 70)
        blocks.register(Rules(md.parser), "perspectives_rule", 50)


def new_parser(*, essay: bool, change: Callable[[Parser, Element], None]) -> Parser:
    """Return an instance that speaks the dialect: `essay` and `change` as for `Dialect`."""
    md = Parser(extensions=[Dialect(essay=essay, change=change)])
    # Python-Markdown's own serialiser leaves whatever looks like an entity alone; in our tree every "&" is a sign.
    md.serializer = _as_html
    return md


def _as_html(root: Element) -> str:
    return tostring(root, encoding="unicode", method="html")
