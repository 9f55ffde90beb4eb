"""Joining, confirming, signing in, changing and leaving, as the account pages do it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from perspectives.members.models import Member
from tests import cast

PASSWORD = "a long and quiet evening"


def join(client, name="Ann Lindqvist", email="ann@example.org", password=PASSWORD):
    """Send the form for a new account."""
    return client.post(reverse("account_signup"), {"name": name, "email": email, "password1": password})


def link_in(message):
    """Return the path of the first address in a mail."""
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def sign_in(client, email="ann@example.org", password=PASSWORD, **more):
    """Send the form for signing in."""
    return client.post(reverse("account_login"), {"login": email, "password": password} | more)


@pytest.fixture
def account(client, db):
    """Ann, who has joined and confirmed her address, and is signed out."""
    join(client)
    client.post(link_in(mail.outbox.pop()))
    client.post(reverse("account_logout"))
    cache.clear()  # the limits begin anew: no second mail to one address within minutes
    return get_user_model().objects.get(email="ann@example.org")


@pytest.fixture
def signed_in(client, account):
    """A browser in which Ann is signed in."""
    client.force_login(account)
    return client


def test_joining_asks_for_a_display_name_and_for_the_address_to_be_confirmed(client, db):
    answer = join(client)
    assert answer.url == reverse("account_email_verification_sent")
    assert not Member.objects.exists()
    assert [message.to for message in mail.outbox] == [["ann@example.org"]]
    assert b"not confirmed yet" in sign_in(client).content


def test_opening_the_link_confirms_nothing_pressing_the_button_does(client, db):
    join(client)
    link = link_in(mail.outbox[0])
    assert b"Is <bdi>ann@example.org</bdi> your address?" in client.get(link).content
    assert sign_in(client).status_code == 200
    client.post(link)
    assert Member.objects.get().name == "Ann Lindqvist"
    assert sign_in(client).url == "/"


def test_a_name_is_taken_by_who_confirms_first_so_that_joining_tells_nothing_of_the_address(client, account):
    cast.make_member("Ben")
    known, unknown = "ann@example.org", "nobody@example.org"
    for tried, name in ((known, "First Wish"), (unknown, "Second Wish")):
        join(client, name=name, email=tried)
        again = join(client, name=name, email=f"again.{tried}")
        assert again.url == reverse("account_email_verification_sent"), tried
        cache.clear()


def test_a_name_lost_before_the_address_is_confirmed_leaves_an_account_that_is_asked_again(client, db):
    join(client, name="Mod")
    cast.make_member("Mod")
    answer = client.post(link_in(mail.outbox[0]), follow=True)
    assert b"Somebody here already has that name" in answer.content
    user = get_user_model().objects.get(email="ann@example.org")
    assert (user.first_name, Member.objects.filter(user=user).exists()) == ("", False)


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200b", "a\u202eb", "x" * 61, "Mod", "ＭＯＤ", "М\u043ed"])
def test_a_name_that_cannot_be_shown_or_looks_like_another_is_refused_and_given_back(client, db, name):
    cast.make_member("Mod")
    answer = join(client, name=name)
    assert answer.status_code == 200
    assert "name" in answer.context["form"].errors
    assert not get_user_model().objects.filter(email="ann@example.org").exists()
    assert b"ann@example.org" in answer.content


def test_the_name_is_never_made_from_the_address(client, account):
    assert Member.objects.get(user=account).name == "Ann Lindqvist"


def test_joining_with_a_known_address_answers_the_same_and_tells_only_its_owner(client, account):
    known = join(client, name="Somebody")
    assert mail.outbox[0].subject == "You have an account already"
    unknown = join(client, name="Else", email="else@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert not get_user_model().objects.filter(first_name="Somebody").exists()


def test_signing_in_answers_the_same_to_a_wrong_password_and_an_unknown_address(client, account):
    wrong = sign_in(client, password="not this one")
    unknown = sign_in(client, email="eve@example.org", password="not this one")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_asking_for_a_new_password_answers_the_same_for_known_and_unknown(client, account):
    answers = [
        client.post(reverse("account_reset_password"), {"email": who}) for who in ("ann@example.org", "eve@x.org")
    ]
    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, reverse("account_reset_password_done"))
    ] * 2
    assert [message.subject for message in mail.outbox] == ["Choose a new password", "No account with this address"]


def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(client, account):
    client.post(reverse("account_reset_password"), {"email": "ann@example.org"})
    form = client.get(link_in(mail.outbox[0]), follow=True)
    new = "another long evening"
    done = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    assert b"Your password is changed" in done.content
    assert sign_in(client).status_code == 200
    assert sign_in(client, password=new).url == "/"
    again = client.get(link_in(mail.outbox[0]), follow=True)
    assert b"This link no longer works" in again.content


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_after_signing_in_nobody_is_sent_to_another_site(client, account, where):
    assert sign_in(client, next=where).url == "/"


def test_after_signing_in_one_is_where_one_was(client, account):
    assert sign_in(client, next="/search/?q=nato").url == "/search/?q=nato"


def test_guessing_passwords_meets_a_limit_that_says_when_to_come_back(client, account):
    answers = [sign_in(client, password=f"guess number {n}") for n in range(30)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0].headers["Retry-After"]) > 0
    assert b"Too many tries" in refused[0].content
    assert sign_in(client).status_code == 429  # also with the right one, or the limit would tell


def test_the_address_changes_only_when_the_new_one_is_confirmed(signed_in, account):
    sign_in(signed_in)
    signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    signed_in.post(reverse("account_email"), {"action_add": "", "email": "ann@new.example"})
    page = signed_in.get(reverse("account_email")).content.decode()
    assert "waits to be confirmed" in page
    link = next(link_in(message) for message in mail.outbox if message.to == ["ann@new.example"])
    account.refresh_from_db()
    assert account.email == "ann@example.org"
    signed_in.post(link)
    account.refresh_from_db()
    assert account.email == "ann@new.example"


def test_leaving_needs_the_password(signed_in, account):
    answer = signed_in.post(reverse("account_delete"), {"password": "guess"})
    assert answer.status_code == 422
    assert b"That is not your password" in answer.content
    account.refresh_from_db()
    assert account.perspectives_member.name == "Ann Lindqvist"


def test_leaving_empties_the_member_and_keeps_the_thread_whole(signed_in, account, discussion, ben):
    member = account.perspectives_member
    first = cast.say(discussion, member, body="A first word.")
    answer = cast.say(discussion, ben, parent=first.number)
    done = signed_in.post(reverse("account_delete"), {"password": PASSWORD})
    assert done.url == "/"
    member.refresh_from_db()
    assert (member.name, member.user, member.name_skeleton) == ("", None, None)
    assert not get_user_model().objects.filter(email="ann@example.org").exists()
    first.refresh_from_db()
    answer.refresh_from_db()
    assert (first.author, answer.parent) == (member, first)
    assert first.body == "A first word."
    assert "_auth_user_id" not in signed_in.session


def test_leaving_ends_the_sessions_of_every_browser_and_takes_the_address_out_of_them(signed_in, account):
    elsewhere, stranger = Client(), Client()
    sign_in(elsewhere)
    stranger.force_login(cast.make_user("eve"))
    assert len(kept_in_sessions("ann@example.org")) == 1
    signed_in.post(reverse("account_delete"), {"password": PASSWORD})
    assert kept_in_sessions("ann@example.org") == []
    assert elsewhere.get(reverse("account_home")).status_code == 302
    assert stranger.get(reverse("account_home")).status_code == 200


def kept_in_sessions(words):
    """Return the sessions that hold `words`."""
    return [row for row in Session.objects.all() if words in str(row.get_decoded())]


def test_leaving_takes_the_lines_about_the_account_out_of_the_admins_log(signed_in, account):
    mod = cast.make_user("mod", is_superuser=True, is_staff=True)
    address = EmailAddress.objects.get(user=account)
    for one in (account, address, mod):
        LogEntry.objects.log_actions(mod.pk, [one], 2, "changed", single_object=True)
    signed_in.post(reverse("account_delete"), {"password": PASSWORD})
    assert [line.object_repr for line in LogEntry.objects.all()] == [str(mod)]


def test_leaving_by_guessing_meets_a_limit(signed_in):
    answers = [signed_in.post(reverse("account_delete"), {"password": f"guess {n}"}) for n in range(30)]
    assert 429 in [answer.status_code for answer in answers]


def test_leaving_is_not_offered_to_strangers(client, db):
    answer = client.get(reverse("account_delete"))
    assert answer.url == f"{reverse('account_login')}?next={reverse('account_delete')}"


def test_a_mail_server_that_is_away_does_not_lose_the_account(client, db, settings, caplog):
    settings.EMAIL_BACKEND = "tests.site.test_accounts.DeadBackend"
    answer = join(client)
    assert answer.url == reverse("account_email_verification_sent")
    assert get_user_model().objects.filter(email="ann@example.org").exists()
    assert "could not be sent" in caplog.text


class DeadBackend:
    """A mail server that is away."""

    def __init__(self, *args, **kwargs):
        """Take what Django gives."""

    def send_messages(self, messages):
        """Fail as a socket does."""
        raise ConnectionRefusedError("nobody listens")


OPEN = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_email_verification_sent",
    "account_inactive",
    "account_reset_password_from_key_done",
]
OWN = ["account_home", "account_email", "account_change_password", "account_delete", "account_reauthenticate"]


@pytest.mark.parametrize("name", OPEN)
def test_every_open_account_page_has_the_sites_own_look(client, db, name):
    page = client.get(reverse(name)).content.decode()
    assert 'class="px-masthead"' in page
    assert "perspectives_site/site" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("name", [*OWN, "account_logout"])
def test_every_own_account_page_has_the_sites_own_look(client, account, name):
    sign_in(client)
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert 'class="px-masthead"' in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"] or "private" in page.headers["Cache-Control"]


@pytest.mark.parametrize("name", OWN)
def test_no_own_account_page_is_shown_to_strangers(client, db, name):
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("key", ["made-up:key", "x" * 400])
def test_a_broken_confirmation_link_says_what_to_do(client, db, key):
    page = client.get(reverse("account_confirm_email", args=[key]))
    assert b"too old or not complete" in page.content


def test_signing_out_needs_the_button(signed_in):
    signed_in.get(reverse("account_logout"))
    assert "_auth_user_id" in signed_in.session
    signed_in.post(reverse("account_logout"))
    assert "_auth_user_id" not in signed_in.session


def test_the_admin_sends_to_the_one_door(client, db):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))
