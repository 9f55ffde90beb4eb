"""Whether this is a site that the public reads: there, nobody makes comments up by accident."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings

from perspectives.conf import conf

# Names that never lead to a public site: RFC 2606 and RFC 6761.
RESERVED = ("example", "test", "invalid", "localhost", "local", "example.com", "example.net", "example.org")


def public_host() -> str:
    """Return a name under which the public can reach this site, "" where there is none or DEBUG is on.

    Asked are PERSPECTIVES["BASE_URL"] and ALLOWED_HOSTS; a bare "*" says nothing where BASE_URL says something.
    """
    if settings.DEBUG:
        return ""
    base = urlsplit(conf.BASE_URL).hostname or ""
    hosts = [base, *(host for host in settings.ALLOWED_HOSTS if host != "*" or not base)]
    return next((host for host in hosts if is_public(host)), "")


def is_public(host: str) -> bool:
    """Tell whether `host`, a name as in ALLOWED_HOSTS, may be one that the public uses; "*" may be any."""
    name = host.strip("[].").lower()
    if host == "*":
        return True
    try:
        return ipaddress.ip_address(name).is_global
    except ValueError:
        is_reserved = any(name == one or name.endswith(f".{one}") for one in RESERVED)
        return "." in name and not is_reserved
