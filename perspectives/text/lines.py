"""One linear pass over the lines of a text, before Python-Markdown sees it.

Code is taken out, so that nothing in it is parsed. Blank lines are put where people leave them out (before a list,
around a heading, behind a quote), which also keeps Python-Markdown's blocks short: it is quadratic in the headings,
rules and underlines of one block (20,000 characters of "a\\n-\\n" take it 1.2 s). Nested lists are indented as it
wants them. The pass counts nesting on the way and refuses what is too deep (1,000 "- " in a line are a RecursionError).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from perspectives.text.guard import refuse_deep, refuse_quotes

# Written where code was taken out; both characters are controls that `clean_text` removes from every text.
CODE_MARK = re.compile("\x02([0-9]+)\x03")

_QUOTE = re.compile(r" {0,3}> ?")
_FENCE = re.compile(r"(?P<fence>`{3,}+(?=[^`]*$)|~{3,}+)")
_HEADING = re.compile(r"#{1,6} +[^ #]")
_RULE = re.compile(r"(?:(?:- *+){3,}+|(?:\* *+){3,}+|(?:_ *+){3,}+)$")
_ITEM = re.compile(r"(?P<mark>[-*+]|[0-9]{1,9}\.) +(?=[^ ])")
_OPENS_LIST = re.compile(r"(?:[-*+]|1\.) ")  # "1990. The" in the middle of a paragraph does not
_UNDERLINE = re.compile(r"(?:=+|-+) *$")
_MARKS = re.compile(r"(?:(?:[-*+]|[0-9]{1,9}\.) +|> ?)*+")
_SIGNS = frozenset("#-*+_=>0123456789")  # what a line that is more than words begins with
_MARK = re.compile(r"[0-9]+\.|[-*+>]")


@dataclass
class Prepared:
    """Lines for Python-Markdown, and the code blocks whose places are marked in them."""

    lines: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


@dataclass
class _Item:
    """The open item of one level of a list: columns of its mark and of its content."""

    mark: int
    content: int
    ordered: bool


@dataclass
class _Pass:
    """Where the pass stands: `kind` is that of the line before (blank, text, item, alone)."""

    underlines: bool
    done: Prepared = field(default_factory=Prepared)
    kind: str = "blank"
    depth: int = 0
    items: list[_Item] = field(default_factory=list)
    first: bool = False  # the line before began its paragraph
    changes: int = 0  # of the number of quote marks
    loose: bool = False  # it belongs to a later paragraph of a list's item


def prepare(text: str, *, underlines: bool = False) -> Prepared:
    """Return the lines of cleaned `text`, made ready; raises TextRefused when quotes or lists lie too deep.

    With `underlines` a line under which "===" or "---" stands is a heading.
    """
    state = _Pass(underlines)
    lines = iter(text.split("\n"))
    pending: str | None = None
    while (line := pending if pending is not None else next(lines, None)) is not None:
        pending = None
        depth, indent, rest = _split(line)
        refuse_deep(depth)
        if depth != state.depth:
            _change_depth(state, depth)
        if (fence := _FENCE.match(rest)) and (indent < 4 or state.items):
            code, pending = _fenced(lines, depth, indent, fence["fence"])
            _add_code(state, indent, code)
        elif rest and indent >= 4 and not state.items and state.kind == "blank":
            code, pending = _indented(lines, depth, " " * (indent - 4) + rest)
            _add_code(state, 0, code)
        else:
            _add(state, indent, rest)
    refuse_quotes(state.changes, len(text))
    return state.done


def _split(line: str) -> tuple[int, int, str]:
    """Return the quote marks, the indent behind them and the rest of `line`; white space alone has no rest."""
    line = line.expandtabs(4)
    depth = at = 0
    while found := _QUOTE.match(line, at):
        depth, at = depth + 1, found.end()
    rest = line[at:].lstrip(" ")
    return depth, len(line) - at - len(rest), rest if rest.strip() else ""


def _change_depth(state: _Pass, depth: int) -> None:
    """Part lines of different quoting: Python-Markdown would take a line below a quote for a part of it."""
    state.changes += 1
    state.depth = min(depth, state.depth)
    if state.done.lines and state.done.lines[-1] != ">" * state.depth:
        _emit(state, "", 0)
    state.kind, state.first, state.loose = "blank", False, False
    state.depth = depth
    state.items.clear()


def _fenced(lines: Iterator[str], depth: int, indent: int, fence: str) -> tuple[str, str | None]:
    """Return the code up to the closing fence, and the first line behind a quote that ended without one."""
    code: list[str] = []
    for line in lines:
        inner = _unquoted(line, depth)
        if inner is None:
            return "\n".join(code), line
        if _closes(inner, fence):
            break
        spaces = len(inner) - len(inner.lstrip(" "))
        code.append(inner[min(spaces, indent) :])
    return "\n".join(code), None


def _indented(lines: Iterator[str], depth: int, first: str) -> tuple[str, str | None]:
    """Return the code that begins with `first` and goes on while lines are indented, and the line behind it."""
    code = [first]
    for line in lines:
        other_depth, indent, rest = _split(line)
        if other_depth != depth or (rest and indent < 4):
            return "\n".join(code).rstrip(), line
        code.append(" " * max(0, indent - 4) + rest)
    return "\n".join(code).rstrip(), None


def _unquoted(line: str, depth: int) -> str | None:
    """Return `line` without `depth` quote marks; None when it has fewer."""
    for _ in range(depth):
        found = _QUOTE.match(line)
        if not found:
            return None
        line = line[found.end() :]
    return line


def _closes(line: str, fence: str) -> bool:
    mark = line.strip()
    return len(mark) >= len(fence) and not mark.strip(fence[0])


def _add_code(state: _Pass, indent: int, code: str) -> None:
    state.done.codes.append(code)
    _alone(state, f"\x02{len(state.done.codes) - 1}\x03", _level(state, indent))


def _add(state: _Pass, indent: int, rest: str) -> None:
    if not rest:
        _blank(state)
    elif rest[0] not in _SIGNS:
        _add_text(state, indent, rest)
    elif indent < 4 and state.underlines and state.first and _UNDERLINE.match(rest):
        _make_heading(state, rest)
    elif (indent < 4 or state.items) and (_HEADING.match(rest) or _RULE.match(rest)):
        _alone(state, rest, _level(state, indent))
    elif (item := _ITEM.match(rest)) and _may_be_item(state, indent, rest):
        _add_item(state, indent, item, rest)
    else:
        _add_text(state, indent, rest)


def _blank(state: _Pass) -> None:
    if state.kind != "blank":
        _emit(state, "", 0)
    state.kind, state.first, state.loose = "blank", False, False


def _emit(state: _Pass, rest: str, indent: int) -> None:
    state.done.lines.append("> " * state.depth + " " * indent + rest if rest else ">" * state.depth)


def _alone(state: _Pass, rest: str, level: int) -> None:
    """Write a line that is a block of its own."""
    _blank(state)
    del state.items[level:]
    _emit(state, rest, 4 * level)
    state.kind = "alone"
    _blank(state)


def _make_heading(state: _Pass, rest: str) -> None:
    words = state.done.lines.pop()[2 * state.depth :].strip()
    _alone(state, ("# " if rest[0] == "=" else "## ") + words, 0)


def _may_be_item(state: _Pass, indent: int, rest: str) -> bool:
    if state.items:
        return indent < state.items[-1].content + 4
    return indent < 4 and (state.kind != "text" or bool(_OPENS_LIST.match(rest)))


def _add_item(state: _Pass, indent: int, item: re.Match[str], rest: str) -> None:
    ordered = item["mark"][-1] == "."
    level = _level(state, indent)
    other_kind = level < len(state.items) and state.items[level].ordered != ordered
    if state.loose or other_kind or not state.items:
        _blank(state)
    del state.items[level:]
    state.items.append(_Item(indent, indent + item.end(), ordered))
    _refuse_marks(state, level, rest)
    _emit(state, rest, 4 * level)
    state.kind, state.first = "item", False


def _refuse_marks(state: _Pass, level: int, rest: str) -> None:
    """Refuse a line whose own marks ("- > 1. -") lie too deep within what is open."""
    marks = _MARKS.match(rest)
    refuse_deep(state.depth + level + len(_MARK.findall(marks[0] if marks else "")))


def _level(state: _Pass, indent: int) -> int:
    """Return how many open items a block at column `indent` lies within."""
    return sum(1 for item in state.items if item.mark + 2 <= indent)


def _add_text(state: _Pass, indent: int, rest: str) -> None:
    if state.kind == "blank":
        level = _level(state, indent)
        extra = indent - state.items[level - 1].content if level else 0
        del state.items[level:]
        state.first, state.loose = level == 0, level > 0
        _emit(state, rest, 4 * level + (extra if extra >= 4 else 0))
    else:
        state.first = False
        _emit(state, rest, 4 * len(state.items))
    if rest[0] in _SIGNS:
        _refuse_marks(state, len(state.items), rest)
    state.kind = "text"
