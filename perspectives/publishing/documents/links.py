"""Links of the form `[text](address)`: which lead somewhere, which are dead, and what becomes of those."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping
from urllib.parse import quote

# The quantifiers are possessive and no label holds a bracket, so that a text is passed through once, whatever it holds.
LINK = re.compile(
    r"\[(?P<words>[^\[\]\n]*+)\]"
    r"\([ \t]*+(?P<address>[^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+)(?:[ \t]++\"[^\"\n]*+\")?+[ \t]*+\)"
)
LIVE = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)

# In Markdown: an escaped character, a fenced block, code in a line, an image or a link to nowhere.
_DEAD = r"!?+\[(?P<label>(?:[^\[\]\\\n]|\\.)*+)\]\([ \t]*+(?:\#[^()\s]*+)?+(?:[ \t]++\"[^\"\n]*+\")?+[ \t]*+\)"
_FENCE = r"(?m:^[ ]{0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n(?s:.*?)(?:^[ ]{0,3}(?P=fence)[^\n]*+$|\Z))"
DEAD_LINK = re.compile(rf"\\.|{_FENCE}|(?P<ticks>`++)|{_DEAD}")
SIGN = r"\\(?P<sign>[!-/:-@\[-`{-~])"
EMPHASIS = re.compile(
    rf"{SIGN}|(?P<mark>\*{{1,3}}+|(?<!\w)_{{1,3}}+)(?!\s)(?P<words>(?:[^*_\\\n]|\\.)++)(?<!\s)(?P=mark)(?!\w)"
)
ESCAPED = re.compile(SIGN)


def unlinked(text: str) -> str:
    """Return `text` with every link replaced by its own words."""
    return LINK.sub(lambda link: link["words"], text)


def is_live(address: str) -> bool:
    """Whether an address leads somewhere from anywhere: http, https or mailto."""
    return LIVE.match(address) is not None


def words_of(markdown: str) -> str:
    """Return one line of Markdown as plain text: links, emphasis and escapes taken off."""
    bare = EMPHASIS.sub(lambda found: found["words"] or found[0], unlinked(markdown))
    return ESCAPED.sub(r"\g<sign>", bare).strip()


def mark_dead_links(markdown: str) -> str:
    """Return Markdown with every link to nowhere (`[text]()`, `[text](#top)`) written as `[text](#)`."""
    return _each_dead_link(markdown, lambda label: f"[{label}](#)")


def resolve_links(markdown: str, targets: Mapping[str, str]) -> str:
    """Return Markdown with every dead link led to `targets[its words]`, or reduced to its words.

    `targets` maps names (of authors, of the series and its full title) to addresses; case and the kind of spaces do
    not matter. Code is left alone. What has been resolved once stays as it is.
    """
    addresses = {_key(name): quote(address, safe="/:?#=&%@+~,;") for name, address in targets.items()}

    def resolved(label: str) -> str:
        address = addresses.get(_key(words_of(label)))
        return f"[{label}]({address})" if address else label

    return _each_dead_link(markdown, resolved)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _each_dead_link(markdown: str, change: Callable[[str], str]) -> str:
    """Return Markdown with `change(label)` in place of each dead link outside code."""
    runs = _tick_runs(markdown)
    pieces: list[str] = []
    at = 0
    while found := DEAD_LINK.search(markdown, at):
        end = _end_of_code(runs, found) if found["ticks"] else found.end()
        pieces.append(markdown[at : found.start()])
        pieces.append(markdown[found.start() : end] if found["label"] is None else change(found["label"]))
        at = end
    return "".join([*pieces, markdown[at:]])


def _tick_runs(markdown: str) -> dict[int, list[int]]:
    """Return where the runs of backticks begin, by their length."""
    runs: dict[int, list[int]] = defaultdict(list)
    for run in re.finditer("`++", markdown):
        runs[len(run[0])].append(run.start())
    return runs


def _end_of_code(runs: Mapping[int, list[int]], opening: re.Match[str]) -> int:
    """Return where the code ends that a run of backticks opens: behind the next run of its length, if there is one."""
    starts = runs[len(opening["ticks"])]
    index = bisect_right(starts, opening.start())
    return starts[index] + len(opening["ticks"]) if index < len(starts) else opening.end()
