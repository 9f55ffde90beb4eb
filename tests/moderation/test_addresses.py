"""Addresses in plain words count as links, what only looks a little like one does not; time is linear always."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perspectives.moderation import checks
from perspectives.moderation.addresses import ALONE, COUNTRIES, SEVERAL, hosts_in
from tests.pace import allowed_processor
from tests.text.storm import FRAGMENTS


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("See www.example.com/buy now", ["www.example.com"]),
        ("example.com/x", ["example.com"]),
        ("Go to example.com.", ["example.com"]),
        ("Go to EXAMPLE.COM!", ["example.com"]),
        ("https://a.test/x and http://b.test", ["a.test", "b.test"]),
        ("HTTPS://A.test", ["a.test"]),
        ("ftp://files.test", ["files.test"]),
        ("http://203.0.113.7/x", ["203.0.113.7"]),
        ("http://localhost:8000/", ["localhost"]),
        ("(pills.ru), cheap-pills.co.uk; «shop.example.net»", ["pills.ru", "cheap-pills.co.uk", "shop.example.net"]),
        ("t.me/x bit.ly/y youtu.be/z cheap.shop/w", ["t.me", "bit.ly", "youtu.be", "cheap.shop"]),
        ("b\u00fccher.com/x", ["b\u00fccher.com"]),
        ("请看example.com吧", ["example.com"]),
        ("example[.]com example(dot)org example [dot] net", ["example.com", "example.org", "example.net"]),
        ("https://a.test/b.com?c=d.com#e.com", ["a.test"]),
        ("https://a.test@b.test/", ["a.test"]),
        ("www.example", ["www.example"]),
    ],
)
def test_what_a_reader_recognises_is_found(text: str, hosts: list[str]) -> None:
    assert hosts_in(text) == hosts


@pytest.mark.parametrize(
    "text",
    [
        "e.g. this, i.e. that, etc.",
        "Node.js and Node.js/Express",
        "the U.S. and the U.S./Russia",
        "file.py, src/main.py/x, README.md, lib.rs",
        "3.5 or 3.5/4, 1.000.000, 10.12.2026",
        "this vs.the other, and it ends.In time it.Is so.To speak",
        "ASP.NET, System.Net, .NET",
        "me@example.com and john.doe.com@example.org",
        "Ph.D., a.m./p.m., St.Petersburg, J.R.R.Tolkien",
        "and/or, km/h, 24/7, either/or.",
        "www. www www... wwwexample",
        "foo://example.com javascript:alert(1) ://x",
        "wait...what, no..com, .com, -.com",
        "os.path.join, a.b.c, self.name",
        f"{'a' * 64}.com",
        "",
    ],
)
def test_what_is_none_is_not(text: str) -> None:
    assert hosts_in(text) == []


def test_the_lists_hold_domains_and_no_file_endings() -> None:
    assert all(name.isascii() and name.islower() and name.isalpha() for name in ALONE | SEVERAL | COUNTRIES)
    assert {len(name) for name in COUNTRIES} == {2}
    assert not {"js", "py", "md", "rs", "sh", "ts", "go", "the"} & (ALONE | SEVERAL | COUNTRIES)
    assert not ALONE & SEVERAL


def test_the_check_counts_them_beside_links_and_each_once(submit: Callable[..., Any], forum: Any) -> None:
    forum.links_allowed, forum.trusted_links = 2, 2
    body = "[www.a.example](https://a.example/) and **exam**ple.com/x\n\n`https://b.example/` by me@example.com"
    assert checks.links(submit(body, forum=forum)).facts == {"links": 3, "allowed": 2}
    assert checks.links(submit("https://a.example/b.com, so I think.", forum=forum)).facts["links"] == 1
    assert checks.links(submit("Mr. Smith e.g. wrote file.py in 3.5 hours.", forum=forum)).facts["links"] == 0


def test_lists_of_hosts_know_them_too(submit: Callable[..., Any], forum: Any) -> None:
    forum.refused_hosts, forum.held_hosts, forum.allowed_hosts = "evil.example", "dubious.com", "good.com"
    forum.links_allowed = forum.trusted_links = 0
    assert checks.links(submit("www.evil.example/x", forum=forum)).answer == "refuse"
    assert checks.links(submit("shop.dubious.com", forum=forum)).facts["hosts"] == ["shop.dubious.com"]
    assert checks.links(submit("good.com/x", forum=forum)).answer == "pass"


@given(st.text(max_size=400) | st.text(alphabet="aw.-/:@[](){}d othps\u4e00_", max_size=400))
def test_any_text_has_hosts_that_stand_in_it_or_none(text: str) -> None:
    plain = text.lower()
    for host in hosts_in(text):
        assert 0 < len(host) <= 253
        assert host in plain or "dot" in plain or "." in plain


@pytest.mark.timed("processor")
@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="aw.-/:@[](){}d othps\u4e00_", min_size=1, max_size=12))
def test_time_grows_with_length_and_not_with_its_square(piece: str) -> None:
    def spent(times: int) -> float:
        text, start = piece * times, time.process_time()
        hosts_in(text)
        return time.process_time() - start

    # A hundred thousand characters at most; with the square of the length it would be minutes.
    quickest = min(spent(100_000 // len(piece)) for _ in range(2))
    assert quickest < 1 or quickest < allowed_processor(1)


@pytest.mark.timed("processor")
def test_no_fragment_is_slow_when_repeated() -> None:
    slow: dict[str, float] = {}
    for fragment in (*FRAGMENTS, "a", ".", "a.", "www.", "http://", "[.", "( dot ", "a.com", "-.", "a-"):
        text, start = fragment * (50_000 // len(fragment)), time.process_time()
        hosts_in(text)
        slow[fragment] = time.process_time() - start
    limit = allowed_processor(1)
    assert {fragment: spent for fragment, spent in slow.items() if spent > limit} == {}
