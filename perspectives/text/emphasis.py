"""Emphasis: the runs of `*`, `_` and `~~` in a text, paired in linear time after CommonMark's rules."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

MAX_DEPTH = 8
"""Emphasis within emphasis deeper than this stays text: nobody reads it, and a deep tree costs quadratic time."""


@dataclass
class Run:
    """A run of `*`, `_` or `~~` that may open emphasis: where it stands in the output and how much is left of it."""

    char: str
    count: int
    at: int
    both: bool  # could close as well as open
    length: int  # as typed


@dataclass
class Inline:
    """One pass over one text: `out` holds strings, elements and open runs; open brackets and runs lie aside."""

    text: str
    break_lines: bool
    out: list[str | Element | Run] = field(default_factory=list)
    brackets: list[int] = field(default_factory=list)
    runs: dict[str, list[Run]] = field(default_factory=lambda: defaultdict(list))
    depths: dict[int, int] = field(default_factory=dict)
    ticks: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def read_run(state: Inline, found: re.Match[str]) -> int:
    """Let a run of marks close what is open and open what it can; return where reading goes on."""
    run = found["run"]
    before = state.text[found.start() - 1 : found.start()] or " "
    after = state.text[found.end() : found.end() + 1] or " "
    opens, closes = _flanking(run[0], before, after)
    left = _close_runs(state, run, opens) if closes else len(run)
    if left and opens:
        opener = Run(run[0], left, len(state.out), closes, len(run))
        state.runs[run[0]].append(opener)
        state.out.append(opener)
    elif left:
        state.out.append(run[0] * left)
    return found.end()


def _flanking(char: str, before: str, after: str) -> tuple[bool, bool]:
    """Say whether a run of `char` may open and may close: CommonMark 0.31, section 6.2, left- and right-flanking.

    Between digits it does neither: "2*3*4" is a product.
    """
    if before.isdigit() and after.isdigit():
        return False, False
    before_sign, after_sign = _is_sign(before), _is_sign(after)
    left = not after.isspace() and (not after_sign or before.isspace() or before_sign)
    right = not before.isspace() and (not before_sign or after.isspace() or after_sign)
    if char == "_":
        return left and (not right or before_sign), right and (not left or after_sign)
    return left, right


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _close_runs(state: Inline, run: str, opens: bool) -> int:
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


def _wrap(state: Inline, opener: Run, used: int) -> bool:
    """Put what stands behind `opener` into emphasis, `used` characters strong; say whether that was possible."""
    inner = state.out[opener.at + 1 :]
    depth = 1 + max((state.depths.get(id(item), 0) for item in inner if isinstance(item, Element)), default=0)
    if depth > MAX_DEPTH:
        drop_runs(state, 0)  # all others would lie deeper still
        return False
    drop_runs(state, opener.at + 1)
    element = fill(Element(_tag(opener.char, used)), [plain(item) for item in inner])
    state.depths[id(element)] = depth
    opener.count -= used
    if not opener.count:
        state.runs[opener.char].pop()
    replace(state, opener.at + 1 if opener.count else opener.at, element)
    return True


def _tag(char: str, used: int) -> str:
    return "del" if char == "~" else ("em", "strong")[used - 1]


def plain(item: str | Element | Run) -> str | Element:
    """Return `item`, an open run as the text it is when nothing closes it."""
    return item.char * item.count if isinstance(item, Run) else item


def drop_runs(state: Inline, start: int) -> None:
    """Forget the open runs that stand at `start` of the output or later: they are text now."""
    for runs in state.runs.values():
        while runs and runs[-1].at >= start:
            runs.pop()


def replace(state: Inline, start: int, element: Element) -> None:
    """Put `element` in the place of all output from `start` on."""
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
