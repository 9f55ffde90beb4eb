"""Each page of each order is a range of an index made for it, the first as the last: nothing is skipped or sorted."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perspectives.discussion.above import FEATURED_SHOWN, above
from perspectives.discussion.actions import open_discussion
from perspectives.discussion.filling import Wish, fill
from perspectives.discussion.models import Discussion
from perspectives.discussion.news import news_since
from perspectives.discussion.params import ORDERS, ThreadParams
from perspectives.discussion.places import address_in_thread
from perspectives.discussion.thread import thread_page
from perspectives.site.benchmark.stage import last_start
from tests.discussion.databases import analyse

pytestmark = pytest.mark.django_db
UNTIL = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
COMMENTS = 5_000
# By order: the index of conversations, and that of their rows.
INDEXES = {
    "oldest": ("px_comment_roots", "px_comment_thread"),
    "newest": ("px_comment_roots", "px_comment_thread"),
    "discussed": ("px_comment_answered", "px_comment_thread"),
}
# Rows that may be sorted: those of one page.
PAGE = 900


@pytest.fixture
def large(forum, settings):
    """A discussion of 5,000 comments beside a smaller one, of which the database knows how they are spread."""
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"THREAD_PAGE_SIZE": 200}
    for slug, count in (("small", 500), ("large", COMMENTS)):
        made = open_discussion(forum=forum, title=slug, slug=slug, visible_from=UNTIL - timedelta(days=180))
        fill(discussion=made, wish=Wish(count, UNTIL))
    analyse()
    return Discussion.objects.get(slug="large")


def asked(ask):
    """Return the queries about comments that `ask` makes, but for what stands above every page."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    told = [query["sql"] for query in queries if '"perspectives_comment"' in query["sql"]]
    return [sql for sql in told if "featured_at" not in sql or "public_below" in sql]


def plan(sql):
    """Return the names of indexes a query goes by, and the sizes of what it sorts or reads whole."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            lines = [row[3] for row in cursor.fetchall()]
            # A list of numbers that came with the question is read whole, and is no longer than a page.
            lines = [line for line in lines if not line.startswith("SCAN json_each")]
            return " ".join(lines), [line for line in lines if "TEMP B-TREE" in line or line.startswith("SCAN")]
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        told = cursor.fetchone()[0]
    nodes = list(_nodes((json.loads(told) if isinstance(told, str) else told)[0]["Plan"]))
    sorts = [node for node in nodes if node["Node Type"] == "Sort" and node["Actual Rows"] > PAGE]
    whole = [node for node in nodes if node["Node Type"] == "Seq Scan" and "comment" in node["Relation Name"]]
    return " ".join(node.get("Index Name", "") for node in nodes), sorts + whole


def step_within(step, order):
    """Whether a sort is one of a page's own rows: within conversations, or of those that lie apart."""
    right = order == "newest" and step == "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"
    return right or (order == "discussed" and step == "USE TEMP B-TREE FOR ORDER BY")


def _nodes(node):
    """Yield a node of a plan and all under it."""
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def pages(discussion, order):
    """Yield what is asked for by the first page of an order, one in the middle, and the last, reached both ways."""
    yield ThreadParams(order)
    roots = (
        discussion.comments.filter(depth=0, shown=True).order_by(*ORDERS[order].by()).values_list("number", flat=True)
    )
    for start in (roots[len(roots) // 2], roots[len(roots) - 1]):
        yield ThreadParams(order, start=start)
        yield ThreadParams(order, end=start)


@pytest.mark.skipif(connection.vendor not in ("sqlite", "postgresql"), reason="Their plans are known here.")
def test_pages_of_every_order_go_by_their_indexes_and_sort_no_more_than_themselves(large):
    for order in ORDERS:
        for params in pages(large, order):
            queries = asked(lambda params=params: thread_page(large, params))
            assert len(queries) == 2
            for sql, index in zip(queries, INDEXES[order], strict=True):
                used, large_steps = plan(sql)
                # Conversations that lie apart are looked up one by one; PostgreSQL may find reading 5,000 rows cheaper.
                apart = order == "discussed" and index == "px_comment_thread"
                assert index in used or (apart and "perspectives_comment_" in used), (params, used, sql)
                assert not [step for step in large_steps if not step_within(step, order)], (params, large_steps, sql)
                assert "OFFSET" not in sql.upper()


@pytest.mark.skipif(connection.vendor not in ("sqlite", "postgresql"), reason="Their plans are known here.")
def test_the_writers_of_conversations_that_lie_apart_are_looked_up_one_by_one(large):
    start = last_start(large, "discussed")
    _roots, sql = asked(lambda: thread_page(large, ThreadParams("discussed", start=start)))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        told = [str(row[-1]).strip() for row in cursor.fetchall()]
    assert any("perspectives_member_pkey" in line or "INTEGER PRIMARY KEY" in line for line in told)
    assert not [line for line in told if "Seq Scan on perspectives_member" in line or line.startswith("SCAN perspec")]


@pytest.mark.skipif(connection.vendor not in ("sqlite", "postgresql"), reason="Their plans are known here.")
def test_what_is_featured_is_found_among_the_featured_alone(large):
    keys = list(large.comments.filter(status="public").values_list("pk", flat=True)[:4000:100])
    large.comments.filter(pk__in=keys).update(featured_at=UNTIL)
    with CaptureQueriesContext(connection) as queries:
        assert len(above(large, ThreadParams()).featured) == FEATURED_SHOWN
    (query,) = queries
    used, large_steps = plan(query["sql"])
    assert "px_comment_featured" in used
    # SQLite sorts the tags, thirty at most, by what the index does not hold.
    assert [step for step in large_steps if step != "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"] == []


@pytest.mark.skipif(connection.vendor not in ("sqlite", "postgresql"), reason="Their plans are known here.")
def test_places_and_news_go_by_an_index_as_well(large):
    last = large.comments.filter(shown=True).order_by("-conversation", "path").last()
    row = (last.number, last.conversation, last.path)
    since = int((UNTIL - timedelta(days=1)).timestamp()) * 10**6
    for ask, index in (
        (lambda: address_in_thread(large, row), "px_comment_"),
        (lambda: news_since(large, since), "px_comment_public"),
    ):
        for sql in asked(ask):
            used, large_steps = plan(sql)
            assert index in used
            assert not large_steps, (large_steps, sql)


@pytest.mark.parametrize("order", ORDERS)
def test_all_pages_of_a_large_discussion_hold_it_whole(large, order):
    seen, params = [], ThreadParams(order)
    with CaptureQueriesContext(connection) as queries:
        while params:
            page = thread_page(large, params)
            assert len(page.rows) <= 200
            seen += [row.comment.conversation for row in page.rows if row.comment.depth == 0]
            following = page.next_query.rpartition("from=")[2]
            params = ThreadParams(order, start=int(following)) if following else None
    shown = large.comments.filter(shown=True, depth=0).order_by(*ORDERS[order].by())
    assert seen == list(shown.values_list("number", flat=True))
    assert not [query["sql"] for query in queries if "OFFSET" in query["sql"].upper()]
