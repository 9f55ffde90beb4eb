"""R2: a database that is restarted under traffic costs its readers and writers a moment, and nothing else."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from tests import cast
from tests.faults.machines import cluster, speaking_to
from tests.faults.people import Judge, crowd
from tests.faults.recount import must_be_whole, must_give_back
from tests.faults.server import serving
from tests.faults.sizes import sized
from tests.pace import allowed

WRITERS, READERS = 6, 2
# Seconds in which everybody is served again.
BACK = 10.0


@pytest.fixture
def machine(transactional_db):
    """A PostgreSQL that the site of these tests lies on."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is no server that could be restarted")
    with cluster() as made:
        where = {"HOST": "127.0.0.1", "PORT": made.port, "NAME": "postgres", "USER": "postgres", "PASSWORD": ""}
        with speaking_to(**where):
            call_command("migrate", verbosity=0)
            yield made


def test_a_restart_under_traffic_loses_nothing_and_is_over_by_itself(machine, tmp_path):
    discussion = cast.make_discussion()
    cast.say(discussion, cast.make_member("Ann"))
    discussion.refresh_from_db()
    path = reverse("perspectives:reply", args=[discussion.slug, 1])
    with serving(tmp_path, DATABASE_URL=machine.address) as server:
        writers, judge = crowd(server, WRITERS), Judge(server, cast.make_moderator("Mod", discussion.forum))
        over = []
        with ThreadPoolExecutor(WRITERS + READERS) as threads:
            jobs = [threads.submit(write_until, one, path, over) for one in writers]
            reading = [threads.submit(read_until, server, discussion.get_absolute_url(), over) for _n in range(READERS)]
            try:
                for how in ["immediate", "fast"] * sized(1, 3):
                    must_go_on(writers, jobs)
                    machine.stop(how)
                    must_be_told(server, judge, discussion)
                    machine.start()
                    must_go_on(writers, jobs)
            finally:
                over.append(True)
            sent = [one for job in jobs for one in job.result()]
            seen = [answer for job in reading for answer in job.result()]
        assert {answer.status for answer in seen} == {200, 503}
        assert {one.answer.status for one in sent} == {303}
        rebuffs = [one for writer in writers for one in writer.rebuffs]
        must_say_when_to_come_back([one.answer for one in rebuffs] + [one for one in seen if one.status == 503])
        must_give_back(rebuffs)
        # This process's own line broke as well.
        connection.close()
        must_be_whole(server, discussion, sent)


def write_until(writer, path, over):
    """Write, and send again what was answered with 503, until all is over."""
    while not over:
        writer.write(path, insist=(503,))
    return writer.sent


def read_until(server, path, over):
    """Read and return the answers."""
    answers = []
    while not over:
        answers.append(server.get(path))
    return answers


def must_go_on(writers, jobs):
    """Everybody has a comment accepted from now on, soon."""
    patience = allowed(BACK)
    before, deadline = [len(one.sent) for one in writers], time.monotonic() + patience
    while not all(len(one.sent) > was for one, was in zip(writers, before, strict=True)):
        done, _left = wait(jobs, timeout=0.005, return_when="FIRST_EXCEPTION")
        assert not done, [job.result() for job in done]
        assert time.monotonic() < deadline, "not back in time"


def must_be_told(server, judge, discussion):
    """While the database is away, whoever comes is told so: a reader, a moderator, and a writer with the words."""
    typed = {"body": "Words that came too late.", "key": "too-late-1"}
    path = reverse("perspectives:new_comment", args=[discussion.slug])
    answers = [server.get(discussion.get_absolute_url()), judge.get(reverse("perspectives:desk"))]
    answers += [judge.post(path, **typed), judge.post(reverse("perspectives:name"), name="Other")]
    assert [answer.status for answer in answers] == [503] * 4
    assert typed["body"] in answers[2].text
    must_say_when_to_come_back(answers)


def must_say_when_to_come_back(answers):
    """Every 503 names the seconds, and may not be kept."""
    for answer in answers:
        assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("10", "no-store")
