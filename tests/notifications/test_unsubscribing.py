"""The link that ends mail: signed, for one member and kind, shown by GET and carried out by POST, signed out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse

from perspectives.members.actions import erase_member
from perspectives.members.models import Member
from perspectives.notifications.models import NoticeKind
from perspectives.notifications.tokens import make_token
from tests import cast
from tests.tokens import without_tokens

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def page_of(token):
    return reverse("perspectives:unsubscribe", args=[token])


@pytest.fixture
def link(ann):
    return page_of(make_token(ann.key, [NoticeKind.ANSWER]))


@pytest.fixture
def stranger():
    """Somebody signed out, whose browser's CSRF check is real."""
    return Client(enforce_csrf_checks=True)


def main_of(response):
    """Return the page without its frame, which links to signing in and back."""
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def switches(member):
    member.refresh_from_db()
    return member.mail_answers, member.mail_decisions, member.mail_waiting


def test_looking_changes_nothing(stranger, ann, link):
    for method in (stranger.get, stranger.head):
        response = method(link)
        assert response.status_code == 200
    assert "Nothing has changed yet" in stranger.get(link).content.decode()
    assert switches(ann) == (True, True, True)


def test_a_post_switches_off_that_kind_and_no_other(stranger, ann, link):
    response = stranger.post(link)
    assert response.status_code == 200
    assert "Switched off" in response.content.decode()
    assert switches(ann) == (False, True, True)


def test_a_mail_programs_one_click_works_without_cookies(stranger, ann, link):
    body = "List-Unsubscribe=One-Click"
    response = stranger.post(link, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert not response.cookies
    assert switches(ann) == (False, True, True)


def test_the_second_time_is_answered_alike(stranger, ann, link):
    first, second = stranger.post(link), stranger.post(link)
    assert first.content == second.content
    assert switches(ann) == (False, True, True)


def test_several_kinds_in_one_mail_are_ended_together(stranger, ann):
    stranger.post(page_of(make_token(ann.key, [NoticeKind.DECISION, NoticeKind.ANSWER])))
    assert switches(ann) == (False, False, True)


def test_the_header_of_a_real_mail_works(stranger, discussion, ann, ben, deliver):
    cast.say(discussion, ben, parent=cast.say(discussion, ann).number)
    (letter,) = deliver()
    address = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("https://essays.example")
    assert stranger.post(address).status_code == 200
    assert switches(ann) == (False, True, True)
    cast.say(discussion, ben, parent=1)
    assert deliver() == []


@pytest.mark.parametrize("change", ["cut", "longer", "flipped", "other salt", "nonsense"])
def test_a_changed_token_does_nothing_and_is_404(stranger, ann, change):
    token = make_token(ann.key, [NoticeKind.ANSWER])
    changed = {
        "cut": token[:-1],
        "longer": token + "A",
        "flipped": ("a" if token[0] != "a" else "b") + token[1:],
        "other salt": signing.dumps([ann.key, ["answer"]], salt="elsewhere"),
        "nonsense": "%00x",
    }[change]
    for method in (stranger.get, stranger.post):
        assert method(page_of(changed)).status_code == 404
    assert switches(ann) == (True, True, True)


def test_a_link_works_for_a_year_and_five_minutes_of_clock_skew(stranger, ann):
    with time_machine.travel(NOW, tick=False):
        link = page_of(make_token(ann.key, [NoticeKind.ANSWER]))
    with time_machine.travel(NOW + timedelta(days=365, minutes=4), tick=False):
        assert stranger.get(link).status_code == 200
    with time_machine.travel(NOW + timedelta(days=365, minutes=6), tick=False):
        assert stranger.post(link).status_code == 404
    assert switches(ann) == (True, True, True)


def test_a_member_who_left_gets_the_same_answer(stranger, ann, ben, link):
    known = stranger.post(page_of(make_token(ben.key, [NoticeKind.ANSWER])))
    erase_member(member=ann)
    response = stranger.post(link)
    assert response.status_code == known.status_code == 200
    assert main_of(response) == main_of(known)
    assert Member.objects.get(pk=ann.pk).name == ""


def test_the_page_names_nobody(stranger, ann, link):
    html = without_tokens(stranger.get(link).content.decode())
    assert "Ann" not in html
    assert "@" not in html
    assert stranger.get(link).headers["Referrer-Policy"] == "no-referrer"
    assert "private" in stranger.get(link).headers["Cache-Control"]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_answered_with_405(stranger, link, method):
    assert getattr(stranger, method)(link).status_code == 405
