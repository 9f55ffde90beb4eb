"""S8: nobody learns here who has an account: the whole answer is the same, byte for byte, and takes as long.

The words of each page and the mails behind them: tests/site/test_accounts.py.
"""

from __future__ import annotations

import re
import time
from statistics import median
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from perspectives.notifications.models import NoticeKind
from perspectives.notifications.tokens import make_token

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "eve@example.org", "nobody@example.org"


@pytest.fixture(autouse=True)
def patient(settings):
    """Limits of the account pages far away: they have tests of their own."""
    settings.ACCOUNT_RATE_LIMITS = False


def told(path, data, follow=False):
    """Return what an answer tells, without the token and what was typed."""
    answer = Client().post(path, data, follow=follow)
    text = answer.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    text = text.replace(KNOWN, "WHO").replace(UNKNOWN, "WHO")
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Content-Length")
    return answer.status_code, headers, text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_login", {"login": "WHO", "password": "not this one"}),
        ("account_reset_password", {"email": "WHO"}),
        ("account_signup", {"email": "WHO", "name": "Quentin", "password1": "a long evening walk"}),
    ],
)
def test_known_and_unknown_are_answered_alike(stage, name, data):
    answers = []
    for who in (KNOWN, UNKNOWN):
        sent = {field: value.replace("WHO", who) for field, value in data.items()}
        sent |= {"name": f"Quentin {who[:3]}"} if "name" in sent else {}
        answers.append(told(reverse(name), sent, follow=True))
    assert answers[0] == answers[1]


def test_unsubscribing_answers_alike_for_members_and_for_keys_of_nobody(stage):
    known = make_token(stage.subjects["public"].writer.key, [NoticeKind.ANSWER])
    unknown = make_token("0123456789abcdef", [NoticeKind.ANSWER])
    for method in ("get", "post"):
        seen = [getattr(Client(), method)(reverse("perspectives:unsubscribe", args=[one])) for one in (known, unknown)]
        assert [answer.status_code for answer in seen] == [200, 200]
        texts = [
            answer.content.decode().replace(quote(one), "").replace(one, "")
            for answer, one in zip(seen, (known, unknown), strict=True)
        ]
        assert texts[0] == texts[1]


@pytest.mark.timed
def test_signing_in_takes_as_long_for_the_unknown(stage, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    user = stage.subjects["public"].writer.user
    user.set_password("secret")
    user.save()
    times = {user.email: [], UNKNOWN: []}
    for _round in range(5):
        for who, taken in times.items():
            # The processor's time: nearly all of it is the hashing, and neighbours on the machine are not in it.
            began = time.process_time()
            Client().post(reverse("account_login"), {"login": who, "password": "not this one"})
            taken.append(time.process_time() - began)
    assert 0.75 <= median(times[user.email]) / median(times[UNKNOWN]) <= 1.33
