"""Python-Markdown as this project speaks it: its block parser and serialiser, our code blocks, headings and inline pass.

Left out: raw HTML, images, reference definitions, and all that its documentation calls extra.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from perspectives.text.inline import fill, inline
from perspectives.text.lines import CODE_MARK

_HEADING = re.compile(r"(#{1,6}) +(?=[^ #\n])")
_RULE = re.compile(r" {0,3}(?:(?:- *+){3,}+|(?:\* *+){3,}+|(?:_ *+){3,}+)$")


class CodeBlocks(BlockProcessor):
    """Puts code that `lines.prepare` took out back in its place."""

    def test(self, parent: Element, block: str) -> bool:
        """Say whether `block` is a mark of code."""
        return bool(CODE_MARK.fullmatch(block.strip()))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Replace the mark by the code it stands for."""
        number = int(blocks.pop(0).strip()[1:-1])
        code = SubElement(SubElement(parent, "pre"), "code")
        code.text = AtomicString(self.parser.md.codes[number] + "\n")


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


class Rules(BlockProcessor):
    """Makes a rule of a block that is nothing but three or more of - * or _."""

    def test(self, parent: Element, block: str) -> bool:
        """Say whether `block` is a rule."""
        return bool(_RULE.match(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Replace the block by a rule."""
        blocks.pop(0)
        SubElement(parent, "hr")


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


class Ampersands(Treeprocessor):
    """Escapes every "&": Python-Markdown's serialiser would leave what looks like an entity alone."""

    def run(self, root: Element) -> None:
        """Escape in texts, tails and attributes."""
        for element in root.iter():
            if element.text and "&" in element.text:
                element.text = AtomicString(element.text.replace("&", "&amp;"))
            if element.tail and "&" in element.tail:
                element.tail = AtomicString(element.tail.replace("&", "&amp;"))
            for name, value in element.items():
                element.set(name, value.replace("&", "&amp;"))


class Tree(Treeprocessor):
    """Runs a function of ours on the tree, between the inline pass and the serialiser."""

    def __init__(self, md: Markdown, change: Callable[[Markdown, Element], None]) -> None:
        """Keep the function."""
        super().__init__(md)
        self.change = change

    def run(self, root: Element) -> None:
        """Let the function change the tree."""
        self.change(self.md, root)


class Dialect(Extension):
    """What is taken out of Python-Markdown and put in, for comments and for essays."""

    def __init__(self, *, break_lines: bool, change: Callable[[Markdown, Element], None]) -> None:
        """`break_lines`: each newline is a line break; `change` has the tree before it is written."""
        super().__init__()
        self.break_lines = break_lines
        self.change = change

    def extendMarkdown(self, md: Markdown) -> None:
        """Set `md` up."""
        SaneListExtension().extendMarkdown(md)
        for registry in (md.preprocessors, md.inlinePatterns, md.treeprocessors, md.postprocessors):
            for name in [item.name for item in registry._priority]:
                registry.deregister(name)
        for name in ("hashheader", "setextheader", "hr", "reference"):
            md.parser.blockprocessors.deregister(name)
        md.parser.blockprocessors.register(CodeBlocks(md.parser), "perspectives_code", 95)
        md.parser.blockprocessors.register(Headings(md.parser), "perspectives_heading", 70)
        md.parser.blockprocessors.register(Rules(md.parser), "perspectives_rule", 50)
        md.treeprocessors.register(Inline(md, self.break_lines), "perspectives_inline", 20)
        md.treeprocessors.register(Tree(md, self.change), "perspectives_tree", 15)
        md.treeprocessors.register(Ampersands(md), "perspectives_ampersands", 5)
