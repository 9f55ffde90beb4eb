"""Lists of hosts, and which of them an address leads to, however the address is written."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from perspectives.moderation.matching import Problem

_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")


def host_of(address: str) -> str:
    """Return the host that a link leads to, as it is compared; "" for a link to no host.

    What stands before "@" is a user's name and not the host, as browsers read it.
    """
    try:
        return folded(unquote(urlsplit(address).hostname or ""))
    except ValueError:  # A broken address in brackets, as of IPv6.
        return ""


def folded(host: str) -> str:
    """Return a host in lower case and ASCII: "Bücher.Example." and "xn--bcher-kva.example" are the same."""
    plain = host.strip().strip(".").lower()
    try:
        return plain.encode("idna").decode("ascii")
    except UnicodeError:  # No name that can be registered; it is compared as it is typed.
        return plain


def domain_of(mail: str) -> str:
    """Return the domain of a mail address, as it is compared."""
    return folded(mail.rpartition("@")[2])


def is_listed(host: str, listed: str) -> bool:
    """Whether a host, or one that it is a part of, stands in a list (one a line)."""
    if not host or not listed.strip():
        return False
    hosts, labels = _hosts_of(listed), host.split(".")
    return any(".".join(labels[place:]) in hosts for place in range(len(labels)))


@lru_cache(maxsize=128)
def _hosts_of(listed: str) -> frozenset[str]:
    """Return the hosts of a list, as they are compared."""
    lines = (line.strip() for line in listed.splitlines())
    return frozenset(_line(line) for line in lines if line and not line.startswith("#")) - {""}


def _line(line: str) -> str:
    """Return the host of a line, which may be written as an address, or with "*." or "@" before it."""
    return host_of(line) if "//" in line else folded(line.removeprefix("*.").removeprefix("@"))


def validate_hosts(text: str) -> list[Problem]:
    """Return what is wrong with a list of hosts, in the order of its lines."""
    problems = []
    for number, typed in enumerate(text.splitlines(), 1):
        line = typed.strip()
        if line and not line.startswith("#") and not _HOST.fullmatch(_line(line)):
            sentence = _("“%(line)s” is no host. Write it as example.org, one a line.") % {"line": line[:100]}
            problems.append(Problem(number, typed.index(line) + 1, sentence))
    return problems
