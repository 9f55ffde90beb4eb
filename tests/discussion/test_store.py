"""Pages of signed-out readers are kept, each under all that it is made of; pages that are anybody's own never are."""

from __future__ import annotations

import gzip

import brotli
import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from perspectives.discussion import store
from perspectives.discussion.frame import page
from perspectives.discussion.store import kept_text
from tests.cast import make_user, say
from tests.discussion.caches import Away

pytestmark = pytest.mark.django_db
PLAIN = "perspectives/errors/plain.html"
SAID = "Words that stand in the page."


@pytest.fixture(autouse=True)
def _no_cache_asleep(monkeypatch):
    """Ask every cache again, whatever failed in another test."""
    monkeypatch.setattr(store, "_asleep_until", {})


@pytest.fixture
def address(discussion, ann):
    """The address of a discussion with a comment."""
    say(discussion, ann, SAID)
    return discussion.get_own_url()


def cached(settings, name):
    """Let pages be kept in a cache of another kind."""
    path = f"tests.discussion.caches.{name}" if name[0].isupper() else f"django.core.cache.backends.{name}"
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": path, "LOCATION": name}}


def cost(ask):
    """Return an answer, and how many queries it took: one where a page was kept."""
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    assert answer.status_code == 200
    return answer, len(queries)


def is_kept(ask):
    """Whether the page that `ask` gets was kept, or is now: the first time it is made, the second time found."""
    first, many = cost(ask)
    second, few = cost(ask)
    assert (second.content, second.headers["ETag"]) == (first.content, first.headers["ETag"])
    return many > 1 and few == 1


def test_a_page_is_made_once_and_found_again_by_everybody(address):
    assert is_kept(lambda: Client().get(address))
    answer, queries = cost(lambda: Client().get(address))
    assert queries == 1
    assert SAID in answer.content.decode()
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert not answer.cookies


@pytest.mark.parametrize(
    "difference",
    [
        {"headers": {"accept-encoding": "br"}},
        {"headers": {"accept-encoding": "gzip"}},
        {"headers": {"host": "other.example"}},
        {"secure": True},
        {"data": {"order": "newest"}},
        {"data": {"order": "discussed"}},
    ],
)
def test_each_encoding_host_scheme_and_order_has_a_page_of_its_own(address, difference):
    assert is_kept(lambda: Client().get(address))
    assert is_kept(lambda: Client().get(address, **difference))
    assert cost(lambda: Client().get(address))[1] == 1


def test_each_language_and_time_zone_has_a_page_of_its_own(address):
    english, _cost = cost(lambda: Client().get(address))
    with timezone.override("Asia/Kathmandu"):
        assert is_kept(lambda: Client().get(address))
        assert "+05:45" in Client().get(address).content.decode()
    with translation.override("fr"):
        french, queries = cost(lambda: Client().get(address))
    assert queries > 1
    assert french.headers["ETag"] != english.headers["ETag"]
    assert cost(lambda: Client().get(address))[0].content == english.content


def test_a_compressed_page_is_the_page(address):
    plain = Client().get(address)
    for encoding, read in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        for _time in range(2):
            answer = Client().get(address, headers={"accept-encoding": encoding})
            assert answer.headers["Content-Encoding"] == encoding
            assert "Accept-Encoding" in answer.headers["Vary"]
            assert read(answer.content) == plain.content
            assert answer.headers["ETag"] == plain.headers["ETag"]
    assert "Content-Encoding" not in plain.headers


def test_a_head_request_is_answered_from_the_store_and_leaves_the_page_whole(address):
    head = Client().head(address)
    assert head.content == b""
    assert SAID in Client().get(address).content.decode()


@pytest.mark.parametrize(
    "query", ["?tag=nato", "?from=1", "?to=1", "?utm_source=x", "?order=oldest&order=oldest", "?&", "?order=oldest"]
)
def test_other_addresses_are_answered_and_not_kept(address, discussion, ann, query):
    say(discussion, ann, tags=["NATO"])
    assert not is_kept(lambda: Client().get(address + query))


def test_the_pages_of_the_signed_in_are_neither_kept_nor_found(address, ann):
    for user in (ann.user, make_user("Nobody")):
        reader = Client()
        reader.force_login(user)
        first, _queries = cost(lambda: Client().get(address))
        for _time in range(2):
            answer, queries = cost(lambda reader=reader: reader.get(address, headers={"accept-encoding": "br"}))
            assert queries > 3
            assert answer.headers["Cache-Control"] == "private, no-cache"
            assert "ETag" not in answer.headers
            assert "Content-Encoding" not in answer.headers
        assert b"csrf" not in first.content


