"""S3: the policy stands on every answer, allows nothing inline, and no page of ours needs what it forbids.

That no page violates it in a real browser is watched on every visit of tests/browser.
"""

from __future__ import annotations

import pytest
from django.test import Client

from tests.promises import addresses
from tests.promises.markup import page_faults

pytestmark = pytest.mark.django_db
WANTED = {
    "default-src": "'self'",
    "script-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
    "form-action": "'self'",
}


def policy_of(answer):
    """Return the directives of an answer's policy."""
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return {part.split(" ", 1)[0]: part.split(" ", 1)[1] for part in parts}


@pytest.mark.parametrize("role", ["nobody", "writer", "moderator", "superuser"])
def test_every_answer_carries_the_policy_and_no_page_needs_more(stage, role):
    for name, path in addresses.paths(stage).items():
        answer = stage.client(role, "pending").get(path)
        policy = policy_of(answer)
        assert policy.items() >= WANTED.items(), name
        assert "unsafe" not in str(policy), name
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            assert page_faults(answer.content.decode()) == [], name


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/no-such-page/", 404),
        ("post", "/search/", 403),
        ("get", "/discussions/mine/", 302),
        ("get", "/a%00b/", 404),
    ],
)
def test_refusals_carry_it_too(stage, method, path, status):
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert answer.status_code == status
    assert policy_of(answer).items() >= WANTED.items()
