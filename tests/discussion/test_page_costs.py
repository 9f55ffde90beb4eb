"""What a page asks of the database: as little at a thousand comments as at ten, whoever reads, whoever has written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perspectives.discussion.actions import visit_discussion
from perspectives.discussion.filling import Wish, fill
from perspectives.discussion.models import Discussion, Role, RoleKind, Status
from perspectives.members.models import Member
from perspectives.publishing.actions import make_series, publish_post, save_post
from tests.cast import in_status, make_member

pytestmark = pytest.mark.django_db
SIGNED_OUT, SIGNED_IN = 6, 10


@pytest.fixture
def essay(db):
    """An essay with tags, two authors and neighbours, open for comments."""
    series = make_series(title="Peace", slug="peace")
    series.forum.policy = "publish"
    series.forum.save()
    for number, title in enumerate(("Before", "Stop waiting", "After")):
        authors = [("Cara Author", "Institute"), ("Dan Author", "")]
        post = save_post(series=series, title=title, body="Words.", authors=authors, tags=["NATO", "UN"]).post
        publish_post(post=post, at=timezone.now() - timedelta(days=300 - number))
    return series.posts.get(slug="stop-waiting")


def grown(discussion, count):
    """Fill a discussion with comments by many members."""
    fill(discussion=discussion, wish=Wish(count, timezone.now(), members=max(5, count // 4)))
    discussion.refresh_from_db()


def everybody_leaves():
    """Let the words of all stay without their names, and without their users."""
    assert Member.objects.filter(user=None).update(erased_at=timezone.now(), name="") >= 5


def member_of_many_parts(discussion):
    """Return a client of a member with offices, permissions of two kinds, waiting comments, and an earlier visit."""
    member = make_member("Mia")
    for kind in RoleKind.values:
        Role.objects.create(forum=discussion.forum, member=member, kind=kind)
    group = Group.objects.create(name="group")
    group.permissions.set(Permission.objects.filter(codename="change_post"))
    member.user.groups.add(group)
    member.user.user_permissions.set(Permission.objects.filter(codename="moderate_comment"))
    visit_discussion(discussion=discussion, member=member)
    for _time in range(3):
        in_status(discussion, member, Status.PENDING)
    client = Client()
    client.force_login(member.user)
    return client


def plain_member():
    """Return a client of a member who has done nothing yet."""
    client = Client()
    client.force_login(make_member("Nina").user)
    return client


def queries(client, address, **fields):
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, **fields)
    assert answer.status_code in (200, 304), answer.status_code
    return len(asked)


def cold(client, address):
    """Return how many queries a page takes where nothing is kept, but for what a process words once."""
    client.get(address)
    caches["pages"].clear()
    return queries(client, address)


def test_a_page_costs_the_same_at_ten_and_at_a_thousand_comments_by_members_as_by_erased_ones(essay):
    readers = {"nobody": Client(), "member": plain_member(), "officer": member_of_many_parts(essay.discussion)}
    page = essay.get_absolute_url()
    addresses = [page, f"{page}?order=newest", f"{page}?order=discussed", essay.discussion.get_own_url()]
    costs = []
    for more in (7, 990):
        grown(essay.discussion, more)
        for change in (lambda: None, everybody_leaves):
            change()
            costs.append({(who, a): cold(client, a) for who, client in readers.items() for a in addresses})
    assert costs[1:] == costs[:1] * 3
    for (who, address), count in costs[0].items():
        assert count <= (SIGNED_OUT if who == "nobody" else SIGNED_IN), (who, address, count)


def test_what_is_featured_costs_no_query_and_no_more_of_them_the_more_there_is(essay):
    readers = {"nobody": Client(), "member": plain_member(), "officer": member_of_many_parts(essay.discussion)}
    addresses = [essay.get_absolute_url(), f"{essay.get_absolute_url()}?order=newest", essay.discussion.get_own_url()]
    grown(essay.discussion, 40)
    plain = {(who, a): cold(client, a) for who, client in readers.items() for a in addresses}
    for more in (1, 960):
        grown(essay.discussion, more)
        public = essay.discussion.comments.filter(status="public")
        public.filter(pk__in=list(public.values_list("pk", flat=True)[::9])).update(featured_at=timezone.now())
        assert {(who, a): cold(client, a) for who, client in readers.items() for a in addresses} == plain
        only = f"{essay.get_absolute_url()}?only=featured"
        # As of a tag: another query tells what context that was cut answers.
        assert cold(Client(), only) <= SIGNED_OUT + 1
        assert cold(readers["officer"], only) <= SIGNED_IN + 1


@pytest.mark.parametrize("query", ["?tag=%s", "?tag=%s&order=newest", "?from=500", "?to=500", "?order=newest&from=500"])
def test_pages_within_the_thread_cost_no_more(essay, query):
    grown(essay.discussion, 1000)
    tag = essay.discussion.tag_counts.first().tag.slug
    address = essay.get_absolute_url() + (query % tag if "%s" in query else query)
    # Of context that is cut, it takes another to tell what its first comment answers.
    more = "tag" in query
    assert cold(Client(), address) <= SIGNED_OUT + more
    assert cold(member_of_many_parts(essay.discussion), address) <= SIGNED_IN + more


def test_what_is_kept_or_unchanged_costs_what_tells_that_it_is(essay):
    grown(essay.discussion, 300)
    for address, least in ((essay.discussion.get_own_url(), 1), (essay.get_absolute_url(), 2)):
        first = Client().get(address)
        assert queries(Client(), address) == least
        assert queries(Client(), address, headers={"if-none-match": first.headers["ETag"]}) == least
        assert queries(Client(), address, headers={"accept-encoding": "br"}) > least
        assert queries(Client(), address, headers={"accept-encoding": "br"}) == least


def test_the_page_of_a_comment_costs_the_same_wherever_it_stands(essay):
    grown(essay.discussion, 600)
    found = essay.discussion.comments.filter(status="public")
    costs = set()
    for comment in (found.order_by("-public_below")[0], found.order_by("-depth")[0], found.filter(depth=0).last()):
        costs.add(cold(Client(), comment.get_absolute_url()))
    assert max(costs) <= 12
    assert max(costs) - min(costs) <= 3


def test_a_cold_page_is_the_kept_page(essay):
    grown(essay.discussion, 300)
    for address in (essay.get_absolute_url(), essay.discussion.get_own_url()):
        made = Client().get(address).content
        kept = Client().get(address).content
        caches["pages"].clear()
        assert Client().get(address).content == made == kept
    assert Discussion.objects.get(pk=essay.discussion_id).version == essay.discussion.version
