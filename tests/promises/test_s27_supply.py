"""S27: what we stand on has a floor where it matters, and nothing is loaded from anybody else's host."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = [ROOT / "templates", ROOT / "static", ROOT / "perspectives"]
LOADS = re.compile(
    r"""(?:<script[^>]+src|<link[^>]+href|<img[^>]+src|<iframe[^>]+src|@import|url\(|import\s*\(|fetch\s*\()"""
    r"""\s*=?\s*["'(]?\s*(?:https?:)?//""",
    re.IGNORECASE,
)


def floor_of(name):
    """Return the lowest version allowed of a package, as a tuple."""
    wanted = next(one for one in PROJECT["dependencies"] if re.match(rf"{name}\b", one))
    return tuple(int(part) for part in re.search(r">=([\d.]+)", wanted)[1].split("."))


def test_the_sanitiser_is_new_enough_as_asked_for_and_as_installed():
    assert floor_of("nh3") >= (0, 3, 8)
    assert tuple(int(part) for part in version("nh3").split(".")[:3]) >= (0, 3, 8)
    assert floor_of("django") >= (5, 2)
    assert floor_of("markdown") >= (3, 8)


def test_every_package_has_a_floor_and_all_are_locked_with_hashes():
    asked = [*PROJECT["dependencies"], *chain.from_iterable(PROJECT["optional-dependencies"].values())]
    assert [one for one in asked if ">=" not in one] == []
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    names = {package["name"] for package in locked}
    assert {re.match(r"[\w-]+", one)[0].lower() for one in asked} <= names
    for package in locked:
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert [one for one in files if not one.get("hash", "").startswith("sha256:")] == []


@pytest.mark.parametrize("kind", ["html", "js", "css", "svg", "txt", "xml"])
def test_nothing_is_loaded_from_another_host(kind):
    found = [path for folder in OURS for path in folder.rglob(f"*.{kind}")]
    loading = [path for path in found if LOADS.search(path.read_text(encoding="utf-8"))]
    assert loading == []
    assert found or kind in ("svg", "txt", "xml")


def test_no_script_of_ours_evaluates_words():
    for path in (ROOT / "static").rglob("*.js"):
        code = path.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML\s*=", code), path


# Each takes HTML that the renderer and the sanitiser made, and what a template engine made around it.
MARKS_SAFE = {
    "perspectives/discussion/cards/entries.py",
    "perspectives/discussion/cards/moulds.py",
    "perspectives/discussion/cards/pile.py",
    "perspectives/discussion/later.py",
    "perspectives/templatetags/perspectives.py",
}


def test_words_of_people_are_marked_safe_where_this_list_says():
    marked = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "perspectives").rglob("*.py")
        if re.search(r"\b(mark_safe|SafeString|format_html_join|allow_tags)\(", path.read_text(encoding="utf-8"))
    ]
    assert set(marked) == MARKS_SAFE
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "perspectives").rglob("*.html")]:
        code = path.read_text(encoding="utf-8")
        assert not re.search(r"\|safe\b|\{% autoescape off|\|safeseq", code), path
