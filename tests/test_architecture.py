"""The house keeps its plan: floors, file names, sizes, and the few places where HTML is made (DESIGN 4, STYLE)."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "perspectives"

# From the ground up; rooms on one floor do not know each other.
FLOORS = [
    {"conf"},
    {"web"},
    {"text"},
    {"members"},
    {"discussion"},
    {"moderation", "publishing"},
    {"reading", "notifications", "api"},
    {"site"},
]
# Django's doors at the top of the package point into rooms; nothing points back at them.
DOORS = {"apps", "checks", "models", "admin", "urls", "management", "templatetags", "theme", "migrations"}
# What a host of the site needs beside the rooms.
TOP = {"README.md", "manage.py", "perspectives", "templates", "static", "tests"} | {
    "pyproject.toml",
    "uv.lock",
    "LICENSE",
    "CHANGELOG.md",
    ".ci",
    ".gitignore",
    ".editorconfig",
    "docs",
}
MAX_FILE, MAX_TEMPLATE, MAX_FUNCTION = 300, 60, 30
# Each turns text into HTML, or tells Django that it is HTML already; each is tested in its room.
MAKES_HTML: set[str] = {
    "perspectives/discussion/cards/entries.py",
    "perspectives/discussion/cards/moulds.py",
    "perspectives/discussion/cards/pile.py",
    "perspectives/discussion/later.py",
    "perspectives/templatetags/perspectives.py",
}


@cache
def tracked() -> list[Path]:
    """Return the repo's own files: what git knows, or would know."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive, without git
        listed = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if ".venv" not in path.parts]
    return sorted(ROOT / name for name in listed if (ROOT / name).is_file())


def modules() -> list[Path]:
    """Return the modules of the package, migrations apart."""
    return [path for path in tracked() if path.suffix == ".py" and PACKAGE in path.parents and not _is_migration(path)]


def templates() -> list[Path]:
    """Return all templates, the plugin's and the site's."""
    return [path for path in tracked() if path.suffix == ".html" and "tests" not in path.relative_to(ROOT).parts]


