"""S21: who writes, reports, searches or guesses too fast meets a 429 that says when to come back; also without a cache.

The counting itself: tests/members/test_limits.py; passwords: tests/site/test_accounts.py.
"""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from perspectives.conf import DEFAULTS
from perspectives.discussion.models import Comment
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_shipped(settings):
    """The limits every site begins with."""
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIMITS": DEFAULTS["LIMITS"]}


def signed_in(member, **options):
    client = Client(**options)
    client.force_login(member.user)
    return client


def until_refused(send, most):
    """Send until a 429; return how many were sent before it, and the answer."""
    for number in range(most):
        answer = send(number)
        if answer.status_code == 429:
            assert int(answer.headers["Retry-After"]) > 0
            return number, answer
    raise AssertionError(f"{most} were let through")


def test_posting_meets_a_limit_and_keeps_the_text(discussion, ann):
    client, path = signed_in(ann), reverse("perspectives:new_comment", args=[discussion.slug])
    sent, answer = until_refused(lambda n: client.post(path, {"body": f"Words {n}.", "key": cast.new_key()}), 40)
    assert Comment.objects.count() == sent >= 3
    assert f"Words {sent}." in answer.content.decode()


def test_editing_and_answering_count_with_posting(discussion, ann):
    client, slug = signed_in(ann), discussion.slug
    client.post(reverse("perspectives:new_comment", args=[slug]), {"body": "Words.", "key": cast.new_key()})
    path = reverse("perspectives:edit", args=[slug, 1])
    until_refused(lambda n: client.post(path, {"body": f"Edit {n}.", "revision": n + 1}), 40)
    reply = reverse("perspectives:reply", args=[slug, 1])
    assert client.post(reply, {"body": "Answer.", "key": cast.new_key()}).status_code == 429


def test_many_accounts_behind_one_address_meet_a_limit(discussion):
    writers = [signed_in(cast.make_member(f"Writer {word}"), REMOTE_ADDR="203.0.113.5") for word in WORDS]
    path = reverse("perspectives:new_comment", args=[discussion.slug])

    def send(number):
        return writers[number % len(writers)].post(path, {"body": f"Words {number}.", "key": cast.new_key()})

    until_refused(send, 40)
    elsewhere = signed_in(cast.make_member("Writer Zed"), REMOTE_ADDR="203.0.113.6")
    assert elsewhere.post(path, {"body": "Words.", "key": cast.new_key()}).status_code == 303


WORDS = ["Ada", "Bea", "Cid", "Dag", "Eva", "Fay", "Gus", "Hal", "Ida", "Jon"]


def test_a_forged_address_does_not_open_a_new_account_of_tries(discussion, ann):
    client, path = signed_in(ann), reverse("perspectives:new_comment", args=[discussion.slug])
    until_refused(
        lambda n: client.post(
            path, {"body": f"Words {n}.", "key": cast.new_key()}, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}"
        ),
        40,
    )


def test_reporting_meets_a_limit(discussion, ann, eve, settings):
    for number in range(12):
        cast.say(discussion, cast.make_member(f"W {WORDS[number % 10]}{number}"), f"Words {number}.")
    client = signed_in(eve)

    def send(number):
        path = reverse("perspectives:report", args=[discussion.slug, number + 1])
        return client.post(path, {"reason": "abuse", "words": "Rude."})

    until_refused(send, 12)


def test_searching_previewing_and_renaming_meet_limits(discussion, ann):
    client, path = signed_in(ann), reverse("perspectives:new_comment", args=[discussion.slug])
    until_refused(lambda n: client.get("/search/", {"q": f"word{n}"}), 300)
    until_refused(lambda n: client.post(path, {"body": "Words.", "key": cast.new_key(), "do": "preview"}), 60)
    until_refused(lambda n: client.post(reverse("perspectives:name"), {"name": f"Ann {n}"}), 20)


def test_passwords_cannot_be_guessed(client, ann, settings):
    path = reverse("account_login")
    sent, _answer = until_refused(lambda n: client.post(path, {"login": ann.user.email, "password": f"guess {n}"}), 30)
    other = Client(REMOTE_ADDR="203.0.113.9").post(path, {"login": ann.user.email, "password": "guess"})
    assert other.status_code in (200, 429)
    assert sent >= 3


def test_posting_is_limited_without_any_cache(discussion, ann, monkeypatch):
    def away(*args, **kwargs):
        raise OSError("the cache is away")

    for name in ("get", "set", "add", "incr", "get_many"):
        monkeypatch.setattr(type(caches["pages"]), name, away)
    client, path = signed_in(ann), reverse("perspectives:new_comment", args=[discussion.slug])
    until_refused(lambda n: client.post(path, {"body": f"Words {n}.", "key": cast.new_key()}), 40)
