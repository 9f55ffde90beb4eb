"""A browser, the running site, and a way to come in; every visit is watched."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.serving import running
from tests.browser.stage import Person, Site, Stage
from tests.browser.watch import Watch

CHROMIUM = os.environ.get("PERSPECTIVES_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Mark everything in this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


# Of the package, not of the session: Playwright's loop must be gone when other tests of this process use the ORM.
@pytest.fixture(scope="package")
def chromium():
    """One browser for all tests of this folder."""
    if not Path(CHROMIUM).exists():
        missing = f"No browser at {CHROMIUM}: install Chromium, or name one by PERSPECTIVES_CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(chromium, tmp_path_factory) -> Site:
    """The site itself, running."""
    folder = tmp_path_factory.mktemp("site")
    with running(folder) as address:
        yield Site(address, folder)


@pytest.fixture
def stage(site) -> Stage:
    """An essay, its discussion and its people, for this test alone."""
    return site.next_stage()


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request) -> bool:
    """Both ways to come: with script and without."""
    return request.param


@pytest.fixture
def enter(chromium, site):
    """Come in as somebody, or as nobody; whatever runs, leaves or fails in a visit fails the test."""
    contexts, watches = [], []

    def come_in(person: Person | None = None, *, script: bool = True, **options) -> Page:
        context = chromium.new_context(
            base_url=site.address, java_script_enabled=script, locale="en-GB", reduced_motion="reduce", **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        watches.append(Watch(context, urlsplit(site.address).netloc))
        if person is not None:
            # Whoever has signed in by the form has both.
            cookies = {"sessionid": person.session, "csrftoken": "k" * 32}
            context.add_cookies(
                [{"name": name, "value": value, "url": site.address} for name, value in cookies.items()]
            )
        return context.new_page()

    come_in.watches = watches
    yield come_in
    for context in contexts:
        context.close()
    assert [sight for watch in watches for sight in watch.seen] == []
