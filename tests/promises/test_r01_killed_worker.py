"""R1: a worker that is killed in the middle of posting loses nothing, doubles nothing, leaves nothing half done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.urls import reverse

from tests import cast
from tests.promises.recount import must_be_whole
from tests.promises.server import NAMES, Writer, serving

WRITERS, EACH, KILLS = 8, 6, 5


@pytest.mark.timed
@pytest.mark.django_db(transaction=True)
def test_what_was_accepted_is_there_once_and_whole_after_workers_were_killed(tmp_path):
    discussion = cast.make_discussion()
    begun = cast.say(discussion, cast.make_member("Ann"), tags=["evidence"])
    address = reverse("perspectives:reply", args=[discussion.slug, begun.number])
    with serving(tmp_path) as server:
        writers = [Writer(server, cast.make_member(name), address) for name in NAMES[:WRITERS]]
        for writer in writers:
            writer.sign_in()
        with ThreadPoolExecutor(WRITERS) as crowd:
            jobs = [crowd.submit(write, writer) for writer in writers]
            killed = kill_while(jobs, writers, server)
            answers = [answer for job in jobs for answer in job.result()]
    assert len(killed) == KILLS
    assert {status for status, _to in answers} == {303}
    assert len({to for _status, to in answers}) == WRITERS * EACH
    must_be_whole(discussion, {key for writer in writers for key, _status, _to in writer.answers})


def write(writer):
    """Post, and insist where the line breaks."""
    name = writer.member.name
    return [writer.insist(f"Words {n} of {name}.", f"{name}-key-{n}") for n in range(EACH)]


def kill_while(jobs, writers, server):
    """Kill a worker each time so many more comments were accepted, until all are done."""
    killed = set()
    while not all(job.done() for job in jobs):
        accepted = sum(len(writer.answers) for writer in writers)
        if len(killed) < KILLS and accepted >= (len(killed) + 1) * WRITERS * EACH // (KILLS + 2):
            killed.add(server.kill_one())
        wait(jobs, timeout=0.005)
    return killed - {None}
