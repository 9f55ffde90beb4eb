"""R3: sixteen people who write at once are all served: nothing is refused, lost, doubled or miscounted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.urls import reverse

from tests import cast
from tests.promises.recount import must_be_whole
from tests.promises.server import NAMES, Writer, serving

WRITERS, EACH = 16, 6


@pytest.mark.timed
@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_at_once_are_all_accepted(tmp_path):
    discussion = cast.make_discussion()
    begun = cast.say(discussion, cast.make_member("Ann"), tags=["evidence"])
    new = reverse("perspectives:new_comment", args=[discussion.slug])
    reply = reverse("perspectives:reply", args=[discussion.slug, begun.number])
    with serving(tmp_path) as server:
        writers = [
            Writer(server, cast.make_member(name), (new, reply)[n % 2]) for n, name in enumerate(NAMES[:WRITERS])
        ]
        for writer in writers:
            writer.sign_in()
        with ThreadPoolExecutor(WRITERS) as crowd:
            answers = [answer for got in crowd.map(write, writers) for answer in got]
    assert [status for status, _to in answers] == [303] * (WRITERS * EACH)
    assert len({to for _status, to in answers}) == WRITERS * EACH
    must_be_whole(discussion, {key for writer in writers for key, _status, _to in writer.answers})
    discussion.refresh_from_db()
    assert discussion.last_number == discussion.public_count == WRITERS * EACH + 1
    times = sorted(time for writer in writers for time in writer.times)
    assert times[int(len(times) * 0.95)] < 2.0


def write(writer):
    """Post one comment after the other."""
    name = writer.member.name
    return [writer.post(f"Words {n} of {name}.", f"{name}-key-{n}") for n in range(EACH)]
