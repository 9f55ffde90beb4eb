"""What goes into wheel and sdist, and where a host finds templates and static files; the built ones are tried in CI."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.template.loader import get_template

import perspectives
from perspectives.theme import apps as theme

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "uv.lock").read_text(encoding="utf-8")


def test_the_version_is_said_once_and_the_same():
    assert PYPROJECT["project"]["version"] == perspectives.__version__


def test_the_core_install_is_django_and_three_packages():
    names = {re.match(r"[a-z0-9-]+", line)[0] for line in PYPROJECT["project"]["dependencies"]}
    assert names == {"django", "django-taggit", "markdown", "nh3"}


def test_neither_wheel_nor_sdist_takes_the_site_or_the_essay():
    build = PYPROJECT["tool"]["hatch"]["build"]
    assert "perspectives/site" in build["exclude"]
    assert "*.mo" in build["artifacts"]
    assert set(build["targets"]["wheel"]["only-include"]) == {"perspectives", "templates", "static"}
    assert "tests" not in build["targets"]["sdist"]["only-include"]


def test_the_wheel_puts_templates_and_static_files_into_the_theme():
    sources = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["sources"]
    assert sources == {"templates": "perspectives/theme/templates", "static": "perspectives/theme/static"}


def test_in_a_checkout_the_theme_is_the_top_of_the_repo():
    assert Path(apps.get_app_config("perspectives_theme").path) == ROOT


@pytest.mark.parametrize("name", ["perspectives", "desk"])
def test_a_stylesheet_closes_what_it_opens_before_the_next_part_begins(name):
    css = (ROOT / "static" / "perspectives" / f"{name}.css").read_text(encoding="utf-8")
    css = re.sub(r'"[^"]*"', '""', re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    depth = 0
    for line in css.splitlines():
        # A browser closes what was left open at the end, and applies the rest on some screens alone.
        assert not line.startswith((".px", "@media")) or depth == 0, line
        depth += line.count("{") - line.count("}")
    assert depth == 0


@pytest.fixture
def moved(tmp_path, monkeypatch):
    """A theme that lies in a folder of its own, as in a wheel."""
    here = tmp_path / "site-packages" / "perspectives" / "theme"
    here.mkdir(parents=True)
    monkeypatch.setattr(theme, "HERE", here)
    monkeypatch.setattr(theme, "ROOT", here.parents[1])
    return here


def test_in_a_wheel_the_theme_is_its_own_folder(moved):
    (moved / "templates" / "perspectives").mkdir(parents=True)
    assert theme.folder() == moved


def test_templates_that_somebody_else_put_beside_the_packages_change_nothing(moved):
    (moved / "templates" / "perspectives").mkdir(parents=True)
    (moved.parents[1] / "templates" / "perspectives").mkdir(parents=True)
    assert theme.folder() == moved


def test_every_template_of_the_plugin_is_found_and_can_be_read():
    names = [path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.*")]
    assert names
    for name in names:
        assert get_template(name)


def test_every_static_file_of_the_plugin_is_found():
    names = [path.relative_to(ROOT / "static").as_posix() for path in (ROOT / "static").rglob("*.*") if path.is_file()]
    assert names
    assert [name for name in names if finders.find(name) is None] == []


def test_types_ship():
    assert (ROOT / "perspectives" / "py.typed").exists()


def test_the_lock_knows_every_package_that_is_asked_for():
    extras = PYPROJECT["project"]["optional-dependencies"]
    lines = [*PYPROJECT["project"]["dependencies"], *(line for extra in extras.values() for line in extra)]
    names = {re.match(r"[A-Za-z0-9-]+", line)[0].lower() for line in lines}
    assert {name for name in names if f'\nname = "{name}"\n' not in LOCK} == set()


def test_the_lock_names_no_registry_but_the_public_one():
    assert set(re.findall(r'registry = "([^"]+)"', LOCK)) == {"https://pypi.org/simple"}
    assert set(re.findall(r'url = "https://([^/]+)/', LOCK)) == {"files.pythonhosted.org"}


def test_the_lock_is_of_the_present_version():
    assert f'name = "django-perspectives"\nversion = "{perspectives.__version__}"' in LOCK
