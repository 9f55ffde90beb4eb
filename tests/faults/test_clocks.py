"""R8: servers whose clocks are hours apart keep one order, show no age below nothing, and fail nowhere."""

from __future__ import annotations

import re
from itertools import pairwise

from django.urls import reverse

from perspectives.discussion.models import Discussion
from tests import cast
from tests.faults.people import Browser, Judge
from tests.faults.recount import must_be_whole
from tests.faults.server import serving
from tests.faults.walking import read

# An age that nothing can have.
NEGATIVE = re.compile(r"[-−]\d+\s*(second|minute|hour|day|week|month|year)s?\b")


def test_servers_whose_clocks_are_ten_hours_apart_keep_the_order_of_numbers(server, thread, ann, tmp_path):
    new = reverse("perspectives:new_comment", args=[thread.slug])
    with (
        serving(tmp_path / "ahead", workers=1, SERVED_CLOCK="5") as ahead,
        serving(tmp_path / "behind", workers=1, SERVED_CLOCK="-5") as behind,
    ):
        ben = cast.make_member("Ben")
        people = [Browser(ahead, ann), Browser(behind, ben)]
        sent = [people[n % 2].write(new if n % 3 else thread.reply_address) for n in range(8)]
        assert all(one.accepted for one in sent)
        assert [one.number for one in sent] == list(range(2, 10))
        for one in (server, ahead, behind):
            must_be_in_order(one, thread)
        must_be_told_of_what_is_new(thread)
        places = {"Mod": ahead, "Tor": behind}
        judges = [Judge(place, cast.make_moderator(name, thread.forum)) for name, place in places.items()]
        must_go_on_moderating(judges, thread)
        must_be_whole(server, thread, sent)
        edits = [edit(Browser(one, ben), thread, 3) for one in (ahead, behind)]
        assert {answer.status for answer in edits} <= {303, 403}
        assert all(answer.status == 303 or "Other words." in answer.text for answer in edits)


def must_be_in_order(server, thread):
    """Conversations and answers follow their numbers, both ways, and no page shows an age that cannot be."""
    pages = {}
    for order in ("oldest", "newest"):
        pages[order] = server.get(f"{thread.get_absolute_url()}?order={order}")
        assert pages[order].status == 200
    conversations = dict(thread.comments.values_list("number", "conversation"))
    shown = read(pages["oldest"].text).numbers
    assert shown == sorted(conversations, key=lambda number: (conversations[number], number))
    back = read(pages["newest"].text).numbers
    assert back == sorted(conversations, key=lambda number: (-conversations[number], number))
    paths = [reverse("perspectives:comment", args=[thread.slug, 2]), "/search/?q=words", "/"]
    for page in (*pages.values(), *map(server.get, paths)):
        assert page.status == 200
        assert not NEGATIVE.search(page.text)


def must_be_told_of_what_is_new(thread):
    """When a comment became public grows with its number, so that nobody misses one by asking for what came since."""
    moments = list(thread.comments.order_by("number").values_list("public_at", flat=True))
    assert all(one < two for one, two in pairwise(moments))
    assert Discussion.objects.get(pk=thread.pk).last_public_at == moments[-1]


def must_go_on_moderating(judges, thread):
    """What one moderator decides, the other undoes, and the other way round."""
    for one, other in (judges, judges[::-1]):
        assert one.decide(thread, 2, "reject").status == 303
        assert other.undo(thread, 2).status == 303


def edit(browser, thread, number):
    """Edit a comment, once."""
    path = reverse("perspectives:edit", args=[thread.slug, number])
    return browser.post(path, body="Other words.", revision=1, tags="evidence")
