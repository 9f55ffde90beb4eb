"""From bytes to lines: the one place that decides whether a file is text at all."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from perspectives.conf import conf
from perspectives.publishing.documents.document import DocumentRefused

BOM = b"\xef\xbb\xbf"
# At the limit of bytes that is twenty characters a line: whatever has more of them is a table or a log, no essay.
MAX_LINES = 50_000

# Controls (but tab and newline) have no place in a text and break feeds; U+FFFD is what a wrong conversion leaves
# behind; the others are noncharacters, which XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets).
REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd\ufffe\uffff]")


def lines_of(data: bytes, name: str) -> list[str]:
    """Return the lines of a UTF-8 document, whatever ends them, without a byte-order mark.

    Raises DocumentRefused for more than `IMPORT_MAX_BYTES`, or `MAX_LINES`, another encoding, and controls.
    """
    _must_fit(data, name)
    text = _unified(_decoded(data, name))
    _must_be_text(text, name)
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        reason = _("the document passes %(limit)d lines here, more than an import takes; divide it into several.")
        raise DocumentRefused(name, MAX_LINES + 1, reason % {"limit": MAX_LINES})
    return lines


def _must_fit(data: bytes, name: str) -> None:
    limit = conf.IMPORT_MAX_BYTES
    if len(data) > limit:
        reason = _("the document passes %(limit)d bytes here, more than an import takes; divide it into several.")
        raise DocumentRefused(name, data.count(b"\n", 0, limit) + 1, reason % {"limit": limit})


def _decoded(data: bytes, name: str) -> str:
    data = data.removeprefix(BOM)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _unified(data[: error.start].decode("utf-8"))
        reason = _("byte %(place)d (0x%(byte)02X) is not UTF-8; save the document as UTF-8 text.")
        facts = {"place": len(before.rpartition("\n")[2].encode()) + 1, "byte": data[error.start]}
        raise DocumentRefused(name, before.count("\n") + 1, reason % facts) from error


def _unified(text: str) -> str:
    """Make every line end one newline; U+2028 and U+2029, which word processors leave behind, are line ends too."""
    for end in ("\r\n", "\r", "\u2028"):
        text = text.replace(end, "\n")
    return text.replace("\u2029", "\n\n")


def _must_be_text(text: str, name: str) -> None:
    found = REFUSED.search(text)
    if found:
        reason = _("there is a character that no text holds (U+%(code)04X); save the document as UTF-8 text.")
        line = text.count("\n", 0, found.start()) + 1
        raise DocumentRefused(name, line, reason % {"code": ord(found.group())})
