"""What is put into a page after its template was rendered: long runs of HTML, which each template would copy again.

A template's text is joined once for every block and file it passes through, four bytes a character as soon as one
reader has written an emoji. Cards go in last, and as bytes.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from contextvars import ContextVar

from django.utils.safestring import SafeString, mark_safe

# What makes pieces of HTML in UTF-8.
Pieces = Callable[[], Iterable[bytes]]
# No writer can guess it, so no text can be taken for a mark.
_SECRET = secrets.token_hex(16)
_MARK = re.compile(f"<!--{_SECRET}-([0-9]+)-->".encode())
_waiting: ContextVar[list[Pieces] | None] = ContextVar("perspectives_later", default=None)


def later(pieces: Pieces) -> SafeString:
    """Return a mark for what `pieces` makes, or that itself where nobody is going to put it in."""
    waiting = _waiting.get()
    if waiting is None:
        return together(pieces())
    waiting.append(pieces)
    return mark_safe(f"<!--{_SECRET}-{len(waiting) - 1}-->")


def together(pieces: Iterable[bytes]) -> SafeString:
    """Return pieces of HTML as one."""
    return mark_safe(b"".join(pieces).decode())


def rendered_with_marks(render: Callable[[], bytes]) -> bytes:
    """Return what `render` makes, with everything put in that `later` has marked meanwhile."""
    token = _waiting.set([])
    try:
        content, waiting = render(), _waiting.get() or []
    finally:
        _waiting.reset(token)
    parts: list[bytes] = _MARK.split(content)
    # One list, joined once: a page is large enough for each copy of it to be felt.
    pieces = [parts[0]]
    for mark, behind in zip(parts[1::2], parts[2::2], strict=True):
        pieces += waiting[int(mark)]()
        pieces.append(behind)
    return b"".join(pieces)
