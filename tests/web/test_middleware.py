"""Large bodies, and a database that is away."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.exception import convert_exception_to_response
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from perspectives.web.middleware import (
    BodyLimitMiddleware,
    ContentSecurityPolicyMiddleware,
    DatabaseDownMiddleware,
)
from tests.cast import make_user


def answer(request):
    """A view that says yes."""
    return HttpResponse("yes")


def test_every_answer_carries_the_policy_and_nothing_inline_is_allowed():
    response = ContentSecurityPolicyMiddleware(answer)(RequestFactory().get("/"))
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy


def test_a_policy_of_the_hosts_own_stays():
    def own(request):
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})

    response = ContentSecurityPolicyMiddleware(own)(RequestFactory().get("/"))
    assert response["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize(
    ("length", "status"), [("10", 200), ("2621440", 200), ("2621441", 413), ("99999999999999", 413), ("ten", 400)]
)
def test_a_body_over_the_limit_is_refused_by_its_length_alone(length, status):
    request = RequestFactory().post("/", data=b"x", content_type="application/x-www-form-urlencoded")
    request.META["CONTENT_LENGTH"] = length
    assert BodyLimitMiddleware(answer)(request).status_code == status


@pytest.mark.parametrize(("kind", "status"), [(None, 413), ({}, 413), ({"is_staff": True}, 200)])
def test_only_staff_uploads_more_than_the_limit(client, db, kind, status):
    if kind is not None:
        client.force_login(make_user("ann", **kind))
    sent = {"words": SimpleUploadedFile("words.txt", b"x" * 2_700_000)}
    assert client.post("/admin/login/", sent).status_code == status


def test_a_length_of_thousands_of_digits_is_too_large():
    request = RequestFactory().post("/", data=b"x", content_type="text/plain")
    request.META["CONTENT_LENGTH"] = "9" * 5000
    assert BodyLimitMiddleware(answer)(request).status_code == 413


@pytest.mark.parametrize(("charset", "status"), [("utf-8", 403), ("UTF-8", 403), ("utf-16", 400), ("latin-1", 400)])
def test_a_form_in_another_encoding_is_refused_without_a_fault(db, charset, status):
    form = f"application/x-www-form-urlencoded; charset={charset}"
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert client.post("/accounts/login/", b"login=x", content_type=form).status_code == status


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
def test_a_database_that_is_away_is_a_503_with_the_text_given_back(error):
    def fails(request):
        raise error

    response = DatabaseDownMiddleware(fails)(RequestFactory().post("/", {"body": "Words <kept>."}))
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "Words &lt;kept&gt;." in response.content.decode()
    assert "gone" not in response.content.decode()


def test_a_fault_of_another_kind_is_left_alone():
    request = RequestFactory().get("/")
    assert DatabaseDownMiddleware(answer).process_exception(request, ValueError()) is None


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3", "99999999", "²", ""])
def test_a_page_that_cannot_be_is_not_found(page, ann):
    client = Client()
    client.force_login(ann.user)
    assert client.get("/discussions/mine/", {"page": page}).status_code == 404


class FailsOutsideOfViews:
    """A middleware whose database is away."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Fail."""
        raise OperationalError("gone")


def test_a_database_that_is_away_in_a_middleware_behind_is_a_503_too(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.FailsOutsideOfViews"]
    client = Client(raise_request_exception=False)
    answer = client.post("/discussions/any/new/", {"body": "Words <kept>."})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Words &lt;kept&gt;." in answer.content.decode()


@pytest.mark.parametrize("known", [False, True])
def test_a_database_that_goes_before_the_session_is_kept_is_a_503_too(client, discussion, monkeypatch, known):
    if known:
        client.session["seen"] = True
        client.session.save()

    def fails(self, *args, **kwargs):
        with connection.wrap_database_errors:
            raise connection.Database.OperationalError("gone")

    monkeypatch.setattr(Session, "save_base", fails)
    client.raise_request_exception = False
    answer = client.post(f"/discussions/{discussion.slug}/new/", {"body": "Words <kept>."})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Words &lt;kept&gt;." in answer.content.decode()


def test_other_faults_and_refusals_stay_what_they_are(client, db):
    def refuses(request):
        request.session = client.session
        request.session["seen"] = True
        return HttpResponse("no", status=400)

    assert DatabaseDownMiddleware(refuses)(RequestFactory().get("/")).status_code == 400

    def fails(request):
        raise DatabaseError("a mistake of ours")

    handled = DatabaseDownMiddleware(convert_exception_to_response(fails))
    assert handled(RequestFactory().get("/")).status_code == 500


def test_the_503_page_sends_the_form_again_as_it_was_and_nobodys_password(client, discussion, ann, monkeypatch):
    def fails(**kwargs):
        raise OperationalError("gone")

    client.force_login(ann.user)
    typed = {"body": "\nWords <kept>.", "key": "key-12345678", "tags": ["question", "evidence"], "own_tags": "a, b"}
    with monkeypatch.context() as away:
        away.setattr("perspectives.discussion.views.compose.post_comment", fails)
        page = client.post(f"/discussions/{discussion.slug}/new/", typed | {"password": "secret"}).content.decode()
    assert f'action="/discussions/{discussion.slug}/new/"' in page
    assert "<textarea" in page
    assert "\n\nWords &lt;kept&gt;.</textarea>" in page
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    assert ("key", "key-12345678") in hidden
    assert [value for name, value in hidden if name == "tags"] == ["question", "evidence"]
    assert "secret" not in page
    sent = client.post(f"/discussions/{discussion.slug}/new/", dict(hidden) | {"body": typed["body"]})
    assert sent.status_code == 303
