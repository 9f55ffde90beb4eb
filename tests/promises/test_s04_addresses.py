"""S4: addresses in comments lead where they say, and where they do not they are words; `cite` carries nothing."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import new_key

pytestmark = pytest.mark.django_db
NOWHERE = [
    "//evil.example/a",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "https:\\\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "data:text/html,hello",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:x",
    "ftp://evil.example/",
    "tel:+1",
    "intent://x#Intent;end",
    "../admin/",
    "/accounts/logout/",
    "?next=//evil.example",
    "#px-main",
    "%2F%2Fevil.example",
]
HONEST = ["https://example.org/a?b=c&d=e#f", "http://example.org", "mailto:ann@example.com", "https://example.org/ä"]


def shown(stage, body):
    """Post a comment and return its HTML on its own page."""
    client, slug = stage.client("moderator"), stage.post.discussion.slug
    answer = client.post(reverse("perspectives:new_comment", args=[slug]), {"body": body, "key": new_key()})
    assert answer.status_code == 303, answer.content.decode()
    page = Client().get(f"/discussions/{slug}/{answer['Location'].split('#')[1]}/").content.decode()
    main = page.split("px-comment-main")[1]
    return re.search(r'<div class="px-prose px-comment-body" dir="auto">(.*?)</div>', main, re.S)[1]


@pytest.mark.parametrize("address", NOWHERE)
def test_an_address_that_leads_elsewhere_is_no_link(stage, address):
    html = shown(stage, f"A [link {len(address)}]({address}) and <{address}> and [one][x].\n\n[x]: {address}")
    assert "<a" not in html


@pytest.mark.parametrize("address", HONEST)
def test_an_honest_link_leads_there_and_says_that_a_reader_wrote_it(stage, address):
    links = re.findall(r"<a ([^>]*)>", shown(stage, f"A [link]({address}) of {new_key()}."))
    assert len(links) == 1
    assert 'rel="nofollow ugc noopener"' in links[0]
    assert f'href="{address.replace("&", "&amp;")}"' in links[0] or "%C3%A4" in links[0]


def test_a_quote_cites_nothing(stage):
    html = shown(stage, '<blockquote cite="javascript:alert(1)">quoted</blockquote>\n\n> honest quote')
    assert "cite=" not in re.sub(r"&lt;.*?&gt;", "", html)
    assert "<blockquote>" in html
