"""A browser, the running site, and a way to come in; every visit is watched."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.serving import running
from tests.browser.stage import Person, Site, Stage
from tests.browser.watch import Watch

# Chromium without windows does the same for a third of the processor's time, where it is installed.
FOUND = shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM = os.environ.get("PERSPECTIVES_CHROMIUM") or FOUND
# Milliseconds after which what a page should do is taken for not done: a loaded machine is slow, not broken.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
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
            # A browser on a crowded machine may miss a beat: what fails twice is a fault, and both runs are counted.
            item.add_marker(pytest.mark.flaky(reruns=1))


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
    with running(folder) as (address, seeder):
        yield Site(address, folder, seeder)


@pytest.fixture
def stage(site) -> Stage:
    """An essay, its discussion and its people, for this test alone."""
    return site.next_stage()


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request) -> bool:
    """Both ways to come: with script and without."""
    return request.param


def open_page(chromium, site: Site, person: Person | None, *, script: bool = True, **options) -> tuple[Page, Watch]:
    """Return a page in a context of its own, where `person` is signed in, and who watches it."""
    context = chromium.new_context(
        base_url=site.address, java_script_enabled=script, locale="en-GB", reduced_motion="reduce", **options
    )
    context.set_default_timeout(PATIENCE)
    watch = Watch(context, urlsplit(site.address).netloc)
    if person is not None:
        # Whoever has signed in by the form has both.
        for name, value in {"sessionid": person.session, "csrftoken": "k" * 32}.items():
            context.add_cookies([{"name": name, "value": value, "url": site.address}])
    return context.new_page(), watch


@pytest.fixture
def enter(chromium, site):
    """Come in as somebody, or as nobody; whatever runs, leaves or fails in a visit fails the test."""
    visits = []

    def come_in(person: Person | None = None, *, script: bool = True, **options) -> Page:
        visits.append(open_page(chromium, site, person, script=script, **options))
        return visits[-1][0]

    yield come_in
    for page, _watch in visits:
        page.context.close()
    assert [sight for _page, watch in visits for sight in watch.seen] == []


@pytest.fixture(scope="module")
def seats(chromium, site):
    """Pages of readers who change nothing, kept from test to test."""
    kept: dict[str, tuple[Page, Watch]] = {}
    yield kept
    for page, _watch in kept.values():
        page.context.close()


@pytest.fixture
def look_in(chromium, site, seats):
    """Come in only to look: the same page for the same person, watched as every other."""

    def sit_down(person: Person | None = None) -> Page:
        name = person.email if person else ""
        if name not in seats:
            seats[name] = open_page(chromium, site, person)
        page = seats[name][0]
        page.set_viewport_size({"width": 1280, "height": 720})
        page.emulate_media(color_scheme="light", media="screen")
        return page

    yield sit_down
    seen = [sight for _page, watch in seats.values() for sight in watch.seen]
    for _page, watch in seats.values():
        watch.seen.clear()
    assert seen == []
