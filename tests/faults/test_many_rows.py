"""S20: thousands of comments by hundreds of members cost a page no more questions than hundreds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from perspectives.discussion.filling import Wish, fill
from perspectives.discussion.models import Discussion, Forum, Policy
from perspectives.publishing.actions import make_series, publish_post, save_post
from tests import cast
from tests.faults.sizes import sized
from tests.faults.walking import read

pytestmark = pytest.mark.django_db
FEW, MANY = 300, sized(700, 2_700)
# No page asks the database more often, and none shows more comments.
MOST, LONGEST = 26, 320


@pytest.fixture
def essay():
    """An essay that its forum lets everybody discuss."""
    series = make_series(title="Peace and Security", slug="peace")
    series.forum.policy = Policy.PUBLISH
    series.forum.save()
    post = save_post(series=series, title="Stop waiting", body="It begins.", authors=[("Ada Author", "")]).post
    publish_post(post=post, at=timezone.now() - timedelta(days=200))
    post.refresh_from_db()
    return post


def asked(client, path):
    """Return how many questions to the database a page costs, and how many comments it shows."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(queries), len(read(answer.content.decode()).numbers)


def addresses(essay):
    """Return (who asks, address) of every page that grows with a discussion."""
    discussion = essay.discussion
    here, tag = essay.get_absolute_url(), discussion.tag_counts.first().tag.slug
    alone = reverse("perspectives:discussion", args=[discussion.slug])
    shared = [f"{here}?order=newest", alone, reverse("perspectives:comment", args=[discussion.slug, 1])]
    public = [here, f"{here}?tag={tag}", reverse("perspectives:series", args=[essay.series.slug]), "/"]
    public += [reverse("perspectives:feed_comments", args=[essay.series.slug, essay.slug]), "/search/?q=words"]
    asks = [("nobody", path) for path in public + shared] + [("member", path) for path in shared]
    return [*asks, ("member", reverse("perspectives:my_comments")), ("moderator", reverse("perspectives:desk"))]


def measured(readers, essay, ann, now):
    """Return for each address what it costs right after a change, and when it was asked for just before."""
    cast.say(essay.discussion, ann, "Words.", parent=1, now=now)
    asks = addresses(essay)
    return {(who, path): (asked(readers[who], path), asked(readers[who], path)) for who, path in asks}


def test_a_page_asks_as_often_for_thousands_of_comments_as_for_hundreds(essay):
    now, discussion = timezone.now(), essay.discussion
    ann, mod = cast.make_member("Ann"), cast.make_moderator("Mod", discussion.forum)
    readers = {"nobody": Client(), "member": Client(), "moderator": Client()}
    readers["member"].force_login(ann.user)
    readers["moderator"].force_login(mod.user)
    fill(discussion=discussion, wish=Wish(comments=FEW, until=now - timedelta(days=100), members=100))
    held_too(discussion, ann, now - timedelta(days=99))
    # Once before, so that whatever a process learns once is learnt.
    measured(readers, essay, ann, now - timedelta(days=98))
    few = measured(readers, essay, ann, now - timedelta(days=97))
    fill(discussion=discussion, wish=Wish(comments=MANY, until=now, seed=2, members=600))
    many = measured(readers, essay, ann, now)
    grown = {
        ask: (few[ask], many[ask])
        for ask in few
        if any(later[0] > before[0] for before, later in zip(few[ask], many[ask], strict=True))
    }
    assert grown == {}
    assert max(cost[0] for costs in many.values() for cost in costs) <= MOST
    assert max(cost[1] for costs in many.values() for cost in costs) <= LONGEST


def held_too(discussion, ann, now):
    """Let some wait for a moderator, one of them an answer, of which the desk shows what it answers."""
    Forum.objects.update(policy=Policy.HOLD)
    waiting = Discussion.objects.get(pk=discussion.pk)
    for number in range(3):
        cast.say(waiting, ann, f"Held words {number}.", parent=number or None, tags=["evidence"], now=now)
    Forum.objects.update(policy=Policy.PUBLISH)
