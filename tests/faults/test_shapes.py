"""R13: a thread of ten thousand levels, ten thousand answers to one comment, and the longest bodies: the page holds."""

from __future__ import annotations

import time

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from perspectives.conf import conf
from perspectives.discussion.filling import Wish, fill
from tests import cast
from tests.faults.sizes import sized
from tests.faults.walking import walk
from tests.pace import allowed

pytestmark = pytest.mark.django_db
# Seconds for a page, and letters in it, whatever stands in the thread.
LONGEST, LARGEST = 3.0, 1_000_000
COMMENTS = sized(1_500, 10_000)
TEXTS = {
    "letters": "word ",
    "emoji": "😀",
    "families": "👨‍👩‍👧‍👦",
    "right to left": "שלום עליכם ",
    "arabic": "السلام عليكم ",
    "one word": "x",
    "stars": "*",
}


class Timed:
    """Asks as a reader does, and remembers how long that took."""

    def __init__(self):
        self.client, self.longest, self.largest = Client(), 0.0, 0

    def __call__(self, path):
        """Return status and page."""
        began = time.perf_counter()
        answer = self.client.get(path)
        self.longest = max(self.longest, time.perf_counter() - began)
        text = answer.content.decode()
        self.largest = max(self.largest, len(text))
        return answer.status_code, text


@pytest.mark.timed
@pytest.mark.parametrize("shape", ["deep", "wide"])
def test_a_thread_of_ten_thousand_in_the_worst_shape_is_walked_by_links(discussion, shape):
    fill(discussion=discussion, wish=Wish(comments=COMMENTS, until=timezone.now(), shape=shape, members=50))
    call_command("check_threads")
    ask = Timed()
    met = walk(ask, discussion.get_absolute_url(), most=COMMENTS // 50)
    assert met.public == set(range(1, COMMENTS + 1))
    assert len(met.pages) > 5
    assert ask.longest < LONGEST or ask.longest < allowed(LONGEST)
    assert ask.largest < LARGEST


@pytest.mark.timed
@pytest.mark.parametrize("shape", ["deep", "wide"])
def test_its_middle_and_its_end_have_pages_of_their_own(discussion, ann, shape):
    fill(discussion=discussion, wish=Wish(comments=COMMENTS, until=timezone.now(), shape=shape, members=50))
    discussion.refresh_from_db()
    last = cast.say(discussion, ann, "The last words.", parent=COMMENTS)
    ask = Timed()
    for number in (2, COMMENTS // 2, COMMENTS, last.number):
        status, page = ask(discussion.comments.get(number=number).get_absolute_url())
        assert status == 200
        assert f'id="{number}"' in page
    assert "The last words." in page
    assert ask.longest < LONGEST or ask.longest < allowed(LONGEST)
    assert ask.largest < LARGEST
    call_command("check_threads")


@pytest.mark.timed
def test_a_page_of_bodies_at_the_limit_holds(discussion, ann):
    longest = conf.COMMENT_MAX_LENGTH
    stored = []
    for name, unit in TEXTS.items():
        for number in range(2):
            end = f" zq{name.replace(' ', '')}{number}qz"
            body = (unit * (longest // len(unit) + 1))[: longest - len(end)].rstrip() + end
            stored.append(cast.say(discussion, ann, body))
    ask = Timed()
    status, page = ask(discussion.get_absolute_url())
    assert status == 200
    assert ask.longest < LONGEST or ask.longest < allowed(LONGEST)
    assert all(f"zq{name.replace(' ', '')}{number}qz" in page for name in TEXTS for number in range(2))
    for unit in (TEXTS["emoji"], TEXTS["families"], TEXTS["right to left"]):
        assert page.count(unit) >= 2 * (longest // len(unit) - 30)
    assert len(page) < sum(len(comment.html) for comment in stored) + 3000 * len(stored) + 30_000
    assert page.count('dir="auto"') >= len(stored)
