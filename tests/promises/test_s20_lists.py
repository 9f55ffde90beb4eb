"""S20: every list is paged, and asks the database as often for many rows as for few."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from perspectives.conf import conf
from perspectives.discussion.actions.recount import mend_thread
from perspectives.discussion.models import Comment, Discussion, Event, EventKind, Status, TaggedComment
from perspectives.moderation.actions import decide
from perspectives.moderation.models import Act
from perspectives.notifications.models import Notice, NoticeKind
from perspectives.publishing.actions import publish_post, save_post
from tests.promises import addresses
from tests.promises.stage import Stage

pytestmark = pytest.mark.django_db
LISTS = ["home", "series", "author", "tag", "search", "log", "my_comments", "notices", "desk", "discussion", "post"]
LISTS += ["feed_posts", "feed_comments", "sitemap", "comment", "history", "desk_item"]
LISTS += ["desk_members", "desk_member", "desk_messages", "desk_team", "standing", "my_messages"]
MANY = 104


def grow(stage: Stage, many: int = MANY) -> None:
    """Add so many rows of everything; MANY give each list several pages."""
    discussion, first = stage.post.discussion, stage.subjects["public"].comment
    tag, mod = first.tags.first(), stage.series.forum.roles.get(member__name="Mod").member
    start, now = addresses.newest(stage).number + 1, timezone.now()
    rows = [
        Comment(
            discussion=discussion,
            number=number,
            path=f"{first.path}{number:08d}" if number % 2 else f"{number:08d}",
            depth=first.depth + 1 if number % 2 else 0,
            parent=first if number % 2 else None,
            conversation=first.conversation if number % 2 else number,
            author=stage.subjects["pending"].writer,
            body=f"Words {number} stand here, essay.",
            html=f"<p>Words {number} stand here, essay.</p>",
            render_version=1,
            body_hash=str(number),
            key=f"grown-{number:08d}",
            status=Status.PUBLIC if number % 4 < 2 else Status.PENDING,
            public_at=now if number % 4 < 2 else None,
            shown=number % 4 < 2,
        )
        for number in range(start, start + 2 * many)
    ]
    made = Comment.objects.bulk_create(rows)
    TaggedComment.objects.bulk_create(TaggedComment(tag=tag, content_object=row) for row in made)
    # So many that no page is short enough to need no question about where a comment stands.
    Discussion.objects.filter(pk=discussion.pk).update(last_number=start + 2 * many, public_count=200 + many)
    mend_thread(discussion_id=discussion.pk)
    Discussion.objects.filter(pk=discussion.pk).update(public_count=200 + many, last_number=max(start + 2 * many, 400))
    told = stage.subjects["pending"].writer
    for row in made[:many]:
        event = Event.objects.create(kind=EventKind.DECIDED, discussion=discussion, comment=row, actor=mod)
        Notice.objects.create(kind=NoticeKind.DECISION, member=told, event=event, discussion=discussion, comment=row)
    for row in made[2 : min(many, 40) : 4]:
        decide(comment=row, moderator=mod, act=Act.SPAM, revision=1)
    for number in range(many // 4):
        essay = save_post(
            series=stage.series,
            title=f"Essay number {start} {number}",
            body="Words.",
            authors=[("Ada Author", ""), (f"Other {start} {number}", "")],
            tags=[tag.name],
        ).post
        publish_post(post=essay, at=now - timedelta(days=2, minutes=number))


def asked(stage: Stage, path: str, role: str) -> tuple[int, int]:
    """Return how many queries and how many lines an address costs."""
    client = Client()
    client.cookies.update(stage.client(role, "pending").cookies)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, path
    page = answer.content.decode()
    lines = len(re.findall(r"<article|<li class=\"px-item|<entry>|<url>|<tr", page))
    return len(queries), lines


def test_lists_ask_as_often_for_many_rows_as_for_few(stage):
    every = addresses.paths(stage)
    paths = {name: every[f"perspectives:{name}"] for name in LISTS}
    paths["search"] += "?q=words"
    paths["filter"] = f"{paths['discussion']}?tag={stage.subjects['public'].tag}"
    paths["comment"] = stage.subjects["public"].comment.get_absolute_url()
    paths["newest"] = f"{paths['post']}?order=newest"
    roles = {
        "desk": "moderator",
        "desk_item": "moderator",
        "my_comments": "writer",
        "notices": "writer",
        "history": "writer",
        "standing": "writer",
        "my_messages": "writer",
    }
    roles |= dict.fromkeys(("desk_members", "desk_member", "desk_messages", "desk_team"), "moderator")
    # A few of each kind, so that everything a page fetches beside its rows is fetched.
    grow(stage, 12)
    few = {name: asked(stage, path, roles.get(name, "nobody")) for name, path in paths.items()}
    grow(stage)
    many = {name: asked(stage, path, roles.get(name, "nobody")) for name, path in paths.items()}
    assert {name: (few[name][0], many[name][0]) for name in paths if many[name][0] > few[name][0]} == {}
    longest = {"post": 200, "discussion": 200, "newest": 200, "filter": 320, "comment": 120, "sitemap": 50_000}
    for name, (_queries, lines) in many.items():
        assert lines <= longest.get(name, 100), name


def test_no_setting_makes_a_list_longer_than_a_hundred(stage, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"LIST_PAGE_SIZE": 100_000}
    grow(stage)
    assert conf.LIST_PAGE_SIZE == 100_000
    for name, role in (("search", "nobody"), ("tag", "nobody"), ("my_comments", "writer"), ("desk", "moderator")):
        path = addresses.paths(stage)[f"perspectives:{name}"] + ("?q=words" if name == "search" else "")
        assert asked(stage, path, role)[1] <= 2 * 100 + 10, name


def test_each_page_of_a_list_is_reached_and_one_past_the_end_is_not_found(stage):
    grow(stage)
    for name, role in (("search", "nobody"), ("tag", "nobody"), ("my_comments", "writer"), ("series", "nobody")):
        path = addresses.paths(stage)[f"perspectives:{name}"]
        question = {"q": "words"} if name == "search" else {}
        assert stage.client(role, "pending").get(path, question | {"page": 2}).status_code == 200, name
        assert stage.client(role, "pending").get(path, question | {"page": 500}).status_code == 404, name


def test_signed_out_pages_ask_little(stage):
    assert asked(stage, reverse("perspectives:post", args=[stage.series.slug, stage.post.slug]), "nobody")[0] <= 15
