"""For hosts: a signed-in user and what perspectives must know of it, asked in one query instead of two."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model

from perspectives.discussion.rules import EDITS_ALL, MODERATES_ALL
from perspectives.discussion.viewers import is_plain_class, user_asked


class ViewerMixin:
    """Put before a backend that finds users as Django's ModelBackend does, in a class named in AUTHENTICATION_BACKENDS.

    Where the host has its own idea of permissions, it changes nothing.
    """

    def get_user(self, user_id: Any) -> Any:
        """Return the user of a session, None where there is none or it may not sign in."""
        if not is_plain_class(get_user_model()):
            return super().get_user(user_id)  # type: ignore[misc]  # Of the backend behind it.
        user = user_asked(user_id, (MODERATES_ALL, EDITS_ALL))
        return user if user is not None and self.user_can_authenticate(user) else None  # type: ignore[attr-defined]
