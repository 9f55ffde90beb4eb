"""The plugin inside a second, different host: a prefix, other people, another frame, little of Django."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "tests" / "host" / "project"


@pytest.mark.parametrize("kind", ["bare", "rich"])
def test_a_host_unlike_the_site_reads_and_takes_part(kind):
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "HOST": kind, "DJANGO_SETTINGS_MODULE": "settings"}
    command = [sys.executable, "visit.py"]
    done = subprocess.run(command, cwd=PROJECT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "everything as it should be" in done.stdout
