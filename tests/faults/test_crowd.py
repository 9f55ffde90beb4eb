"""R3: sixteen people who write at once are all served: nothing is refused, lost, doubled or miscounted."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.urls import reverse

from tests.faults.people import NAMES, crowd
from tests.faults.recount import must_be_whole
from tests.faults.sizes import sized
from tests.pace import allowed

WRITERS = len(NAMES)
# Seconds within which nineteen of twenty are answered.
MOST_WAIT = 2.0


@pytest.mark.timed
def test_sixteen_writers_who_answer_the_same_comment_are_all_accepted(server, thread):
    writers, each = crowd(server), sized(3, 6)

    def write(writer):
        return [writer.write(thread.reply_address) for _time in range(each)]

    with ThreadPoolExecutor(WRITERS) as threads:
        sent = [one for many in threads.map(write, writers) for one in many]
    assert [one.answer.status for one in sent] == [303] * WRITERS * each
    must_be_whole(server, thread, sent)
    assert thread.last_number == thread.public_count == WRITERS * each + 1
    times = sorted(one.answer.seconds for one in sent)
    most = times[int(len(times) * 0.95)]
    assert most < MOST_WAIT or most < allowed(MOST_WAIT)


def test_six_hundred_answers_at_once_are_accepted_stored_shown_and_counted(server, thread):
    writers, each = crowd(server), sized(6, 38)
    chance = random.Random(600)
    known = [1]

    def write(writer):
        sent = []
        for _time in range(each):
            parent = chance.choice([known[-1], chance.choice(known)])
            sent.append(writer.write(reverse("perspectives:reply", args=[thread.slug, parent])))
            known.append(sent[-1].number)
        return sent

    with ThreadPoolExecutor(WRITERS) as threads:
        sent = [one for many in threads.map(write, writers) for one in many]
    assert {one.answer.status for one in sent} == {303}
    must_be_whole(server, thread, sent)
    assert thread.last_number == thread.public_count == WRITERS * each + 1
    hangs = dict(thread.comments.exclude(parent=None).values_list("number", "parent__number"))
    assert hangs == {one.number: int(one.path.split("/")[-3]) for one in sent}
