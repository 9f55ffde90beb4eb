"""What a discussion refuses, in words the person can act on, with the HTTP status that says the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Settle:
    """Where a writer can settle what refused a text, by a POST, and what the button says; the text is kept."""

    address: str
    label: str


class Refused(Exception):
    """Something is not allowed; `message` says what to do instead."""

    http_status = 403
    code = "refused"
    # Set where the writer can do away with the reason at once.
    settle: Settle | None = None

    def __init__(self, message: str, *, code: str | None = None, http_status: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.http_status = http_status or self.http_status


class Unacceptable(Refused):
    """The text itself cannot be taken as it is."""

    http_status = 422
    code = "unacceptable"


class Conflict(Refused):
    """Somebody else changed the thing meanwhile."""

    http_status = 409
    code = "conflict"


class Throttled(Refused):
    """Too much in too short a time; `retry_after` is in seconds."""

    http_status = 429
    code = "throttled"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class KeyReused(Refused):
    """The form's key was used for another text before; `first` is the comment that was posted with it."""

    http_status = 409
    code = "key-reused"

    def __init__(self, first: object) -> None:
        super().__init__(
            _("This form was already used to post another text. Nothing is lost: look at that one, then post this.")
        )
        self.first = first


class SaidMeanwhile(Exception):
    """While a text was looked at, its writer posted something in the same discussion that it must be measured by."""


class ParentGone(Refused):
    """The comment to be answered is not there to be answered."""

    http_status = 409
    code = "parent-gone"

    def __init__(self) -> None:
        super().__init__(
            _("The comment you answer is no longer public. Your text is kept: you can post it as a new comment.")
        )
