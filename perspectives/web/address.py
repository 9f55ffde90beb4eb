"""The address a request comes from, believing only as many proxies as the host says it has."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from django.http import HttpRequest

from perspectives.conf import conf


def client_address(request: HttpRequest) -> str | None:
    """Return the client's IP address, or None where there is none (a Unix socket, a malformed header).

    With PERSPECTIVES["TRUSTED_PROXIES"] = n the n-th entry from the right of X-Forwarded-For counts: the entries
    before it were written by the client and prove nothing.
    """
    claimed = request.META.get("REMOTE_ADDR", "")
    if conf.TRUSTED_PROXIES:
        chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(chain) >= conf.TRUSTED_PROXIES:
            claimed = chain[-conf.TRUSTED_PROXIES]
    try:
        address = ip_address(claimed.strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)


def network_of(address: str) -> str:
    """Return what counts as one customer: an IPv4 address, or the /64 of an IPv6 address."""
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)
