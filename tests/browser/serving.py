"""Starts the site as anybody would, by `manage.py start`, in a folder that is thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

from perspectives.site.benchmark.server import kept_port
from tests.browser.seeder import Seeder

ROOT = Path(__file__).resolve().parents[2]
# Seconds for the server to answer; a loaded machine is slow, not broken.
DEADLINE = 120


def environment(folder: Path, address: str, database: str) -> dict[str, str]:
    """Return the environment of a site of its own."""
    chosen = {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "VAR_DIR": str(folder),
        "SITE_URL": address,
        "SECRET_KEY": "only for browsers",
    }
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "ALLOWED_HOSTS")}
    return kept | chosen | ({"DATABASE_URL": database} if database else {})


@contextmanager
def own_database() -> Iterator[str]:
    """Give the address of a PostgreSQL database of the site's own while it runs; "" means SQLite in its folder."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield ""
        return
    parts = urlsplit(given)
    name = f"{parts.path.strip('/')}_browser_{os.getpid()}"
    query(parts, f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        query(parts, f'DROP DATABASE "{name}" WITH (FORCE)')


def query(parts, statement: str) -> None:
    """Run a statement on the server, beside every database of ours."""
    import psycopg

    address = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, Seeder]]:
    """Set a site up in `folder`, serve it, and give its address and who puts things into it."""
    log = folder / "seeded.log"
    with kept_port() as port, own_database() as database, log.open("w", encoding="utf-8") as seeded:
        address = f"http://127.0.0.1:{port}"
        environ = environment(folder, address, database)
        run([sys.executable, "manage.py", "start", "--no-serve"], environ)
        seeder = Seeder(ROOT, environ, seeded)
        # Made while the server starts.
        seeder.order("stage")
        try:
            with serving(port, environ, folder / "served.log"):
                yield address, seeder
        finally:
            seeder.close()


@contextmanager
def serving(port: int, environ: dict[str, str], log: Path) -> Iterator[None]:
    """Serve the site by the command anybody would use, until the block is left."""
    command = [sys.executable, "manage.py", "start", "--port", str(port)]
    with log.open("w", encoding="utf-8") as lines:
        server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=lines, stderr=lines)
        try:
            wait_for(f"http://127.0.0.1:{port}", server, log)
            yield
        finally:
            server.terminate()
            server.wait(timeout=DEADLINE)


def run(command: list[str], environ: dict[str, str]) -> None:
    """Run a command to its end; what it said is the failure's text."""
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}"


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    """Return as soon as the site answers."""
    ends = time.monotonic() + DEADLINE
    while time.monotonic() < ends and server.poll() is None:
        try:
            with urlopen(f"{address}/robots.txt", timeout=5) as answer:
                assert answer.status == 200
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"The site did not answer:\n{log.read_text(encoding='utf-8')}")
