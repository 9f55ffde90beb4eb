"""S9: nothing is changed by reading, and nothing without the token or from another site; at every address there is."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from perspectives.members.models import Member
from tests.promises import addresses

pytestmark = pytest.mark.django_db
# The token in the address is the permission: mail programs post there without cookies (RFC 8058).
EXEMPT = {"perspectives:unsubscribe"}
# Whatever a form of ours could want, so that only the check stands between the request and a change.
EVERYTHING = {
    "body": "Words from another site.",
    "key": "a-key-of-another-site",
    "revision": 1,
    "reason": "abuse",
    "words": "Words.",
    "act": "approve",
    "seen": 0,
    "at": "item",
    "rule": 1,
    "name": "Mallory",
    "mail_answers": "",
    "email": "mallory@example.org",
    "password": "secret",
    "login": "root@example.org",
    "password1": "a long new passphrase",
    "password2": "a long new passphrase",
    "oldpassword": "secret",
    "action_add": "",
    "post": "yes",
    "action": "delete_selected",
}


def browser(stage, role, **options):
    """Return a new browser with the cookies of `role`, whose requests are checked as a real one's are."""
    client = Client(enforce_csrf_checks=True, **options)
    client.cookies.update(stage.client(role, "pending").cookies)
    return client


@pytest.mark.parametrize("role", ["nobody", "writer", "superuser"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_changes_nothing(stage, role, method):
    before = addresses.dump()
    for name, path in addresses.paths(stage).items():
        answer = getattr(browser(stage, role), method)(path)
        assert answer.status_code < 500, name
        assert answer.status_code not in (401, 405), name
        assert addresses.differences(before, addresses.dump()) == [], name


def test_reading_the_admin_changes_nothing(stage):
    before, client = addresses.dump(), browser(stage, "superuser")
    models = [model for model in admin.site._registry if model._meta.app_label == "perspectives"]
    for name, path in addresses.admin_paths(models).items():
        assert client.get(path).status_code in (200, 302, 403), name
    assert addresses.differences(before, addresses.dump()) == []


@pytest.mark.parametrize("role", ["nobody", "writer", "superuser"])
def test_posting_without_the_token_is_refused_and_changes_nothing(stage, role):
    before = addresses.dump()
    for name, path in addresses.paths(stage).items():
        if name not in EXEMPT:
            answer = browser(stage, role).post(path, EVERYTHING)
            assert refused(answer, name, role), (name, answer.status_code)
    assert addresses.differences(before, addresses.dump()) == []


def refused(answer, name, role):
    """Whether a POST was refused: by the check, by the method, or because there is nothing for this person.

    Who must sign in first is led there, and who is signed in is led away from the login by allauth.
    """
    if answer.status_code == 302:
        return role == "nobody" or (name.startswith("account_") and answer["Location"] == "/")
    return answer.status_code in (403, 404, 405)


@pytest.mark.parametrize("headers", [{"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}])
def test_posting_with_a_token_from_another_site_is_refused(stage, headers):
    before = addresses.dump()
    for role in ("writer", "superuser"):
        client = browser(stage, role)
        client.get(reverse("perspectives:name"))
        token = client.cookies["csrftoken"].value
        for name, path in addresses.paths(stage).items():
            if name not in EXEMPT:
                answer = client.post(path, EVERYTHING | {"csrfmiddlewaretoken": token}, **headers)
                assert refused(answer, name, role), (name, answer.status_code)
    assert addresses.differences(before, addresses.dump()) == []


def test_a_token_of_another_session_is_refused(stage):
    other = browser(stage, "stranger")
    other.get(reverse("perspectives:name"))
    client = browser(stage, "writer")
    client.get(reverse("perspectives:name"))
    data = {"name": "Mallory", "csrfmiddlewaretoken": other.cookies["csrftoken"].value}
    assert client.post(reverse("perspectives:name"), data).status_code == 403
    assert not Member.objects.filter(name="Mallory").exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_change_nothing(stage, method):
    before, client = addresses.dump(), browser(stage, "superuser")
    for name, path in addresses.paths(stage).items():
        assert getattr(client, method)(path).status_code < 500, name
    assert addresses.differences(before, addresses.dump()) == []


def test_a_body_that_is_no_form_is_not_taken_for_one(stage):
    client = Client()
    client.cookies.update(stage.client("writer", "pending").cookies)
    before = addresses.dump()
    for name, path in addresses.paths(stage).items():
        if name not in EXEMPT | {"account_logout", "account_email_verification_sent"}:
            answer = client.post(path, b'{"body": "Words.", "key": "a-key-of-json"}', content_type="application/json")
            assert answer.status_code < 500, name
    differing = set(addresses.differences(before, addresses.dump()))
    # A comment taken back by an empty form is what its writer asked for; no text came out of the JSON.
    assert "perspectives_commentrevision" not in differing
    assert "a-key-of-json" not in str(addresses.dump()["perspectives_comment"])


def test_no_answer_lets_scripts_of_other_sites_read_it(stage):
    for role in ("nobody", "superuser"):
        for name, path in addresses.paths(stage).items():
            answer = browser(stage, role).get(path, HTTP_ORIGIN="https://evil.example")
            assert not [header for header in answer.headers if header.lower().startswith("access-control-")], name
