"""S10: whatever `next` says, nobody is sent to another site; at every address that sends people anywhere."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.promises import addresses

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https:evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "//testserver@evil.example",
    "https://testserver@evil.example",
    "https://testserver.evil.example/",
    "/%09/evil.example",
    "//evil.example/%2f..",
    "/\r\nLocation: https://evil.example/",
    "%2F%2Fevil.example",
    "\x00//evil.example",
]
NAMES = ("next", "redirect_to", "url", "return", "continue", "redirect")


def stays_here(answer):
    """Whether an answer sends its reader nowhere, or to this site."""
    target = answer.headers.get("Location")
    if target is None:
        return True
    parts = urlsplit(target.replace("\\", "/").strip())
    plain = parts.scheme in ("", "http") and parts.netloc in ("", "testserver")
    return plain and not target.startswith(("//", "/\\", "/\t")) and not any(ord(char) < 32 for char in target)


@pytest.mark.parametrize("where", ELSEWHERE)
def test_choosing_a_name_leads_nowhere_else(stage, where):
    client = stage.client("stranger")
    for path, data in ((reverse("perspectives:name"), {"next": where}), (f"{reverse('perspectives:name')}", {})):
        answer = client.post(path, {"name": "Eve"} | data, QUERY_STRING="" if data else f"next={where}")
        assert answer.status_code == 303
        assert stays_here(answer), answer["Location"]
    page = client.get(reverse("perspectives:name"), {"next": where}).content.decode()
    assert f'href="{where}"' not in page


@pytest.mark.parametrize("where", ELSEWHERE[2:20:6])
@pytest.mark.parametrize("role", ["nobody", "writer"])
def test_no_address_sends_anybody_elsewhere(stage, role, where):
    for name, path in addresses.paths(stage).items():
        asked = dict.fromkeys(NAMES, where)
        assert stays_here(stage.client(role, "pending").get(path, asked)), name


@pytest.mark.parametrize("where", ELSEWHERE)
def test_signing_in_out_and_up_leads_nowhere_else(stage, settings, where):
    settings.ACCOUNT_RATE_LIMITS = False
    login = Client().post(reverse("account_login"), {"login": "eve@example.org", "password": "secret", "next": where})
    assert login.status_code == 302
    assert stays_here(login), login["Location"]
    client = Client()
    client.cookies.update(stage.client("stranger").cookies)
    for name in ("account_login", "account_signup"):
        assert stays_here(client.get(reverse(name), {"next": where}))
    logout = client.post(reverse("account_logout"), {"next": where})
    assert logout.status_code == 302
    assert stays_here(logout), logout["Location"]


def test_a_slash_is_added_to_addresses_of_this_site_only():
    for path in ("//evil.example/x", "//evil.example", "/\\evil.example", "///evil.example/a"):
        assert stays_here(Client().get(path))
        assert stays_here(Client().get(path.rstrip("/")))


def test_an_honest_next_is_followed(stage):
    answer = stage.client("stranger").post(reverse("perspectives:name"), {"name": "Eve", "next": "/search/?q=nato"})
    assert answer["Location"] == "/search/?q=nato"
