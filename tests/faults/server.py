"""The site behind gunicorn: for promises about processes that meet, stumble or die."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
WORKERS, THREADS = 3, 4
# Seconds after which a promise counts as broken: longer than a writer may wait for an SQLite file that is locked.
PATIENCE = 60.0
# Seconds for a server to start; a loaded machine is slow, not broken.
START = 180.0
# What a line says that breaks.
NO_ANSWER = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Answer:
    """What a request was answered, and how long that took."""

    status: int
    text: str
    headers: http.client.HTTPMessage
    seconds: float

    @property
    def to(self) -> str:
        """Where it leads."""
        return self.headers.get("Location", "")


@dataclass
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def workers(self) -> list[int]:
        """Return the process ids of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(one) for one in children.read_text().split()]

    def kill(self, worker: int) -> bool:
        """Kill a worker at once, as a machine out of memory does; False if it was dead already."""
        try:
            os.kill(worker, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def ask(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> Answer:
        """Return the answer to a request; NO_ANSWER is raised where there is none."""
        began = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, path, body=body or None, headers=headers or {})
            answer = line.getresponse()
            text = answer.read().decode()
            return Answer(answer.status, text, answer.headers, time.perf_counter() - began)
        finally:
            line.close()

    def get(self, path: str, **headers: str) -> Answer:
        """Return the answer to a reader who is not signed in."""
        return self.ask("GET", path, headers=headers)


@contextmanager
def serving(folder: Path, workers: int = WORKERS, threads: int = THREADS, **environment: str) -> Iterator[Server]:
    """Run the site on the present database until the block ends; `environment` is read by `tests.faults.served`."""
    folder.mkdir(exist_ok=True)
    settings = {"DJANGO_SETTINGS_MODULE": "tests.faults.served", "SERVED_DATABASE": str(_name())}
    log = folder / "server.log"
    with _listening() as door, log.open("wb") as lines:
        process = subprocess.Popen(
            [*_command(door.fileno(), workers, threads), "--worker-tmp-dir", str(folder)],
            cwd=ROOT,
            env=os.environ | settings | environment,
            stdout=lines,
            stderr=lines,
            pass_fds=[door.fileno()],
        )
        server = Server(door.getsockname()[1], process, log)
    try:
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        process.wait(START)


def _name() -> str:
    """Return the name of the database that this process speaks to."""
    return str(connection.settings_dict["NAME"])


def _listening() -> socket.socket:
    """Return a socket that listens on a free port: handed on, nobody else can take the port meanwhile."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    door.listen(512)
    return door


def _command(door: int, workers: int, threads: int) -> list[str]:
    """Return the command of a production server on a socket it is given."""
    size = ["--workers", str(workers), "--worker-class", "gthread", "--threads", str(threads)]
    options = ["--preload", "--no-control-socket", "--graceful-timeout", "2", "--log-level", "error"]
    program = [sys.executable, "-m", "gunicorn", "perspectives.site.wsgi", "--bind", f"fd://{door}"]
    return [*program, *size, *options]


def _wait_for(server: Server) -> None:
    """Ask until the server answers; it does once it serves, for its door is open from the beginning."""
    ends, answer = time.monotonic() + START, None
    while answer is None:
        try:
            answer = server.get("/robots.txt")
        except NO_ANSWER as error:
            if server.process.poll() is not None or time.monotonic() > ends:
                raise AssertionError(server.log.read_text()) from error
    assert answer.status == 200, server.log.read_text()