def _is_migration(path: Path) -> bool:
    return "migrations" in path.parts


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """Return a path as it is written in messages."""
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    """Return the room or door that a module belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the dotted names that a module imports from the package."""
    found = set()
    package = ["perspectives", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{source}.{alias.name}" for alias in node.names}
    return {dotted for dotted in found if dotted.startswith("perspectives.")}


def floor_of(room: str) -> int | None:
    """Return the floor of a room, None for a door."""
    return next((level for level, rooms in enumerate(FLOORS) if room in rooms), None)


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return all functions of a module."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function's body, its docstring apart."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def public(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the functions and methods of a module that others may call."""
    classes = [node for node in tree(path).body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    outer = [node for holder in [tree(path), *classes] for node in holder.body]
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in outer if isinstance(node, kinds) and not node.name.startswith("_")]


def test_the_package_has_the_rooms_and_doors_of_the_plan_and_no_others():
    known = DOORS | set().union(*FLOORS) | {"__init__"}
    assert {room_of(path) for path in modules()} <= known


def test_rooms_import_only_from_themselves_and_from_floors_below():
    wrong = []
    for path in modules():
        here = room_of(path)
        level = floor_of(here)
        for dotted in imported(path):
            there = dotted.split(".")[1]
            other = floor_of(there)
            if level is None or there == here or dotted == "perspectives.__version__":
                continue
            if other is None or other >= level:
                wrong.append(f"{name(path)} imports {dotted}")
    assert wrong == []


def test_doors_never_point_into_the_site():
    doors = [path for path in modules() if room_of(path) in DOORS]
    assert [name(path) for path in doors for dotted in imported(path) if dotted.startswith("perspectives.site")] == []


def test_inside_a_room_imports_go_one_way():
    order = ["queries", "models", "tree", "rules", "signals", "actions", "forms", "views", "urls"]
    wrong = []
    for path in modules():
        room, *rest = path.relative_to(PACKAGE).parts
        step = rest[0].removesuffix(".py") if rest else ""
        if step not in order or floor_of(room) is None:
            continue
        for dotted in imported(path):
            parts = dotted.split(".")
            if parts[1] == room and len(parts) > 2 and parts[2] in order and order.index(parts[2]) > order.index(step):
                wrong.append(f"{name(path)} imports {dotted}")
    assert wrong == []


def test_no_import_stands_inside_a_function_but_where_django_asks_for_it():
    allowed = {"perspectives/apps.py", "perspectives/site/apps.py", "perspectives/site/bootstrap.py"}
    wrong = [
        f"{name(path)}:{inner.lineno}"
        for path in modules()
        if name(path) not in allowed
        for function in functions(path)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert wrong == []


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "helpers", "common", "services", "misc", "util", "helper"}
    assert [name(path) for path in modules() if {part.removesuffix(".py") for part in path.parts} & drawers] == []


def test_no_file_is_longer_than_one_can_read():
    code = [*modules(), *(path for path in tracked() if path.suffix == ".py" and ROOT / "tests" in path.parents)]
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in code}
    assert {path: lines for path, lines in long.items() if lines > MAX_FILE} == {}


def test_no_function_is_longer_than_a_screen():
    long = {f"{name(path)}:{function.name}": length(function) for path in modules() for function in functions(path)}
    assert {where: lines for where, lines in long.items() if lines > MAX_FUNCTION} == {}


def test_no_template_is_longer_than_a_screen():
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in templates()}
    assert {path: lines for path, lines in long.items() if lines > MAX_TEMPLATE} == {}


@pytest.mark.parametrize(
    "mark", [r"<style\b", r"\sstyle\s*=", r"<script(?![^>]*\bsrc=)", r"\son[a-z]+\s*=", "javascript:"]
)
def test_no_template_has_a_style_or_a_script_in_line(mark):
    assert [name(path) for path in templates() if re.search(mark, path.read_text(encoding="utf-8"), re.I)] == []


def test_every_post_form_has_a_token():
    # Unsubscribing works signed out and without cookies (RFC 8058): its token is in the address.
    without = {"templates/perspectives/notifications/unsubscribe.html"}
    wrong = []
    for path in (path for path in templates() if name(path) not in without):
        for form in re.findall(r"<form\b.*?</form>", path.read_text(encoding="utf-8"), re.S):
            if re.search(r'method="post"', form, re.I) and "csrf_token" not in form:
                wrong.append(name(path))
    assert wrong == []


def test_the_top_of_the_repo_is_as_the_user_fixed_it():
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP


def test_the_plugins_templates_and_static_files_lie_under_its_own_name():
    for folder in ("templates", "static"):
        inside = [path.relative_to(ROOT / folder).parts[0] for path in tracked() if ROOT / folder in path.parents]
        assert set(inside) == {"perspectives"}


def test_html_is_made_only_where_this_list_says():
    pattern = re.compile(r"\b(mark_safe|SafeString|SafeText|html_safe)\b|\|\s*safe\b|autoescape off")
    files = [*modules(), *templates()]
    found = {name(path) for path in files if pattern.search(path.read_text(encoding="utf-8"))}
    assert found == MAKES_HTML


def test_nothing_is_left_for_later():
    pattern = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    ours = [*modules(), *templates()]
    assert [name(path) for path in ours if pattern.search(path.read_text(encoding="utf-8"))] == []


def test_no_exception_is_caught_without_a_name_or_swallowed():
    wrong = []
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                swallowed = len(node.body) == 1 and isinstance(node.body[0], ast.Pass)
                if node.type is None or swallowed:
                    wrong.append(f"{name(path)}:{node.lineno}")
    assert wrong == []


def test_every_module_says_why_it_exists():
    assert [
        name(path)
        for path in modules()
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
    ] == []


def test_everything_public_is_documented_and_typed():
    wrong = []
    for path in modules():
        for function in public(path):
            if not ast.get_docstring(function) or function.returns is None:
                wrong.append(f"{name(path)}:{function.lineno} {function.name}")
    assert wrong == []


def test_there_is_one_history_of_migrations_in_the_plugin():
    folders = {path.parent for path in tracked() if _is_migration(path) and PACKAGE in path.parents}
    assert folders == {PACKAGE / "migrations", PACKAGE / "site" / "migrations"}
    numbers = sorted(int(path.name[:4]) for path in (PACKAGE / "migrations").glob("[0-9]*.py"))
    assert numbers[0] == 1
    assert all(second == first + 1 for first, second in pairwise(numbers))


def test_the_map_in_the_readme_names_every_room():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = {room_of(path) for path in modules() if floor_of(room_of(path)) is not None} - {"conf"}
    assert {room for room in rooms if f"`{room}/`" not in readme} == set()


def test_tests_mirror_the_rooms():
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in tracked() if ROOT / "tests" in path.parent.parents}
    assert folders <= set().union(*FLOORS) | {"host", "browser", "promises", "faults", "theme"}
