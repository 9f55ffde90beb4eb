"""Databases of the benchmark's own: a file in a folder that goes, or one made on a server and dropped again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def is_postgresql(url: str) -> bool:
    """Whether `url` names a PostgreSQL server."""
    return urlsplit(url).scheme in ("postgres", "postgresql", "psql", "pgsql")


def sqlite(folder: Path) -> str:
    """Return the address of a new file in `folder`."""
    return f"sqlite:///{folder / 'bench.sqlite3'}"


@contextmanager
def postgresql(url: str) -> Iterator[str]:
    """Make a database beside the one `url` names, give its address, and drop it at the end whatever happens."""
    name = f"perspectives_bench_{os.getpid()}"
    parts = urlsplit(url)
    admin = urlunsplit(parts._replace(scheme="postgresql"))
    with psycopg.connect(admin, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(admin, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
