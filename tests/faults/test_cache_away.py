"""R5: a cache that is away, hangs, or goes in the middle: no page is wrong, none fails, none waits for it long."""

from __future__ import annotations

import statistics
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from django.urls import reverse

from perspectives.site.benchmark.server import kept_port
from tests import cast
from tests.faults.machines import hanging, redis
from tests.faults.people import Browser
from tests.faults.recount import must_be_whole
from tests.faults.server import serving
from tests.faults.sizes import FULL, sized
from tests.pace import allowed

# Questions to the cache with each page, as if a host's frame were made of so many pieces; no request waits longer (s).
PIECES, LONGEST = 40, 1.0
WORDS = 12
READERS = 4


@pytest.fixture
def written(thread, ann):
    """A thread with something to read."""
    for number in range(WORDS):
        cast.say(thread, ann, f"Words zqread{number}qz.", parent=1 if number % 2 else None)
    thread.refresh_from_db()
    return thread


def read(servers, thread, times):
    """Read the thread so many times on each server, by several readers at once; return the answers of each."""
    with ThreadPoolExecutor(READERS) as readers:
        everything = list(
            readers.map(lambda n: servers[n % len(servers)].get(thread.get_absolute_url()), range(times * len(servers)))
        )
    return [everything[n :: len(servers)] for n in range(len(servers))]


def must_be_right(answers):
    """Every page is whole, and none waited for the cache."""
    assert {answer.status for answer in answers} == {200}
    for answer in answers:
        assert all(f"zqread{number}qz" in answer.text for number in range(WORDS))
    waited = max(float(answer.headers["X-Waited"]) for answer in answers)
    assert waited < LONGEST or waited < allowed(LONGEST)


def usual(answers):
    """Return what a request takes, as a rule, in seconds."""
    return statistics.median(answer.seconds for answer in answers)


@pytest.mark.skipif(not FULL, reason="two servers and a hundred pages: with FAULTS=full")
@pytest.mark.timed
@pytest.mark.parametrize("how", ["hangs", "refuses"])
def test_a_cache_that_is_away_makes_pages_at_most_three_times_slower(written, ann, how, tmp_path):
    with ExitStack() as stack:
        running = stack.enter_context(redis()).address
        refusing = f"redis://127.0.0.1:{stack.enter_context(kept_port())}/0"
        gone = refusing if how == "refuses" else stack.enter_context(hanging())
        one = stack.enter_context(
            serving(tmp_path / "with", workers=1, SERVED_CACHE=running, SERVED_PIECES=str(PIECES))
        )
        two = stack.enter_context(
            serving(tmp_path / "without", workers=1, SERVED_CACHE=gone, SERVED_PIECES=str(PIECES))
        )
        must_be_right(read([two], written, READERS * 4)[0])
        served, unserved = read([one, two], written, 200)
        must_be_right(served)
        must_be_right(unserved)
        assert usual(unserved) <= 3 * usual(served)
        sent = Browser(two, ann).write(written.reply_address)
        assert sent.accepted
        must_be_whole(two, written, [sent])


@pytest.mark.timed
def test_a_cache_that_goes_and_comes_back_is_not_noticed(written, ann, tmp_path):
    with redis() as machine, serving(tmp_path, SERVED_CACHE=machine.address, SERVED_PIECES=str(PIECES)) as server:
        writer = Browser(server, ann)
        sent = []
        for change in (None, machine.stop, machine.start, machine.stop):
            with ThreadPoolExecutor(1) as beside:
                job = beside.submit(read, [server], written, sized(16, 100))
                if change is not None:
                    change()
                sent.append(writer.write(written.reply_address))
                must_be_right(job.result()[0])
            assert sent[-1].word in server.get(written.get_absolute_url()).text
        assert all(one.accepted for one in sent)
        must_be_whole(server, written, sent)


def test_a_thread_reads_the_same_with_and_without_a_cache(written, shared_server, tmp_path):
    with serving(tmp_path, workers=1, SERVED_CACHE="dummycache://") as bare:
        paths = [written.get_absolute_url(), reverse("perspectives:comment", args=[written.slug, 1])]
        for path in paths:
            servers = [shared_server, bare] * 2
            pages = {server.get(path).text.replace(str(server.port), "80") for server in servers}
            assert len(pages) == 1
