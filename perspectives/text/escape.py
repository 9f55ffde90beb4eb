"""Plain text made into Markdown that says the same, for documents that were never meant as Markdown."""

from __future__ import annotations

import re

from perspectives.text.clean import clean_text
from perspectives.text.inline import BARE, without_trailing

_ANYWHERE = re.compile(r"[\\`*_\[\]<~|]|&(?=[#a-zA-Z])")
_NUMBER = re.compile(r"^([0-9]{1,9})\.(?=\s|$)", re.MULTILINE)
_LINE_START = re.compile(r"^(?=[>#+=-])", re.MULTILINE)


def escape_plain(text: str) -> str:
    r"""Return Markdown that shows plain `text` as it is: "1990. The", "*", "#", "<" and "&amp;" stay themselves.

    Blank lines part paragraphs. Spaces at either end of a line, which HTML does not show, are left out, so that an
    indented paragraph is no code. Signs that mean nothing where they stand are not escaped: the text stays legible.
    """
    plain = "\n".join(line.strip() for line in clean_text(text).split("\n"))
    return _LINE_START.sub(r"\\", _NUMBER.sub(r"\1\\.", _escaped(plain)))


def _escaped(text: str) -> str:
    """Escape the signs in `text` but not in bare addresses, where they are no Markdown."""
    pieces: list[str] = []
    position = 0
    for found in BARE.finditer(text):
        address = without_trailing(found[0])
        pieces += [_ANYWHERE.sub(r"\\\g<0>", text[position : found.start()]), address]
        position = found.start() + len(address)
    return "".join([*pieces, _ANYWHERE.sub(r"\\\g<0>", text[position:])])
