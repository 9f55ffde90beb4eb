"""R1: workers that are killed in the middle of posting lose nothing, double nothing, leave nothing half done."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event

from django.urls import reverse

from tests.faults.people import crowd
from tests.faults.recount import must_be_whole
from tests.faults.sizes import sized

WRITERS, KILLS, SEED = 8, sized(5, 100), 20261125
# At most so long after a comment was accepted somebody is killed: about as long as the next one takes.
MOMENT = 0.03
# Nobody is killed more often to hit enough of them.
MOST_KILLS = 3 * KILLS + 20


def test_what_was_accepted_is_there_once_and_whole_after_workers_were_killed(server, thread):
    writers = crowd(server, WRITERS)
    killed, over = [], Event()
    with ThreadPoolExecutor(WRITERS) as threads:
        jobs = [threads.submit(write_until, one, over, thread.slug) for one in writers]
        try:
            kill_at_random(writers, jobs, server, killed)
        finally:
            over.set()
        sent = [one for job in jobs for one in job.result()]
    assert len(set(killed)) >= KILLS
    assert {one.answer.status for one in sent} == {303}
    must_be_whole(server, thread, sent)
    assert thread.public_count == len(sent) + 1
    # As often as half of them, somebody's comment was in the hands of one who was killed.
    assert broken(writers) > KILLS // 2


def write_until(writer, over, slug):
    """Answer the newest comment one knows of, and insist where the line breaks, until all killing is done."""
    newest = 1
    while not over.is_set():
        newest = writer.write(reverse("perspectives:reply", args=[slug, newest])).number
    return writer.sent


def broken(writers):
    """Return how often a line broke."""
    return sum(one.broken for one in writers)


def kill_at_random(writers, jobs, server, killed):
    """Kill a worker at a random moment each time something more was accepted, until enough comments were hit."""
    chance, seen = random.Random(SEED), 0
    while len(killed) < KILLS or (broken(writers) <= KILLS // 2 and len(killed) < MOST_KILLS):
        done, _left = wait(jobs, timeout=chance.uniform(0, MOMENT), return_when="FIRST_EXCEPTION")
        assert not any(job.exception() for job in done)
        accepted = sum(len(one.sent) for one in writers)
        workers = server.workers()
        if accepted > seen and workers:
            worker = chance.choice(workers)
            if worker not in killed and server.kill(worker):
                killed.append(worker)
                seen = accepted
