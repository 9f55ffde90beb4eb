"""Code spans, emphasis, links and line breaks in linear time, in the place of Python-Markdown's inline patterns.

Theirs copy the whole text for every match and search it anew for every open bracket: Python-Markdown 3.11.3 takes
1.6 s for `python -c "import markdown; markdown.markdown('[' * 4_000)"`, over 12 s for 20,000, as for "[a](" and 3 s for
"<a ". These read each character a bounded number of times: 20,000 characters of any of them take under 40 ms.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from perspectives.text.clean import clean_text
from perspectives.text.emphasis import Inline, Run, drop_runs, fill, plain, read_run, replace

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


def inline(text: str, *, break_lines: bool) -> list[str | Element]:
    """Return the strings and elements that Markdown `text` of one block consists of.

    With `break_lines` every newline is a `<br>`, else only one after two spaces or a backslash.
    """
    found = _TOKEN.search(text)
    if not found:
        return [text]
    state = Inline(text, break_lines)
    for ticks in _TICKS.finditer(text):
        state.ticks[len(ticks[0])].append(ticks.start())
    position = 0
    while found:
        state.out.append(text[position : found.start()])
        position = _HANDLERS[found.lastgroup or ""](state, found)
        found = _TOKEN.search(text, position)
    state.out.append(text[position:])
    return [plain(item) for item in state.out]


def _escape(state: Inline, found: re.Match[str]) -> int:
    state.out.append(found["escape"])
    return found.end()


def _line_end(state: Inline, found: re.Match[str]) -> int:
    if state.break_lines or found.lastgroup == "hard":
        state.out.append(Element("br"))
    state.out.append("\n")
    return found.end()


def _code(state: Inline, found: re.Match[str]) -> int:
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


def _autolink(state: Inline, found: re.Match[str]) -> int:
    state.out.append(_link(found["auto"], found["auto"].removeprefix("mailto:")))
    return found.end()


def _mail(state: Inline, found: re.Match[str]) -> int:
    state.out.append(_link("mailto:" + found["mail"], found["mail"]))
    return found.end()


def _bare(state: Inline, found: re.Match[str]) -> int:
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


def _entity(state: Inline, found: re.Match[str]) -> int:
    decoded = html.unescape(found["entity"])
    state.out.append(decoded if decoded in "\t\n \xa0" or decoded.isprintable() else clean_text(decoded))
    return found.end()


def _decoded(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def _open(state: Inline, found: re.Match[str]) -> int:
    state.brackets.append(len(state.out))
    state.out.append(found["open"])
    return found.end()


def _close(state: Inline, found: re.Match[str]) -> int:
    target = _TARGET.match(state.text, found.end()) if state.brackets else None
    if target is None or not _ADDRESS_LIKE.match(_target(target)):
        if state.brackets:
            state.brackets.pop()
        state.out.append("]")
        return found.end()
    opener = state.brackets.pop()
    state.brackets.clear()  # links do not nest: the brackets around this one are text
    drop_runs(state, opener)
    inner = state.out[opener + 1 :]
    href = _target(target)
    link = Element("a", {"href": href})
    if title := _title(target):
        link.set("title", title)
    fill(link, [_unlinked(item) for item in inner] if _visible(inner) else [href])
    replace(state, opener, link)
    return target.end()


def _target(target: re.Match[str]) -> str:
    raw = target["angled"] if target["angled"] is not None else target["plain"]
    return _decoded(_ESCAPED.sub(r"\1", raw)).strip()


def _title(target: re.Match[str]) -> str:
    raw = target["double"] or target["single"] or ""
    return clean_text(_decoded(_ESCAPED.sub(r"\1", raw))).replace("\n", " ")


def _visible(items: list[str | Element | Run]) -> bool:
    return any(not isinstance(item, str) or item.strip() for item in items)


def _unlinked(item: str | Element | Run) -> str | Element:
    if isinstance(item, str | Run):
        return plain(item)
    for element in item.iter("a"):  # a bare address within a link's words; `iter` follows the bounded depth
        element.tag = "span"
        element.attrib.clear()
    return item


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
    "run": read_run,
}
