"""What publishing refuses, in one sentence that says what to do."""

from __future__ import annotations

from perspectives.text.errors import TextRefused


class PostRefused(TextRefused):
    """An essay, or a part of one, that cannot be saved as it is; `code` says which rule, `str()` what to do."""
