"""Machines of a test's own that may be stopped and started: a PostgreSQL, a Redis, a Redis that hangs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from perspectives.site.benchmark.server import kept_port
from tests.faults.server import PATIENCE
from tests.faults.sizes import missing


@dataclass
class Cluster:
    """A PostgreSQL of one's own, empty."""

    programs: Path
    folder: Path
    port: int
    runs: bool = False

    @property
    def address(self) -> str:
        """Its DATABASE_URL."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        """Lay it out. What a killed PostgreSQL needs is in the system's memory: no disk is waited for."""
        self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = [f"port = {self.port}", "listen_addresses = '127.0.0.1'", "fsync = off"]
        options.append(f"unix_socket_directories = '{self.folder}'")
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.write("\n".join(options) + "\n")

    def start(self) -> None:
        """Start it and wait until it serves."""
        self._run("pg_ctl", "-w", "-s", "-l", str(self.folder / "log"), "start")
        self.runs = True

    def stop(self, how: str) -> None:
        """Stop it, "fast" (sessions are ended) or "immediate" (as if killed: it recovers when it starts)."""
        self.runs = False
        self._run("pg_ctl", "-w", "-s", "-m", how, "stop")

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of its programs, as the user postgres where we are root, for PostgreSQL refuses to be root."""
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]
        done = subprocess.run(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == 0, done.stdout


def _programs() -> Path:
    """Return the folder of PostgreSQL's server programs; the test is skipped where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if shutil.which("pg_config"):
        asked = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
        found.append(Path(asked.stdout.strip()) / "initdb")
    there = [path.parent for path in found if path.exists()]
    return there[-1] if there else missing("PostgreSQL's initdb")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL that is gone behind the block."""
    programs = _programs()
    folder = tempfile.TemporaryDirectory(prefix="perspectives-cluster-", ignore_cleanup_errors=True)
    with folder as name, kept_port() as port:
        if os.geteuid() == 0:
            shutil.chown(name, "postgres", "postgres")
        made = Cluster(programs, Path(name), port)
        made.make()
        made.start()
        try:
            yield made
        finally:
            if made.runs:
                made.stop("immediate")


@contextmanager
def speaking_to(**changes: object) -> Iterator[None]:
    """Let this process's models speak to another database, of the same kind."""
    here = connections["default"]
    there = type(here)({**here.settings_dict, **changes}, "default")
    connections["default"] = there
    try:
        yield
    finally:
        there.close()
        connections["default"] = here


@dataclass
class Redis:
    """A Redis of one's own."""

    program: str
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Its CACHE_URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([self.program, *options], stdout=subprocess.PIPE)
        for line in self.process.stdout:
            if b"Ready to accept connections" in line:
                return
        raise AssertionError("Redis does not start")

    def stop(self) -> None:
        """Stop it at once."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(PATIENCE)
            self.process.stdout.close()
            self.process = None


@contextmanager
def redis() -> Iterator[Redis]:
    """A running Redis that is gone behind the block."""
    program = shutil.which("redis-server") or missing("redis-server")
    with kept_port() as port:
        made = Redis(program, port)
        try:
            made.start()
            yield made
        finally:
            made.stop()


@contextmanager
def hanging() -> Iterator[str]:
    """The address of a Redis that takes every line and never answers."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(512)
        yield f"redis://127.0.0.1:{door.getsockname()[1]}/0"
