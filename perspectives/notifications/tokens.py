"""Signed tokens for unsubscribing: one member, certain kinds of mail, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

from perspectives.conf import conf
from perspectives.notifications.models import NoticeKind
from perspectives.notifications.rules import CLOCK_SKEW

SALT = "perspectives.notifications.unsubscribe"


@dataclass(frozen=True)
class Unsubscription:
    """What a token allows: to switch off `kinds` for the member with the public `key`."""

    key: str
    kinds: tuple[NoticeKind, ...]


def make_token(key: str, kinds: Iterable[NoticeKind]) -> str:
    """Return a token for the member with the public key `key` and these kinds of mail."""
    return signing.dumps([key, sorted(str(kind) for kind in kinds)], salt=SALT)


def read_token(token: str) -> Unsubscription | None:
    """Return what `token` allows, or None if it was changed, made for something else, or is too old."""
    age = timedelta(days=conf.UNSUBSCRIBE_DAYS) + CLOCK_SKEW
    try:
        key, kinds = signing.loads(token, salt=SALT, max_age=age)
    except signing.BadSignature:
        return None
    return Unsubscription(key, tuple(NoticeKind(kind) for kind in kinds))
