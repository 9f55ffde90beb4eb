"""The first command on a fresh machine: which way it takes, and the one sentence where there is none."""

import ast
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from perspectives.site import bootstrap

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ["manage.py", "pyproject.toml", "perspectives/__init__.py", "perspectives/site/__init__.py"]
BASE_PYTHON = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"


def script(path: Path, text: str) -> Path:
    """Write an executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def clone(tmp_path):
    """A folder with a space in its name that holds as much of the repo as the first command needs."""
    folder = tmp_path / "a fresh clone"
    for name in [*NEEDED, "perspectives/site/bootstrap.py"]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def start(clone, tmp_path):
    """Run `manage.py version` in the clone with a Python that has no packages, and only the named tools."""

    def run(*, uv="", venv="", pip="", **environ):
        tools, fakes = tmp_path / "tools", tmp_path / "fakes"
        tools.mkdir(exist_ok=True)
        if uv:
            script(tools / "uv", uv)
        for module, code in (("venv", venv), ("pip", pip)):
            if code:
                (fakes / module).mkdir(parents=True)
                (fakes / module / "__init__.py").touch()
                (fakes / module / "__main__.py").write_text(code)
        offline = {"PIP_NO_INDEX": "1", "UV_OFFLINE": "1"}
        environ = {"PATH": str(tools), "PYTHONPATH": str(fakes), "HOME": str(tmp_path), **offline, **environ}
        command = [str(BASE_PYTHON), "-S", str(clone / "manage.py"), "version"]
        return subprocess.run(command, env=environ, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


FAILS = "import sys; sys.exit('nothing works')"
NO_NETWORK = "import sys; sys.exit('--version' not in sys.argv and 'ERROR: No matching distribution found for django')"
# An environment that has everything: the one these tests run in.
WHOLE = f"""mkdir -p .venv/bin
printf '#!/bin/sh\\nexec "{sys.executable}" "$@"\\n' > .venv/bin/python
chmod +x .venv/bin/python"""


def last_line(done):
    """Return the last line that a command said on its error output."""
    return done.stderr.strip().splitlines()[-1]


def leftovers(clone):
    """Return what the command left of an environment."""
    return sorted(path.name for path in clone.glob(".venv*"))


def test_with_neither_uv_nor_venv_nor_pip_it_says_so_and_leaves_nothing(start, clone):
    done = start(venv=FAILS)
    assert done.returncode == 1
    assert last_line(done) == bootstrap.NO_TOOL
    assert leftovers(clone) == []


def test_a_venv_without_any_pip_is_no_way_either(start, clone):
    fake = "import sys; '--without-pip' in sys.argv or sys.exit('no ensurepip')"
    done = start(venv=fake, pip=FAILS)
    assert done.returncode == 1
    assert last_line(done) == bootstrap.NO_TOOL
    assert leftovers(clone) == []


def test_without_network_it_says_so_in_one_sentence_and_leaves_nothing(start, clone):
    done = start(uv="echo 'error: dns error' >&2; exit 2", pip=NO_NETWORK)
    assert done.returncode == 1
    assert "check the network connection" in last_line(done)
    assert "No matching distribution found for django" in last_line(done)
    assert len(done.stderr.strip().splitlines()) == 2  # what it began, and why it stopped
    assert leftovers(clone) == []


def test_uv_is_taken_where_it_works_and_the_command_runs_inside(start, clone):
    done = start(uv=WHOLE, venv=FAILS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()[0].isdigit()
    assert leftovers(clone) == [".venv"]


def test_what_the_lock_of_uv_does_not_know_yet_is_installed_by_pip(start, clone):
    bare = WHOLE.replace(f'exec "{sys.executable}"', f'exec "{BASE_PYTHON}" -S')
    done = start(uv=bare, pip=NO_NETWORK)
    assert done.returncode == 1
    assert "No matching distribution found for django" in last_line(done)
    assert leftovers(clone) == []


def test_an_environment_made_by_hand_is_taken_as_it_is(start, clone):
    subprocess.run(["sh", "-c", WHOLE], cwd=clone, check=True)
    done = start(uv="exit 1", venv=FAILS)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_environment_that_was_not_finished_is_made_anew(start, clone):
    (clone / ".venv").mkdir()
    (clone / ".venv" / "half").touch()
    (clone / ".venv.unfinished").touch()
    done = start(uv=WHOLE)
    assert done.returncode == 0, done.stderr
    assert leftovers(clone) == [".venv"]
    assert not (clone / ".venv" / "half").exists()


def test_a_whole_environment_of_somebody_else_is_not_removed_when_packages_cannot_be_fetched(start, clone):
    script(clone / ".venv" / "bin" / "python", f'exec "{BASE_PYTHON}" -S "$@"')
    (clone / ".venv" / "mine").touch()
    done = start(uv="exit 1", pip=NO_NETWORK)
    assert done.returncode == 1
    assert "check the network connection" in last_line(done)
    assert (clone / ".venv" / "mine").exists()
    assert leftovers(clone) == [".venv"]


def test_packages_missing_inside_the_environment_end_with_a_sentence_not_with_a_circle(start):
    done = start(**{bootstrap.INSIDE: "1"})
    assert done.returncode == 1
    assert "still misses" in last_line(done)
    assert "remove that folder" in last_line(done)


def test_an_old_python_is_told_what_it_lacks():
    code = "import sys, runpy; sys.version_info = (3, 10, 9); runpy.run_path('manage.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "perspectives needs Python 3.11 or newer; this is Python 3.10.\n")


def test_manage_py_can_be_read_by_pythons_of_long_ago():
    source = (ROOT / "manage.py").read_text(encoding="utf-8")
    assert source.isascii()
    assert ast.parse(source, feature_version=(3, 4)).body


@pytest.mark.parametrize(
    ("line", "met"),
    [
        ("django>=5.2", True),
        ("Django>=99", False),
        ("psycopg[binary,pool]>=3.2", True),
        ("no-such-package>=1", False),
        ("no-such-package>=1; sys_platform != 'linux'", False),
    ],
)
def test_a_requirement_is_met_by_an_installed_version_at_or_above_its_floor(line, met):
    assert bootstrap.is_met(line) is met


def test_versions_compare_by_their_numbers():
    assert bootstrap.numbers("5.10") > bootstrap.numbers("5.9.3")
    assert bootstrap.numbers("6.1rc1") == bootstrap.numbers("6.1")


def test_the_test_command_needs_more_than_the_others():
    assert bootstrap.extras_for(["manage.py", "test", "-x"]) == ["site", "test"]
    assert bootstrap.extras_for(["manage.py", "start", "test"]) == ["site"]
    assert any(line.startswith("pytest>=") for line in bootstrap.requirements(["site", "test"]))


def test_every_requirement_has_the_shape_that_the_bootstrap_reads():
    for line in bootstrap.requirements(["site", "test", "quality"]):
        name, floor = line.partition(";")[0].split(">=")
        assert name
        assert bootstrap.numbers(floor)
