"""The seal of the log: what the public may note down, so that nobody can change the log behind it.

It is made of the last digest of the chain with a key of the site's. The digest itself is not shown: whoever knew two
of them could try out, offline, which members and which words a decision was made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

from perspectives.moderation.models import LogHead

SALT = "perspectives.moderation.seal"


@dataclass(frozen=True)
class Seal:
    """How many decisions the log has, and their seal; "" while there is none."""

    position: int
    words: str


def seal_now() -> Seal:
    """Return the seal of the whole log as it stands: one query."""
    position, digest = LogHead.objects.filter(pk=1).values_list("position", "digest").first() or (0, "")
    return Seal(position, seal_of(digest) if digest else "")


def seal_of(digest: str, secret: str | bytes | None = None) -> str:
    """Return the seal of a digest, 64 hexadecimal digits, under the site's key or another one."""
    return salted_hmac(SALT, digest, secret=secret, algorithm="sha256").hexdigest()


def seals_of(digest: str) -> Iterator[str]:
    """Yield the seals that a digest has, or had: under the present key, and under those it took the place of."""
    yield seal_of(digest)
    for secret in settings.SECRET_KEY_FALLBACKS:
        yield seal_of(digest, secret)
