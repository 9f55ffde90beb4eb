"""Emphasis, code spans, links and line breaks in linear time, in the place of Python-Markdown's inline patterns.

Theirs copy the whole text for every match and search it anew for every open bracket; these read each character
a bounded number of times.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from perspectives.text.clean import clean_text

MAX_DEPTH = 8
"""Emphasis within emphasis deeper than this stays text: nobody reads it, and a deep tree costs quadratic time."""

# An address in the middle of words, which is a link by itself.
BARE = re.compile(r'(?<![\w/])https?://[^\s<>"`\\]{1,2000}', re.IGNORECASE)
_TOKEN = re.compile(
    r"""
    \\(?P<escape>[!-/:-@\[-`{-~])
  | (?P<hard>(?<!\ )\ {2,}+\n\ *|\\\n\ *)
  | (?P<soft>\n\ *)
  | (?P<ticks>`+)
  | <(?P<auto>(?:https?://|mailto:)[^\s<>]{1,2000})>
  | <(?P<mail>[^\s<>@:/]{1,64}@[^\s<>@:/]{1,255})>
  | (?P<bare>"""
    + BARE.pattern
    + r""")
  | (?P<entity>&(?:\#[0-9]{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});)
  | (?P<open>!?\[)
  | (?P<close>\])
  | (?P<run>\*+|_+|~~)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_TARGET = re.compile(
    r"""
    \(\s{0,20}
    (?: <(?P<angled>[^<>\n]{0,2000})> | (?P<plain>(?:[^\s()<>]|\([^\s()<>]{0,2000}\)){0,2000}) )
    (?: \s{1,20} (?: "(?P<double>(?:[^"\\]|\\.){0,500}+)" | '(?P<single>(?:[^'\\]|\\.){0,500}+)' ) )?
    \s{0,20}\)
    """,
    re.VERBOSE | re.DOTALL,
)
# "a[1](2)" is no link: what is neither a path nor has a scheme stays as it was typed.
_ADDRESS_LIKE = re.compile(r"[/\\#]|[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_TICKS = re.compile("`+")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TRAILING = ".,:;!?\"'*_~’”»"


@dataclass
class _Run:
    """A run of `*`, `_` or `~~` that may open emphasis: where it stands in the output and how much is left of it."""

    char: str
    count: int
    at: int
    both: bool  # could close as well as open
    length: int  # as typed


@dataclass
class _Inline:
    """One pass over one text: `out` holds strings, elements and open runs; open brackets and runs lie aside."""

    text: str
    break_lines: bool
    out: list[str | Element | _Run] = field(default_factory=list)
    brackets: list[int] = field(default_factory=list)
    runs: dict[str, list[_Run]] = field(default_factory=lambda: defaultdict(list))
    depths: dict[int, int] = field(default_factory=dict)
    ticks: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def inline(text: str, *, break_lines: bool) -> list[str | Element]:
    """Return the strings and elements that Markdown `text` of one block consists of.

    With `break_lines` every newline is a `<br>`, else only one after two spaces or a backslash.
    """
    found = _TOKEN.search(text)
    if not found:
        return [text]
    state = _Inline(text, break_lines)
    for ticks in _TICKS.finditer(text):
        state.ticks[len(ticks[0])].append(ticks.start())
    position = 0
    while found:
        state.out.append(text[position : found.start()])
        position = _HANDLERS[found.lastgroup or ""](state, found)
        found = _TOKEN.search(text, position)
    state.out.append(text[position:])
    return [_plain(item) for item in state.out]


def _escape(state: _Inline, found: re.Match[str]) -> int:
    state.out.append(found["escape"])
    return found.end()


def _line_end(state: _Inline, found: re.Match[str]) -> int:
    if state.break_lines or found.lastgroup == "hard":
        state.out.append(Element("br"))
    state.out.append("\n")
    return found.end()


def _code(state: _Inline, found: re.Match[str]) -> int:
    length = len(found["ticks"])
    starts = state.ticks[length]
    index = bisect_right(starts, found.start())
    if index == len(starts):
        state.out.append(found["ticks"])
        return found.end()
    code = Element("code")
    inner = state.text[found.end() : starts[index]].replace("\n", " ")
    if inner.startswith(" ") and inner.endswith(" ") and inner.strip():
        inner = inner[1:-1]
    code.text = AtomicString(inner)
    state.out.append(code)
    return starts[index] + length


def _autolink(state: _Inline, found: re.Match[str]) -> int:
    state.out.append(_link(found["auto"], found["auto"].removeprefix("mailto:")))
    return found.end()


def _mail(state: _Inline, found: re.Match[str]) -> int:
    state.out.append(_link("mailto:" + found["mail"], found["mail"]))
    return found.end()


def _bare(state: _Inline, found: re.Match[str]) -> int:
    address = without_trailing(found["bare"])
    if address.endswith("/") and address.count("/") == 2:  # only "https://", no address
        state.out.append(address)
    else:
        state.out.append(_link(_decoded(address), address))
    return found.start() + len(address)


def without_trailing(address: str) -> str:
    """Take off the punctuation of the sentence around a bare address, and brackets that it did not open."""
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while end and (address[end - 1] in _TRAILING or (address[end - 1] == ")" and surplus > 0)):
        surplus -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def _link(href: str, text: str) -> Element:
    link = Element("a", {"href": href})
    link.text = AtomicString(text)
    return link


def _entity(state: _Inline, found: re.Match[str]) -> int:
    decoded = html.unescape(found["entity"])
    state.out.append(decoded if decoded in "\t\n \xa0" or decoded.isprintable() else clean_text(decoded))
    return found.end()


def _decoded(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def _open(state: _Inline, found: re.Match[str]) -> int:
    state.brackets.append(len(state.out))
    state.out.append(found["open"])
    return found.end()


def _close(state: _Inline, found: re.Match[str]) -> int:
    target = _TARGET.match(state.text, found.end()) if state.brackets else None
    if target is None or not _ADDRESS_LIKE.match(_target(target)):
        if state.brackets:
            state.brackets.pop()
        state.out.append("]")
        return found.end()
    opener = state.brackets.pop()
    state.brackets.clear()  # links do not nest: the brackets around this one are text
    _drop_runs(state, opener)
    inner = state.out[opener + 1 :]
    href = _target(target)
    link = Element("a", {"href": href})
    if title := _title(target):
        link.set("title", title)
    fill(link, [_unlinked(item) for item in inner] if _visible(inner) else [href])
    _replace(state, opener, link)
    return target.end()


def _target(target: re.Match[str]) -> str:
    raw = target["angled"] if target["angled"] is not None else target["plain"]
    return _decoded(_ESCAPED.sub(r"\1", raw)).strip()


def _title(target: re.Match[str]) -> str:
    raw = target["double"] or target["single"] or ""
    return clean_text(_decoded(_ESCAPED.sub(r"\1", raw))).replace("\n", " ")


def _visible(items: list[str | Element | _Run]) -> bool:
    return any(not isinstance(item, str) or item.strip() for item in items)


def _unlinked(item: str | Element | _Run) -> str | Element:
    if isinstance(item, str | _Run):
        return _plain(item)
    for element in item.iter("a"):  # a bare address within a link's words; `iter` follows the bounded depth
        element.tag = "span"
        element.attrib.clear()
    return item


def _run(state: _Inline, found: re.Match[str]) -> int:
    run = found["run"]
    before = state.text[found.start() - 1 : found.start()] or " "
    after = state.text[found.end() : found.end() + 1] or " "
    opens, closes = _flanking(run[0], before, after)
    left = _close_runs(state, run, opens) if closes else len(run)
    if left and opens:
        opener = _Run(run[0], left, len(state.out), closes, len(run))
        state.runs[run[0]].append(opener)
        state.out.append(opener)
    elif left:
        state.out.append(run[0] * left)
    return found.end()


def _flanking(char: str, before: str, after: str) -> tuple[bool, bool]:
    """Say whether a run of `char` may open and may close: CommonMark 0.31, section 6.2, left- and right-flanking."""
    before_sign, after_sign = _is_sign(before), _is_sign(after)
    left = not after.isspace() and (not after_sign or before.isspace() or before_sign)
    right = not before.isspace() and (not before_sign or after.isspace() or after_sign)
    if char == "_":
        return left and (not right or before_sign), right and (not left or after_sign)
    return left, right


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _close_runs(state: _Inline, run: str, opens: bool) -> int:
    """Close open runs with the characters of `run`, innermost first; return how many are left over."""
    left = len(run)
    openers = state.runs[run[0]]
    while left and openers:
        opener = openers[-1]
        if (opens or opener.both) and _odd_pair(opener.length, len(run)):
            break
        used = 2 if left >= 2 and opener.count >= 2 else 1
        if not _wrap(state, opener, used):
            break
        left -= used
    return left


def _odd_pair(opening: int, closing: int) -> bool:
    """Say whether two runs that could both open and close do not pair: CommonMark's rule of three ("2**3*4")."""
    return (opening + closing) % 3 == 0 and (opening % 3 != 0 or closing % 3 != 0)


def _wrap(state: _Inline, opener: _Run, used: int) -> bool:
    """Put what stands behind `opener` into emphasis, `used` characters strong; say whether that was possible."""
    inner = state.out[opener.at + 1 :]
    depth = 1 + max((state.depths.get(id(item), 0) for item in inner if isinstance(item, Element)), default=0)
    if depth > MAX_DEPTH:
        _drop_runs(state, 0)  # all others would lie deeper still
        return False
    _drop_runs(state, opener.at + 1)
    element = fill(Element(_tag(opener.char, used)), [_plain(item) for item in inner])
    state.depths[id(element)] = depth
    opener.count -= used
    if not opener.count:
        state.runs[opener.char].pop()
    _replace(state, opener.at + 1 if opener.count else opener.at, element)
    return True


def _tag(char: str, used: int) -> str:
    return "del" if char == "~" else ("em", "strong")[used - 1]


def _plain(item: str | Element | _Run) -> str | Element:
    return item.char * item.count if isinstance(item, _Run) else item


def _drop_runs(state: _Inline, start: int) -> None:
    """Forget the open runs that stand at `start` of the output or later: they are text now."""
    for runs in state.runs.values():
        while runs and runs[-1].at >= start:
            runs.pop()


def _replace(state: _Inline, start: int, element: Element) -> None:
    while state.brackets and state.brackets[-1] >= start:
        state.brackets.pop()
    del state.out[start:]
    state.out.append(element)


def fill(element: Element, items: list[str | Element]) -> Element:
    """Make `items` the content of `element`, strings as text that is not parsed again; return the element."""
    words: list[str] = []
    last: Element | None = None
    for item in [*items, None]:
        if isinstance(item, str):
            words.append(item)
            continue
        if last is None:
            element.text = AtomicString("".join(words))
        else:
            last.tail = AtomicString("".join(words))
        words = []
        if item is not None:
            element.append(item)
            last = item
    return element


_HANDLERS = {
    "escape": _escape,
    "hard": _line_end,
    "soft": _line_end,
    "ticks": _code,
    "auto": _autolink,
    "mail": _mail,
    "bare": _bare,
    "entity": _entity,
    "open": _open,
    "close": _close,
    "run": _run,
}
