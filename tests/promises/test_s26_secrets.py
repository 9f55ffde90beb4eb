"""S26: no answer tells a path, a version, a setting or a trace; no log line can be forged, and none holds a text.

The formatter of the logs is tried here as the site sets it up.
"""

from __future__ import annotations

import logging
import logging.config
import re
from io import StringIO

import django
import pytest
from django.conf import settings as site
from django.db import DatabaseError, OperationalError
from django.test import Client
from django.urls import reverse

from tests.cast import new_key
from tests.promises import addresses

pytestmark = pytest.mark.django_db
SECRET = "Zq-secret-of-the-error"
TRACES = re.compile(
    r"Traceback|site-packages|/perspectives/[a-z_]+\.py|\.venv|Django/|gunicorn|Python/3|wsgi\.|SECRET_KEY|django\.db"
    rf"|{re.escape(django.get_version())}|{re.escape(str(site.ROOT))}/(?:perspectives|static|templates|tests|var)\b|{SECRET}"
)


def tells_nothing(answer):
    """Hold an answer, with its headers, against what must not stand in it."""
    told = answer.getvalue().decode(errors="replace") + "\n".join(
        f"{name}: {value}" for name, value in answer.headers.items()
    )
    assert not TRACES.search(told), TRACES.search(told)
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers


def test_no_page_tells_what_it_runs_on(stage):
    assert site.DEBUG is False
    for role in ("nobody", "writer", "moderator"):
        for path in addresses.paths(stage).values():
            tells_nothing(stage.client(role, "pending").get(path))


@pytest.mark.parametrize(
    ("error", "status"),
    [(RuntimeError, 500), (ValueError, 500), (DatabaseError, 500), (OperationalError, 503), (RecursionError, 500)],
)
@pytest.mark.parametrize("role", ["nobody", "moderator"])
def test_a_fault_is_a_page_without_a_trace(stage, monkeypatch, error, status, role):
    def fail(*args, **kwargs):
        raise error(SECRET)

    monkeypatch.setattr("perspectives.reading.views.post.around_or_404", fail)
    client = stage.client(role)
    client.raise_request_exception = False
    answer = client.get(stage.post.get_absolute_url())
    client.raise_request_exception = True
    assert answer.status_code == status
    assert "<h1" in answer.content.decode()
    tells_nothing(answer)


@pytest.mark.parametrize(
    "path", ["/none/", "/discussions/none/", "/%ff/", "/moderation/", "/admin/none/", "/static/none.css"]
)
def test_refusals_tell_nothing(path):
    tells_nothing(Client().get(path))
    tells_nothing(Client(enforce_csrf_checks=True).post(path, {"body": "x"}))
    tells_nothing(Client().get(path, HTTP_HOST="testserver"))


@pytest.fixture
def log(monkeypatch):
    """What the site's own logging writes."""
    written = StringIO()
    formatter = logging.config.DictConfigurator({}).configure_formatter(site.LOGGING["formatters"]["plain"])
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    for name in ("django", "perspectives"):
        logging.getLogger(name).addHandler(handler)
    yield written
    for name in ("", "django", "perspectives"):
        logging.getLogger(name or None).removeHandler(handler)


def test_a_log_line_cannot_be_forged_or_steer_a_terminal(stage, log):
    for text in (
        "x\r\n2026-01-01 00:00:00 ERROR forged",
        "\x1b[2J\x1b[31mred",
        "\u2028line",
        "\u202ebidi",
        "a\x00b\x85c",
    ):
        logging.getLogger("perspectives").warning("Something odd: %s", text)
        Client().get(f"/none/{text}/".replace("\x00", "%00"))
        Client(enforce_csrf_checks=True).post("/none/", {"body": text}, HTTP_ORIGIN=f"https://evil.example/{text}")
    lines = log.getvalue()
    assert "Something odd" in lines
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]", lines)
    assert not [line for line in lines.splitlines() if line.startswith("2026-01-01 00:00:00 ERROR forged")]


def test_no_log_holds_what_was_typed(stage, log, monkeypatch):
    body, key = "Zqtyped words of a writer", new_key()
    client = stage.client("moderator")
    client.raise_request_exception = False
    path = reverse("perspectives:new_comment", args=[stage.post.discussion.slug])
    client.post(path, {"body": body, "key": key, "do": "preview"})
    client.post(path, {"body": body, "key": ""})

    def fail(*args, **kwargs):
        raise RuntimeError("the action fails")

    monkeypatch.setattr("perspectives.discussion.views.compose.post_comment", fail)
    assert client.post(path, {"body": body, "key": key}).status_code == 500
    monkeypatch.setattr("markdown.core.Markdown.convert", fail)
    client.post(path, {"body": body, "key": key, "do": "preview"})
    Client().post(reverse("account_login"), {"login": "eve@example.org", "password": "Zqtyped password"})
    client.raise_request_exception = True
    assert "RuntimeError" in log.getvalue()
    assert "Zqtyped" not in log.getvalue()
