"""The cast as fixtures, and quiet for tests that measure time."""

import atexit
import fcntl
import functools
import gc
import os
import shutil
import tempfile
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import caches

from perspectives.discussion import store
from perspectives.discussion.cards import memo
from perspectives.site import cache
from tests import cast
from tests.together import Together

# The same texts in every run, and no clock for one of them: what takes too long has tests of its own.
hypothesis.settings.register_profile(
    "perspectives",
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("perspectives")


@functools.cache
def _locks():
    """Return the folder of the files that all processes of one run can lock; it goes with the one that began them."""
    folder = tempfile.mkdtemp(prefix="perspectives-locks-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _lock(item, name):
    """Open one of them."""
    folder = getattr(item.config, "workerinput", {}).get("locks") or _locks()
    return (Path(folder) / name).open("w")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """Tell each process where the locks of the run are."""
    node.workerinput["locks"] = _locks()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep in one process what shares a site, a browser or a server."""
    return Together(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """Start one process more than there are cores: who waits for a browser or a server leaves a core idle."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items):
    """Let a test of the clock try once more: a neighbour on the machine can make one slow, not two."""
    for item in items:
        if item.get_closest_marker("timed"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_collection_finish():
    """Let the collector of garbage pass by what stays for the whole run: thousands of tests, and all of Django."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Run a test marked `timed` while no other process of this run tests anything.

    Everybody passes the gate one by one; a timed test keeps it until it has the room for itself and is done. One
    marked `timed("processor")` measures its own process's time, which the others cannot lengthen: it need not wait.
    """
    timed = item.get_closest_marker("timed")
    with _lock(item, "gate") as gate, _lock(item, "room") as room:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if timed is not None and "processor" not in timed.args:
            fcntl.flock(room, fcntl.LOCK_EX)
        else:
            fcntl.flock(room, fcntl.LOCK_SH)
            fcntl.flock(gate, fcntl.LOCK_UN)
        return (yield)


@pytest.fixture(autouse=True)
def _no_page_of_another_test():
    """Empty the store of pages: each test's database begins with the same keys and versions."""
    caches["pages"].clear()
    memo.forget()


@pytest.fixture(autouse=True)
def _no_cache_asleep():
    """Ask every cache again: one that failed in another test a moment ago would be left alone in this one."""
    store._asleep_until.clear()
    cache._asleep_until.clear()


@pytest.fixture
def discussion(db):
    """A public discussion in a forum that publishes first."""
    return cast.make_discussion()


@pytest.fixture
def forum(discussion):
    """Its forum."""
    return discussion.forum


@pytest.fixture
def ann(db):
    """Ann writes."""
    return cast.make_member("Ann")


@pytest.fixture
def ben(db):
    """Ben replies."""
    return cast.make_member("Ben")


@pytest.fixture
def mod(forum):
    """Mod judges."""
    return cast.make_moderator("Mod", forum)


@pytest.fixture
def eve(db):
    """Eve is a stranger."""
    return cast.make_member("Eve")
