"""R3: an SQLite file that another program has locked makes writers wait, readers not at all, and nobody fail."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager

import pytest
from django.db import connection
from django.urls import reverse

from tests.faults.people import Browser, Judge, crowd
from tests.faults.recount import must_be_whole, must_give_back
from tests.faults.server import PATIENCE, THREADS, serving
from tests.faults.sizes import sized

HELD_FOR = sized(1, 3)
# Seconds in which a reader is answered: whoever waits for the lock waits twice as long.
READ_IN = 10
LOCKS = """
import sqlite3, sys
line = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
line.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
line.execute("ROLLBACK")
"""


@pytest.fixture(autouse=True)
def only_sqlite(transactional_db):
    """Other databases lock rows."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite locks a whole file")


@contextmanager
def locked():
    """Another program writes, as long as the block lasts."""
    command = [sys.executable, "-c", LOCKS, str(connection.settings_dict["NAME"])]
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert program.stdout.readline() == b"locked\n"
        yield
    finally:
        program.communicate(timeout=PATIENCE)


def test_writers_wait_for_a_lock_while_readers_read(server, thread, judges):
    # With the moderator fewer than one worker has threads: a worker takes readers even when all of its threads wait.
    writers = crowd(server, THREADS - 2)
    with ThreadPoolExecutor(len(writers) + 1) as threads:
        with locked():
            jobs = [threads.submit(one.write, thread.reply_address) for one in writers]
            deciding = threads.submit(judges[0].decide, thread, 1, "reject")
            done, _waiting = wait([*jobs, deciding], timeout=HELD_FOR)
            assert not done
            must_be_readable(server, thread, writers[0])
            until = time.monotonic()
        sent = [job.result() for job in jobs]
    assert {one.answer.status for one in sent} <= {303, 409}
    assert deciding.result().status == 303
    assert all(one.began + one.answer.seconds >= until for one in sent)
    must_give_back(sent)
    must_be_whole(server, thread, sent)


def must_be_readable(server, thread, member):
    """Readers, signed in or not, wait for nobody."""
    for answer in (server.get(thread.get_absolute_url()), member.get(thread.get_absolute_url())):
        assert answer.status == 200
        assert answer.seconds < READ_IN


def test_who_waited_in_vain_is_told_to_come_back_and_keeps_the_words(thread, ann, tmp_path):
    with serving(tmp_path, workers=1, SERVED_BUSY="0.2") as server:
        writer, judge = Browser(server, ann), Judge(server, ann)
        with locked():
            refused = writer.write(thread.reply_address)
            named = judge.post(reverse("perspectives:name"), name="Ann Other")
            must_be_readable(server, thread, writer)
        assert (refused.answer.status, named.status) == (503, 503)
        assert refused.answer.headers["Retry-After"] == "10"
        must_give_back([refused])
        again = writer.write(thread.reply_address)
        assert again.accepted
        must_be_whole(server, thread, [again])
