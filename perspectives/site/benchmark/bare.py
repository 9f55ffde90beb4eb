"""The floor: WSGI without a framework that does the least there is to do, under the same server as the site.

`/bytes/NAME` sends a page from memory, `/rows/NAME` selects the page's rows and joins their ready HTML, `/same` says
304, and `/insert` stores one row. The pages lie as files in BENCH_FOLDER, the rows in the tables of `floor.py`.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import psycopg
from django.conf import settings

FOLDER = Path(os.environ.get("BENCH_FOLDER", "."))
DATABASE = settings.DATABASES["default"]
IS_SQLITE = DATABASE["ENGINE"].endswith("sqlite3")
MARK = "?" if IS_SQLITE else "%s"
# The rows of a page as a page needs them: the comment, its author's name, and its HTML, ready.
SELECT = f"""
    SELECT comment.number, comment.depth, comment.created_at, member.name, floor.card
    FROM bench_floor floor
    JOIN perspectives_comment comment ON comment.id = floor.comment_id
    JOIN perspectives_member member ON member.id = comment.author_id
    WHERE floor.page = {MARK} ORDER BY floor.place
"""  # noqa: S608
COLUMNS = "discussion_id, number, path, author_id, body, html, body_hash, key, status, created_at"
INSERT = f"INSERT INTO bench_insert ({COLUMNS}) VALUES ({', '.join([MARK] * 10)})"  # noqa: S608
FOUND = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "public, max-age=0, must-revalidate")]

_own = threading.local()


def connection() -> Any:
    """Return this thread's connection, opened as Django opens the site's; every statement is a transaction."""
    if not hasattr(_own, "connection"):
        _own.connection = _sqlite() if IS_SQLITE else _postgresql()
    return _own.connection


def _sqlite() -> sqlite3.Connection:
    opened = sqlite3.connect(DATABASE["NAME"], timeout=20, isolation_level=None)
    opened.executescript(DATABASE["OPTIONS"]["init_command"])
    return opened


def _postgresql() -> psycopg.Connection[Any]:
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: str(DATABASE[key]) for name, key in names.items() if DATABASE.get(key)}
    return psycopg.connect(**given, autocommit=True)  # type: ignore[arg-type]


@cache
def kept(name: str) -> bytes:
    """Return the file `name`, read once."""
    return (FOLDER / name).read_bytes()


def send_bytes(name: str, environ: dict[str, Any]) -> tuple[str, bytes]:
    """Send the page as it is."""
    return "200 OK", kept(f"{name}.page")


def send_rows(name: str, environ: dict[str, Any]) -> tuple[str, bytes]:
    """Select the rows and join what is stored with them."""
    rows = connection().execute(SELECT, (name,)).fetchall()
    return "200 OK", b"".join([kept(f"{name}.head"), "".join([row[4] for row in rows]).encode(), kept(f"{name}.tail")])


def send_same(name: str, environ: dict[str, Any]) -> tuple[str, bytes]:
    """Say that nothing changed."""
    return "304 Not Modified", b""


def insert(name: str, environ: dict[str, Any]) -> tuple[str, bytes]:
    """Store a text that was sent by a form, as one row, and lead on."""
    form = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
    body, key = form["body"][0], form["key"][0]
    row = (1, 1, "00000001", 1, body, f"<p>{body}</p>", "0" * 64, key, "public", "2026-11-25 10:00:00.000000")
    connection().execute(INSERT, row)
    return "302 Found", b""


DOORS = {"bytes": send_bytes, "rows": send_rows, "same": send_same, "insert": insert}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request."""
    door, _slash, name = environ["PATH_INFO"].lstrip("/").partition("/")
    status, body = DOORS[door](name, environ)
    start_response(status, [*FOUND, ("Content-Length", str(len(body)))])
    return [body]
