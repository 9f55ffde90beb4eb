"""S12: the link of a real mail shows by GET and acts by POST, signed out; changed, it does neither.

Kinds, age and headers of the token: tests/notifications/test_unsubscribing.py.
"""

from __future__ import annotations

import re

import pytest
from django.test import Client

from perspectives.members.models import Member
from tests.promises import addresses

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(stage):
    """A mail to Ann, and the path of its link."""
    found = next(letter for letter in stage.mails if letter.to == ["ann@example.org"])
    path = re.search(r"<https://essays\.example(/[^>]+)>", found.extra_headers["List-Unsubscribe"])[1]
    assert found.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return path


def test_looking_changes_nothing_and_one_click_switches_off_without_signing_in(letter):
    browser, before = Client(enforce_csrf_checks=True), addresses.dump()
    for method in ("get", "head", "get"):
        assert getattr(browser, method)(letter).status_code == 200
    assert addresses.differences(before, addresses.dump()) == []
    for _time in range(2):
        sent = {"List-Unsubscribe": "One-Click"}
        assert browser.post(letter, sent, HTTP_ORIGIN="https://mail.example").status_code == 200
    assert addresses.differences(before, addresses.dump()) == ["perspectives_member"]
    assert Member.objects.get(name="Ann").mail_answers is False
    assert Member.objects.filter(mail_answers=False).count() == 1


def test_a_token_changed_in_any_one_place_does_nothing(letter):
    before, base = addresses.dump(), letter.rstrip("/")
    start = base.rindex("/") + 1
    # Of the very last digit the signature uses only some bits, so that another one may stand for the same.
    for place in range(start, len(base) - 1):
        if base[place] not in "%3A:":
            other = "A" if base[place] != "A" else "B"
            changed = f"{base[:place]}{other}{base[place + 1 :]}/"
            for method in ("get", "post"):
                assert getattr(Client(), method)(changed).status_code == 404, changed
    assert addresses.differences(before, addresses.dump()) == []


def test_it_opens_nothing_else(letter):
    browser = Client()
    browser.post(letter)
    assert "sessionid" not in browser.cookies
    assert browser.get("/notices/").status_code == 302
