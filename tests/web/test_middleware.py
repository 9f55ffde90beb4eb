"""Large bodies, and a database that is away."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
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
