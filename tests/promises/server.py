"""The site behind gunicorn, with writers who are signed in already: for promises about processes that meet or die."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

from perspectives.members.models import Member

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 3
NAMES = ["Ada", "Bea", "Cid", "Dag", "Eva", "Fay", "Gus", "Hal", "Ida", "Jon", "Kim", "Lea", "Max", "Ned", "Ola", "Pia"]
# Seconds after which a promise counts as broken.
PATIENCE = 20.0


@dataclass
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """Return the process ids of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(one) for one in children.read_text().split()]

    def kill_one(self) -> int | None:
        """Kill the eldest worker at once, as a machine out of memory does, and return which."""
        alive = self.workers()
        if not alive:
            return None
        os.kill(alive[0], signal.SIGKILL)
        return alive[0]

    def ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Return status, Location and text of an answer; OSError or HTTPException where there is none."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, path, body=body or None, headers=headers or {})
            answer = line.getresponse()
            return answer.status, answer.getheader("Location", ""), answer.read().decode()
        finally:
            line.close()


@contextmanager
def serving(folder: Path, workers: int = WORKERS) -> Iterator[Server]:
    """Run the site on the tests' database until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.promises.served",
        "SERVED_DATABASE": str(connection.settings_dict["NAME"]),
    }
    command = [sys.executable, "-m", "gunicorn", "perspectives.site.wsgi", "--bind", f"127.0.0.1:{port}"]
    options = [
        "--workers",
        str(workers),
        "--threads",
        "4",
        "--preload",
        "--graceful-timeout",
        "2",
        "--log-level",
        "error",
    ]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *options, "--worker-tmp-dir", str(folder)], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        server = Server(port, process)
        _wait_for(server, folder / "server.log")
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(server: Server, log: Path) -> None:
    """Ask until the server answers, for at most PATIENCE seconds."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            status, _to, _text = server.ask("GET", "/robots.txt")
            assert status == 200
            return
        except (OSError, http.client.HTTPException):
            assert server.process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()


@dataclass
class Writer:
    """A browser of a member: a session, a token, and what it was answered."""

    server: Server
    member: Member
    address: str
    cookies: str = ""
    token: str = ""
    answers: list[tuple[str, int, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def sign_in(self) -> None:
        """Make the session in the database and fetch the form once."""
        client = Client()
        client.force_login(self.member.user)
        form = client.get(self.address)
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.content.decode())[1]
        self.cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())

    def post(self, body: str, key: str, path: str = "") -> tuple[int, str]:
        """Send the form once and return status and Location."""
        data = {"body": body, "key": key, "tags": "evidence", "csrfmiddlewaretoken": self.token}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookies}
        began = time.perf_counter()
        status, to, _text = self.server.ask("POST", path or self.address, urlencode(data), headers)
        self.times.append(time.perf_counter() - began)
        self.answers.append((key, status, to))
        return status, to

    def insist(self, body: str, key: str, path: str = "") -> tuple[int, str]:
        """Send the form, and again as long as nobody answers: what a person at a bad line does."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self.post(body, key, path)
            except (OSError, http.client.HTTPException):
                if time.monotonic() > deadline:
                    raise
