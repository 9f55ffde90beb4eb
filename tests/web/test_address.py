"""The address a request comes from, with and without proxies."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from perspectives.web.address import client_address, network_of


def asked(remote, forwarded=None):
    """Return the address of a request with these headers."""
    extra = {"REMOTE_ADDR": remote}
    if forwarded is not None:
        extra["HTTP_X_FORWARDED_FOR"] = forwarded
    return client_address(RequestFactory().get("/", **extra))


def test_a_header_that_anybody_can_write_is_not_believed():
    assert asked("192.0.2.1", "203.0.113.9") == "192.0.2.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "not an address", None),
        (1, "", None),
    ],
)
def test_behind_proxies_the_entry_the_outermost_one_wrote_counts(settings, proxies, forwarded, address):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"TRUSTED_PROXIES": proxies}
    assert asked("192.0.2.1", forwarded) == address


def test_an_address_that_is_none_is_none():
    assert asked("") is None
    assert asked("::ffff:192.0.2.1") == "192.0.2.1"


def test_a_customer_is_an_ipv4_address_or_a_network_of_ipv6():
    assert network_of("192.0.2.1") == "192.0.2.1"
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::1") == "2001:db8:1:2::/64"
