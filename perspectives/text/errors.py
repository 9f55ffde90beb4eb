"""The one exception of this room, so that a form or a view can give a text back with what to do about it."""

from __future__ import annotations

from django.utils.functional import Promise


class TextRefused(ValueError):
    """A text that is not accepted: `code` for programs, `str(refusal)` a translated sentence for its writer."""

    def __init__(self, code: str, message: str | Promise) -> None:
        """Keep `code` and the `message`, which may be lazy: it is translated when it is shown."""
        super().__init__(message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        """Return the message in the language of the moment."""
        return str(self.message)
