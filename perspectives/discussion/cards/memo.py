"""Cards that this process has made: between two readings of a page nearly all of them say what they said before.

A card is remembered under every value it is made of, so nothing in here can be out of date, and all of it can be
forgotten at any time.
"""

from __future__ import annotations

from typing import Any

# Cards remembered, about 3 kB each; when there are more, all are forgotten.
MOST = 2_000
_cards: dict[Any, dict[Any, bytes]] = {}


def cards_of(scope: tuple[Any, ...]) -> dict[Any, bytes]:
    """Return the cards made for pages that agree in `scope`, by what else each is made of: to be read and added to."""
    if sum(map(len, _cards.values())) > MOST:
        forget()
    return _cards.setdefault(scope, {})


def forget() -> None:
    """Forget all cards."""
    _cards.clear()
