"""What makes the pages is part of every tag of a page: other templates, settings or a told release make other pages."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.test import Client

from perspectives.discussion import release as module
from perspectives.discussion.release import release
from tests.discussion.rows import hosts


@pytest.fixture(autouse=True)
def _as_a_new_process():
    """Read templates anew, before and after."""
    module._templates.cache_clear()
    yield
    module._templates.cache_clear()


def deployed():
    """Return the release of a process that starts now."""
    module._templates.cache_clear()
    return release()


def test_the_same_files_and_settings_make_the_same_release_in_every_process():
    assert deployed() == deployed()


@pytest.mark.parametrize("name", ["_card", "_section", "other"])
def test_another_template_makes_another_release(settings, tmp_path, name):
    before = deployed()
    hosts(settings, tmp_path, **{name: "one"})
    one = deployed()
    hosts(settings, tmp_path, **{name: "two"})
    two = deployed()
    hosts(settings, tmp_path, **{name: "one"})
    assert len({before, one, two}) == 3
    assert deployed() == one


def test_our_own_templates_count_wherever_the_host_has_them_loaded_from(settings, tmp_path):
    shipped = next(path for path in module._template_files() if path.name == "_card.html")
    loaders = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
    options = settings.TEMPLATES[0]["OPTIONS"] | {"loaders": [("django.template.loaders.cached.Loader", loaders)]}
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"APP_DIRS": False, "OPTIONS": options, "DIRS": [tmp_path]}]
    assert shipped in set(module._template_files())


def test_a_folder_of_templates_that_is_not_there_does_no_harm(settings, tmp_path):
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path / "nowhere"]}]
    assert deployed()


@pytest.mark.parametrize(
    "change",
    [
        {"RELEASE": "2026-11-25"},
        {"SITE_NAME": "Essays"},
        {"BASE_TEMPLATE": "host.html"},
        {"INDENT_DEPTH": 3},
        {"CACHE": None},
    ],
)
def test_other_settings_make_another_release_at_once(settings, change):
    before = release()
    settings.PERSPECTIVES = settings.PERSPECTIVES | change
    assert release() != before


def test_the_order_of_settings_does_not_matter(settings):
    before = release()
    settings.PERSPECTIVES = dict(reversed(settings.PERSPECTIVES.items()))
    assert release() == before


def test_other_names_of_static_files_make_another_release(monkeypatch):
    before = deployed()
    monkeypatch.setattr(module.staticfiles_storage, "manifest_hash", "another", raising=False)
    assert deployed() != before


@pytest.mark.django_db
def test_a_page_of_the_release_before_is_neither_found_nor_a_304(settings, discussion):
    address = discussion.get_own_url()
    before = Client().get(address)
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"RELEASE": "2", "SITE_NAME": "Another name"}
    after = Client().get(address, headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Another name" in after.content.decode()


@pytest.mark.parametrize(("name", "ids"), [("default", []), ("pages", []), (None, []), ("", []), ("nowhere", ["E003"])])
def test_a_cache_that_is_not_there_is_found_before_the_site_starts(settings, name, ids):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"CACHE": name}
    assert [found.id for found in run_checks(tags=["perspectives"])] == [f"perspectives.{one}" for one in ids]