def asked(**fields):
    """Return a request of a signed-out reader, with a session and messages."""
    request = RequestFactory().get("/discussions/stop-waiting/", **fields)
    request.user, request.session = AnonymousUser(), SessionStore()
    request._messages = FallbackStorage(request)
    return request


def remembers(request):
    request.session["seen"] = 1


def nonced(request):
    request._csp_nonce = "abc"


MAKES_IT_OWN = {
    "a message": lambda request: messages.info(request, "Saved."),
    "a token": get_token,
    "a session": remembers,
    "a nonce": nonced,
}


@pytest.mark.parametrize("what", MAKES_IT_OWN)
def test_a_page_that_became_somebodys_own_while_it_was_made_is_not_kept(what):
    def context():
        MAKES_IT_OWN[what](request)
        return {"sentence": "Hello."}

    for _time in range(2):
        request = asked()
        answer = page(request, PLAIN, context, etag="made of", keep=True)
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "ETag" not in answer.headers
    assert not caches["pages"]._cache
    request = asked()
    answer = page(request, PLAIN, {"sentence": "Hello."}, etag="made of", keep=True)
    assert answer.headers["Cache-Control"].startswith("public")
    # It is sent first, and then kept, once.
    assert not caches["pages"]._cache
    answer.close()
    assert caches["pages"]._cache
    caches["pages"].clear()
    answer.close()
    assert not caches["pages"]._cache


def test_whoever_has_a_message_waiting_finds_no_kept_page(address):
    assert page(asked(), PLAIN, {"sentence": "Hello."}, etag="made of", keep=True).has_header("ETag")
    request = asked()
    messages.info(request, "Saved.")
    answer = page(request, PLAIN, {"sentence": "Your own."}, etag="made of", keep=True)
    assert "Your own." in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_page_that_failed_is_not_kept():
    answer = page(asked(), PLAIN, {"sentence": "Hello."}, etag="made of", keep=True, status=410)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert not caches["pages"]._cache


@pytest.mark.parametrize("cache", ["Away", "Full", "Confused", "Forgetful", "dummy.DummyCache"])
def test_a_cache_that_fails_costs_time_alone(settings, address, cache):
    told = Client().get(address).content
    cached(settings, cache)
    for encoding in ("identity", "br", "identity", "br"):
        answer = Client().get(address, headers={"accept-encoding": encoding})
        assert answer.status_code == 200
        read = brotli.decompress if encoding == "br" else bytes
        assert read(answer.content) == told
    assert kept_text("made of", lambda: "made") == "made"


def test_a_host_that_wants_no_cache_or_names_none_has_pages_all_the_same(settings, address):
    for name in (None, "", "nowhere"):
        settings.PERSPECTIVES = settings.PERSPECTIVES | {"CACHE": name}
        for _time in range(2):
            assert cost(lambda: Client().get(address))[1] > 1
        assert kept_text("made of", lambda: "made") == "made"


def test_a_cache_that_is_away_is_left_alone_for_a_while_and_then_asked_again(settings, address, monkeypatch, caplog):
    now = [1000.0]
    monkeypatch.setattr(store, "monotonic", lambda: now[0])
    cached(settings, "Away")
    Away.asked = 0
    for _time in range(3):
        assert Client().get(address).status_code == 200
    assert Away.asked == 1
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    now[0] += store.PAUSE
    assert Client().get(address).status_code == 200
    assert Away.asked == 2


def test_a_text_is_made_once_for_what_it_is_made_of():
    made = []
    for what in ("a", "a", "b", "a", "a" * 10_000, "\x00 é"):
        assert kept_text(what, lambda what=what: made.append(what) or f"<{what}>") == f"<{what}>"
    assert made == ["a", "b", "a" * 10_000, "\x00 é"]


def test_what_a_host_returns_compressed_or_as_no_page_is_left_as_it_is(address):
    found = store.PageStore(asked(headers={"accept-encoding": "br"}), 'W/"0123"')
    ready = HttpResponse(b"x", headers={"Content-Encoding": "gzip"})
    assert found.put(ready) is ready
    other = HttpResponse("{}", content_type="application/json")
    assert found.put(other) is other
    assert found.get() is None
