"""What the room of members refuses, in words a person can act on."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perspectives.text.errors import TextRefused


class NameTaken(TextRefused):
    """The display name is another member's, or looks like it."""

    def __init__(self) -> None:
        super().__init__("name-taken", _("Somebody here already has that name or one that looks like it."))


class LimitReached(Exception):
    """Somebody tried too often; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = max(1, retry_after)
        minutes = -(-self.retry_after // 60)
        super().__init__(
            ngettext(
                "That was a lot in a short time. Please try again in a minute.",
                "That was a lot in a short time. Please try again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes}
        )
