"""Signed tokens for statements of reasons: each names one decision, and whoever has the link may read it."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from perspectives.moderation.models import Decision

SALT = "perspectives.moderation.statement"
# Nothing that a mail program would take for the end of an address.
SEPARATOR = "."
# A primary key has at most so many digits.
KEY_DIGITS = 19


def statement_token(decision: Decision) -> str:
    """Return the token of a decision's statement. It does not expire: the statement is a record for its reader."""
    return _signer().sign(str(decision.pk))


def decision_key(token: str) -> int | None:
    """Return the primary key of the decision that `token` names, None where it was changed or is for another thing."""
    try:
        key = _signer().unsign(token)
    except signing.BadSignature:
        return None
    return int(key) if key.isascii() and key.isdecimal() and len(key) <= KEY_DIGITS else None


def statement_path(decision: Decision) -> str:
    """Return the address of a decision's statement of reasons on this site."""
    return reverse("perspectives:statement", args=[statement_token(decision)])


def _signer() -> signing.Signer:
    return signing.Signer(sep=SEPARATOR, salt=SALT)
