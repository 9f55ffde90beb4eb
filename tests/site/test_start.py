"""`manage.py start` and `manage.py test`: what they set up, what they refuse, and that a second run changes nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from perspectives.site import serving
from perspectives.site.benchmark.server import kept_port
from perspectives.site.management.commands.test import PARALLEL, pytest_arguments
from tests.pace import allowed

ROOT = Path(__file__).resolve().parents[2]
# Seconds after which a server is not slow but broken.
PATIENCE = 120


def environ(var):
    """Return the environment of a developer who has set nothing but the folder."""
    return {"PATH": os.environ["PATH"], "VAR_DIR": str(var)}


def start(var, *arguments):
    """Run the command to its end."""
    command = [sys.executable, "manage.py", "start", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environ(var), capture_output=True, text=True, check=False)


@contextmanager
def serving_site(var, *arguments):
    """Serve for a while; yields the address, the seconds until the first answer, and the process."""
    with kept_port() as port:
        begun, pause = time.monotonic(), threading.Event()
        command = [sys.executable, "manage.py", "start", "--port", str(port), *arguments]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ(var), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            site = f"http://127.0.0.1:{port}"
            while not answers(site):
                assert process.poll() is None, process.stdout.read()
                assert time.monotonic() - begun < PATIENCE
                pause.wait(0.05)
            yield site, time.monotonic() - begun, process
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def answers(site):
    """Tell whether the site serves."""
    try:
        with urllib.request.urlopen(f"{site}/robots.txt", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def fetch(address):
    """Return status, headers and text of a page."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers, refused.read().decode()


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """A folder in which the site was set up once, with the sample."""
    folder = tmp_path_factory.mktemp("var with a space")
    done = start(folder, "--no-serve")
    assert done.returncode == 0, done.stderr
    return folder


def contents(var):
    """Return every row of every table that is not a session, and the secrets."""
    code = (
        "import sqlite3, sys; base = sqlite3.connect(sys.argv[1])\n"
        "tables = [row[0] for row in base.execute(\"select name from sqlite_master where type='table' order by 1\")]\n"
        "print([(table, sorted(map(repr, base.execute(f'select * from \"{table}\"')))) for table in tables])"
    )
    command = [sys.executable, "-c", code, str(var / "site.sqlite3")]
    rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    secrets = {
        path.name: path.read_text() for path in var.glob("[ps]*") if path.is_file() and "sqlite" not in path.name
    }
    return rows, secrets


def test_a_second_run_changes_nothing(var):
    before = contents(var)
    assert start(var, "--no-serve").returncode == 0
    assert contents(var) == before


def test_secrets_can_be_read_by_their_owner_alone(var):
    secrets = [path for path in var.iterdir() if path.name.startswith(("secret", "password"))]
    assert len(secrets) == 4
    assert {path.stat().st_mode & 0o777 for path in secrets} == {0o600}


def test_it_serves_the_essay_and_says_where_and_how_to_sign_in(var):
    with serving_site(var) as (site, _seconds, process):
        status, _headers, page = fetch(f"{site}/")
        assert status == 200
        assert "Stop having unrealistic expectations" in page
        style = re.search(r'href="(/static/perspectives/perspectives\.[0-9a-f]+\.css)"', page)[1]
        status, headers, _css = fetch(site + style)
        assert status == 200
        assert "immutable" in headers["Cache-Control"]
        status, _headers, page = fetch(f"{site}/no/such/page/")
        assert status == 404
        assert "There is no such page" in page
        assert "Traceback" not in page
        process.send_signal(signal.SIGINT)
        said, _nothing = process.communicate(timeout=PATIENCE)
    assert f"{site}/" in said
    for name in ("helen", "daniel", "ruth"):
        assert re.search(rf"{name}@example\.org +{re.escape((var / f'password-{name}').read_text().strip())}\n", said)
    assert "Traceback" not in said


def test_ctrl_c_ends_it_without_complaint(var):
    with serving_site(var) as (_site, _seconds, process):
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 0


@pytest.mark.timed
def test_the_second_run_serves_within_three_seconds(var):
    with serving_site(var) as (_site, seconds, _process):
        assert seconds < 3 or seconds < allowed(3)


def test_a_port_that_is_taken_is_named_with_another(var):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = start(var, "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.strip().endswith(f"try `python3 manage.py start --port {port + 1}`.")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "essays.example.org"])
def test_it_serves_this_machine_only(var, host):
    done = start(var, "--host", host)
    assert done.returncode == 1
    assert "serves this machine only" in done.stderr


@pytest.mark.parametrize(
    ("host", "here"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False)]
)
def test_what_this_machine_is(host, here):
    assert serving.is_loopback(host) is here


def test_without_the_sample_the_essay_stands_alone(tmp_path):
    assert start(tmp_path, "--no-serve", "--empty").returncode == 0
    rows, _secrets = contents(tmp_path)
    assert "('perspectives_comment', [])" in rows
    assert "Stop having unrealistic expectations" in rows


@pytest.mark.parametrize("given", [["-n0"], ["--pdb"], ["-p", "no:xdist"], ["tests/text", "--numprocesses=3"]])
def test_somebody_who_says_how_to_run_the_tests_is_not_overruled(given):
    assert pytest_arguments(given) == given


def test_tests_run_side_by_side_otherwise():
    assert pytest_arguments(["tests/text", "-x"]) == [*PARALLEL, "tests/text", "-x"]


@pytest.mark.parametrize(("code", "status"), [("assert True", 0), ("assert False", 1)])
def test_the_test_command_is_honest_about_its_end(tmp_path, code, status):
    (tmp_path / "test_it.py").write_text(f"def test_it():\n    {code}\n")
    command = [sys.executable, "manage.py", "test", "-n0", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environ(tmp_path / "var"), capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    assert "1 passed" in done.stdout or "1 failed" in done.stdout
