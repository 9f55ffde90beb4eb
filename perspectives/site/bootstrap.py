"""Makes sure that the packages a command needs are there, with nothing but the standard library, then runs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Stands beside the environment while it is being made: where it is found later, the environment is made anew.
UNFINISHED = ROOT / ".venv.unfinished"
SETTINGS = "perspectives.site.settings"
# Set for the second run, inside the environment, so that it never starts a third.
INSIDE = "PERSPECTIVES_INSIDE"
INSTALL = ["install", "--quiet", "--disable-pip-version-check", "--retries", "2", "--timeout", "20"]

NO_TOOL = (
    "perspectives cannot install its packages: neither uv, nor Python's venv with pip, works here. "
    "Install one of them (on Debian: apt install python3-venv) and run this command again."
)
NO_PACKAGES = (
    "perspectives could not fetch its packages: check the network connection and run this command again. "
    "The installer said: {reason}"
)
STILL_MISSING = "perspectives still misses {missing} in {venv}: remove that folder and run this command again."


def extras_for(argv: list[str]) -> list[str]:
    """Return the extras of pyproject.toml that the command in `argv` needs."""
    return ["site", "test"] if argv[1:2] == ["test"] else ["site"]


def requirements(extras: list[str]) -> list[str]:
    """Return what pyproject.toml asks for, core and `extras`, as requirement lines."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["dependencies"] + [line for extra in extras for line in project["optional-dependencies"][extra]]


def missing(lines: list[str]) -> list[str]:
    """Return those requirement lines that this Python does not meet."""
    return [line for line in lines if not is_met(line)]


def is_met(line: str) -> bool:
    """Tell whether the package of a line `name[extra]>=1.2; marker` is installed here and new enough."""
    line, _, marker = line.partition(";")
    if "win32" in marker and sys.platform == "win32":
        return True
    name, _, floor = line.partition(">=")
    try:
        return numbers(metadata.version(name.partition("[")[0])) >= numbers(floor)
    except metadata.PackageNotFoundError:
        return False


def numbers(version: str) -> list[int]:
    """Return the leading numbers of a version: [5, 2, 1] of "5.2.1rc1"."""
    return [int(part) for part in re.findall(r"\d+", re.split(r"[a-z+]", version)[0])]


def run(argv: list[str]) -> None:
    """Run the command in `argv`, in this Python if it has the packages, else inside `.venv`, made if need be."""
    lines = requirements(extras_for(argv))
    lacking = missing(lines)
    if not lacking:
        execute(argv)
    elif os.environ.get(INSIDE):
        sys.exit(STILL_MISSING.format(venv=VENV, missing=", ".join(lacking)))
    else:
        if not is_ready(lines):
            make(lines, extras_for(argv))
        enter(argv)


def execute(argv: list[str]) -> None:
    """Hand `argv` to Django, which is known to be here now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.core.management import execute_from_command_line

    execute_from_command_line(argv)


def enter(argv: list[str]) -> None:
    """Run `argv` again with the Python of `.venv`; does not return."""
    command = [str(PYTHON), str(ROOT / "manage.py"), *argv[1:]]
    os.environ[INSIDE] = "1"
    if os.name == "nt":
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], command)


def is_ready(lines: list[str]) -> bool:
    """Tell whether `.venv` is whole and meets `lines`, however it was made."""
    return is_usable() and has_all(lines)


def has_all(lines: list[str]) -> bool:
    """Tell whether the Python of `.venv` meets `lines`, by asking it."""
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from perspectives.site import bootstrap"
    return not attempt([str(PYTHON), "-c", f"{script}; sys.exit(bool(bootstrap.missing({lines!r})))"])


def is_usable() -> bool:
    """Tell whether `.venv` was made to its end and holds a Python that is new enough."""
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    return not UNFINISHED.exists() and PYTHON.exists() and not attempt([str(PYTHON), "-c", check])


def attempt(command: list[str], **environ: str) -> str:
    """Run `command`; return "" where it worked, else the last line it said (or that it could not be run)."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True, check=False
        )
    except OSError as error:
        return str(error)
    said = (done.stderr.strip() or done.stdout.strip() or f"exit status {done.returncode}").splitlines()
    return said[-1].strip()[:300] if done.returncode else ""


def make(lines: list[str], extras: list[str]) -> None:
    """Make `.venv`, or fill the one that is there, in the first way that works; exits with a sentence if none does."""
    print(
        "Setting up .venv with the packages that perspectives needs; this happens once …", file=sys.stderr, flush=True
    )
    ours = not is_usable()
    if ours:
        discard()
        UNFINISHED.touch()
    refusal = ""
    if install_with_uv(extras) or not has_all(lines):  # the lock may be older than pyproject.toml
        refusal = install_with_pip(lines)
    if refusal and ours:
        discard()
    UNFINISHED.unlink(missing_ok=True)
    if refusal:
        sys.exit(refusal)


def discard() -> None:
    """Remove an environment that is of no use."""
    shutil.rmtree(VENV, ignore_errors=True)


def install_with_uv(extras: list[str]) -> str:
    """Install the locked packages by uv; return "" or why it did not work."""
    uv = shutil.which("uv")
    if not uv:
        return NO_TOOL
    wanted = [part for extra in extras for part in ("--extra", extra)]
    sync = [
        uv,
        "sync",
        "--quiet",
        "--frozen",
        "--inexact",
        "--no-dev",
        "--no-install-project",
        "--python",
        sys.executable,
    ]
    return attempt([*sync, *wanted], UV_PROJECT_ENVIRONMENT=str(VENV))


def install_with_pip(lines: list[str]) -> str:
    """Install `lines` by the environment's pip, or by this Python's; return "" or the sentence that says why not."""
    if not PYTHON.exists() and attempt([sys.executable, "-m", "venv", str(VENV)]):
        discard()
        if attempt([sys.executable, "-m", "venv", "--without-pip", str(VENV)]):
            return NO_TOOL
    for pip in ([str(PYTHON), "-m", "pip"], [sys.executable, "-m", "pip", "--python", str(PYTHON)]):
        if not attempt([*pip, "--version"]):
            reason = attempt([*pip, *INSTALL, *lines])
            return reason and NO_PACKAGES.format(reason=reason)
    return NO_TOOL
