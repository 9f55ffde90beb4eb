"""A server under measurement, and the connection that asks it: as little as possible between clock and server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from perspectives.site.bootstrap import ROOT

# Seconds after which a server counts as gone.
PATIENCE = 60.0
THREADS = 4
# The door by which the site's caches are emptied (wsgi.py).
CLEAR = "/-bench/clear"


class Answer(NamedTuple):
    """What a server said, and how long it took to say it, in milliseconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    took: float


class Line:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        """Connect to `port` of this machine."""
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host = f"127.0.0.1:{port}"

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask for `path`."""
        return self.send(self.request("GET", path, headers or {}))

    def post(self, path: str, body: str, headers: dict[str, str] | None = None) -> Answer:
        """Send a form."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send(self.request("POST", path, form | (headers or {}), body.encode()))

    def request(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
        """Return a request, ready to be sent."""
        sent = {"Host": self.host, "Connection": "keep-alive"} | headers
        if body:
            sent["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body

    def send(self, request: bytes) -> Answer:
        """Send a request and return the answer; the clock runs from before the first byte to after the last."""
        began = time.perf_counter()
        self.socket.sendall(request)
        received = self.socket.recv(65_536)
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _gap, body = received.partition(b"\r\n\r\n")
        status, headers = _parsed(head)
        length = 0 if status in (204, 304) else int(headers["content-length"])
        parts, missing = [body], length - len(body)
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        took = (time.perf_counter() - began) * 1000
        return Answer(status, headers, b"".join(parts), took)

    def _more(self) -> bytes:
        part = self.socket.recv(1 << 20)
        if not part:
            raise ConnectionError("The server has hung up.")
        return part

    def close(self) -> None:
        """Hang up."""
        self.socket.close()


def _parsed(head: bytes) -> tuple[int, dict[str, str]]:
    """Return status and headers, names in lower case."""
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    return int(first.split(" ", 2)[1]), {name.lower(): value for name, _colon, value in pairs}


@dataclass
class Server:
    """A running gunicorn."""

    port: int
    process: subprocess.Popen[bytes]
    lines: list[Line] = field(default_factory=list)

    def line(self) -> Line:
        """Return a new connection, which is closed when the server stops."""
        self.lines.append(Line(self.port))
        return self.lines[-1]

    def memory(self) -> int:
        """Return the resident memory of its workers in kB; 0 where this system does not tell."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        if not children.exists():
            return 0
        status = (Path(f"/proc/{child}/status").read_text() for child in children.read_text().split())
        lines = (line for text in status for line in text.splitlines() if line.startswith("VmRSS:"))
        return sum(int(line.split()[1]) for line in lines)


@contextmanager
def serving(application: str, folder: Path, *, workers: int = 1, **environment: str) -> Iterator[Server]:
    """Run `application` ("module:name") until the block ends."""
    size = ["--workers", str(workers), "--threads", str(THREADS), "--keep-alive", "300", "--timeout", "300"]
    size += ["--graceful-timeout", "1", "--worker-tmp-dir", str(folder)]
    options = ["--worker-class", "gthread", "--preload", "--no-control-socket", "--log-level", "error"]
    with kept_port() as port, (folder / "server.log").open("ab") as log:
        command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *size, *options]
        process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=os.environ | environment, stdout=log, stderr=log
        )
        server = Server(port, process)
        try:
            _wait_for(port, process, folder / "server.log")
            yield server
        finally:
            for line in server.lines:
                line.close()
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


@contextmanager
def kept_port() -> Iterator[int]:
    """Yield a port on which nobody listens but whoever is told of it, until the block ends.

    It stays bound without listening: a server that reuses addresses, as they all do, may listen on it all the same,
    while the system gives it to nobody who asks for any port, or only calls somebody.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield int(holder.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until somebody listens on `port`; RuntimeError with the server's own words where nobody does."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            Line(port).close()
            return
        except OSError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The server did not start:\n{log.read_text()}") from error
            time.sleep(0.05)
