"""Orders what the tests stand on from a process that has Django: tests of a browser must not touch the database."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict, deque
from pathlib import Path
from typing import IO, Any

PROGRAM = "import django; django.setup(); from tests.browser.seed import main; main()"


class Seeder:
    """A process that makes one thing after the other, in the order they are wished for."""

    def __init__(self, root: Path, environ: dict[str, str], log: IO[str]) -> None:
        self._ordered: deque[str] = deque()
        self._made: defaultdict[str, deque[dict[str, Any]]] = defaultdict(deque)
        self._log = log
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            cwd=root,
            env=environ,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )

    def order(self, kind: str) -> None:
        """Have one more of `kind` made, without waiting for it."""
        self._ordered.append(kind)
        print(kind, file=self._process.stdin, flush=True)

    def take(self, kind: str) -> dict[str, Any]:
        """Return the next of `kind` as soon as it is there."""
        if not self._made[kind] and kind not in self._ordered:
            self.order(kind)
        while not self._made[kind]:
            line = self._process.stdout.readline()
            assert line, f"Nothing was made:\n{Path(self._log.name).read_text(encoding='utf-8')}"
            self._made[self._ordered.popleft()].append(json.loads(line))
        return self._made[kind].popleft()

    def close(self) -> None:
        """End the process once it has made what was ordered."""
        self._process.communicate(timeout=300)
