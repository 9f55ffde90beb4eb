"""The small parts of the site: logs nobody can forge, a cache it can lose, kept secrets, headers, its own refusals."""

import io
import logging
import threading

import pytest
from django.core.mail import EmailMessage
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client

from perspectives.site import cache as cache_module
from perspectives.site.cache import PatientRedisCache
from perspectives.site.kept import kept_secret
from perspectives.site.logs import EscapingFormatter
from perspectives.site.staging import gather_static


@pytest.fixture
def logged():
    """A logger with the site's formatter, and what it wrote."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(EscapingFormatter("{levelname} {message}", style="{"))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    return logger, stream


def test_a_line_cannot_be_forged_in_the_log(logged):
    logger, stream = logged
    logger.error("Not Found: %s", "/x\nERROR all is lost\r\x1b[2J\u202e\u2028")
    assert stream.getvalue() == "ERROR Not Found: /x\\nERROR all is lost\\r\\x1b[2J\\u202e\\u2028\n"


def test_a_traceback_cannot_begin_a_line_either(logged):
    logger, stream = logged
    try:
        raise ValueError("first\nERROR all is lost")
    except ValueError:
        logger.exception("it failed")
    lines = stream.getvalue().splitlines()
    assert lines[0] == "ERROR it failed"
    assert len(lines) > 3
    assert all(line.startswith("    ") for line in lines[1:])


@pytest.fixture
def dead_redis(monkeypatch):
    """A cache whose server is away, and the moment that its clock shows."""
    now = [100.0]
    monkeypatch.setattr(cache_module.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(cache_module, "_asleep_until", {})
    options = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}
    return PatientRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": options, "TIMEOUT": None}), now


def test_while_the_cache_is_away_the_process_remembers_by_itself(dead_redis):
    cache, _now = dead_redis
    assert cache.get("a", "fallback") == "fallback"
    assert cache.get_many(["a", "b"]) == {}
    assert cache.set("a", 1) is None
    assert cache.set_many({"b": 2}) == []
    assert cache.get_many(["a", "b"]) == {"a": 1, "b": 2}
    assert (cache.add("a", 3), cache.add("c", 3), cache.has_key("c"), cache.touch("c")) == (False, True, True, True)
    assert (cache.incr("c"), cache.delete("c"), cache.has_key("c")) == (4, True, False)
    cache.delete_many(["a"])
    assert cache.get("a") is None
    assert cache.clear() is None
    assert cache.get("b") is None


def test_a_cache_that_is_away_is_asked_once_in_a_while_and_logged_once(dead_redis, caplog):
    cache, now = dead_redis
    for _try in range(40):
        cache.get("a")
    assert caplog.text.count("does not answer") == 1
    now[0] += cache_module.PAUSE + 1
    cache.get("a")
    assert caplog.text.count("does not answer") == 2


class Answers:
    """What stands in for Redis: it answers after so many seconds of the test's clock, or not at all."""

    def __init__(self, now):
        self.now, self.takes, self.asked = now, 0.0, 0

    def get(self, key, default):
        """Answer "redis", or fail where it takes no time to say."""
        self.asked += 1
        if self.takes is None:
            raise ConnectionError("gone")
        self.now[0] += self.takes
        return "redis"


@pytest.fixture
def redis(dead_redis, monkeypatch):
    """The same cache with a server that answers, and that server."""
    cache, now = dead_redis
    server = Answers(now)
    monkeypatch.setattr(PatientRedisCache, "_cache", server)
    return cache, now, server


def test_a_cache_that_answers_slowly_is_left_alone_for_a_while_and_asked_by_all_threads_together(redis):
    cache, now, server = redis
    assert cache.get("a") == "redis"
    server.takes = 0.3
    assert [cache.get("a") for _time in range(40)] == ["redis"] + [None] * 39
    twin = PatientRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {}})
    assert (twin.get("a"), server.asked) == (None, 2)
    now[0] += cache_module.PAUSE
    server.takes = 0.0
    assert (cache.get("a"), twin.get("a"), server.asked) == ("redis", "redis", 4)


def test_what_was_remembered_in_one_pause_is_forgotten_in_the_next(redis):
    cache, now, server = redis
    server.takes = None
    assert cache.get("a") is None
    cache.set("a", "old")
    assert cache.get("a") == "old"
    now[0] += cache_module.PAUSE
    assert cache.get("a") == "old"
    now[0] += cache_module.PAUSE
    server.takes = 0.0
    assert cache.get("a") == "redis"
    server.takes = None
    assert cache.get("a") is None


def test_a_secret_is_made_once_even_by_many_at_once(tmp_path):
    found, barrier = [], threading.Barrier(8)

    def ask():
        barrier.wait()
        found.append(kept_secret(tmp_path / "var", "name"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["name"]


def test_static_files_are_gathered_only_when_one_changed(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    assert gather_static() is True
    assert (tmp_path / "static" / "perspectives" / "perspectives.css").exists()
    assert gather_static() is False


def test_a_mail_without_a_server_is_a_file_and_the_log_says_where(settings, tmp_path, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("perspectives"), "propagate", True)
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_BACKEND = "perspectives.site.mail.FileBackend"
    with caplog.at_level(logging.INFO):
        EmailMessage("Subject", "the body", "a@example.org", ["b@example.org"]).send()
    file = next((tmp_path / "mail").iterdir())
    assert "the body" in file.read_text()
    assert str(file.parent) in caplog.text
    assert "the body" not in caplog.text


HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = (
    "default-src 'self'",
    "script-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    "form-action 'self'",
)


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/no/such/page/", "/robots.txt", "/admin/login/"])
def test_every_answer_carries_the_headers(client, db, path):
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "camera=()" in answer.headers["Permissions-Policy"]
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert set(POLICY) <= set(policy)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def own_look(page):
    """Tell whether a page is the site's."""
    return 'class="px-masthead"' in page and "perspectives_site/site" in page and page.count("<h1") == 1


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html", "perspectives/errors/503.html"])
def test_refusals_have_the_sites_own_look_without_a_database(name):
    # No `db` fixture: a query would fail the test.
    assert own_look(render_to_string(name))


def test_an_address_that_does_not_exist_is_a_404_of_the_site(client, db):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert own_look(answer.content.decode())


def test_a_fault_is_a_500_of_the_site_that_tells_nothing(client, db, monkeypatch):
    monkeypatch.setattr("perspectives.site.views.NOT_FOR_ROBOTS", ["no-such-view"])
    client.raise_request_exception = False
    answer = client.get("/robots.txt")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert own_look(page)
    assert "NoReverseMatch" not in page
    assert "no-such-view" not in page


def test_a_database_that_is_away_is_a_503_of_the_site(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("no connection")

    monkeypatch.setattr("perspectives.site.views.reverse", away)
    answer = client.get("/robots.txt")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert own_look(answer.content.decode())


def test_a_form_with_an_old_token_is_answered_with_what_to_do(db):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert answer.status_code == 403
    assert own_look(answer.content.decode())
    assert "reload the page" in answer.content.decode()


def test_a_wrong_host_is_a_400_that_tells_nothing(client, settings):
    settings.ALLOWED_HOSTS = ["essays.example"]
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert b"ALLOWED_HOSTS" not in answer.content


def test_what_is_too_large_is_a_413_of_the_site(client, db, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client.post(
        "/accounts/login/", {"login": "a" * 2000, "password": "x"}, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    assert own_look(answer.content.decode())


def test_robots_learn_where_the_map_is(client, db):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /accounts/" in text
