"""Migrating a discussion that older code has written: in steps, gently, to be broken off, and back."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from perspectives.discussion.models import Comment, Discussion, DiscussionTag
from perspectives.discussion.paths import depth_of, path_of
from perspectives.migrations import _gently
from tests.discussion import databases

pytestmark = pytest.mark.django_db(transaction=True)

OLD, SCHEMA, DATA = "0001_initial", "0002_thread_engine", "0003_thread_engine_data"
# What the models of today stand on.
LAST = MigrationLoader(None).graph.leaf_nodes("perspectives")[0][1]
NEW_INDEXES = {"px_comment_thread", "px_comment_roots", "px_comment_answered"}


def migrated(name):
    """Migrate the app to `name` and return its models as they are there."""
    executor = MigrationExecutor(connection)
    state = executor.migrate([("perspectives", name)])
    return state.apps


@pytest.fixture(scope="module")
def first_release(django_db_setup, django_db_blocker):
    """The name of an empty database of the first release, and the models of that release."""
    with django_db_blocker.unblock(), databases.made("first") as name:
        with databases.led_to(name):
            executor = MigrationExecutor(connection)
            others = [node for node in executor.loader.graph.leaf_nodes() if node[0] != "perspectives"]
            state = executor.migrate([("perspectives", OLD), *others])
        yield name, state.apps


@pytest.fixture
def old(first_release):
    """The models of the first release, in a copy of its database that goes when the test ends."""
    name, apps = first_release
    with databases.made("copy", name) as copy, databases.led_to(copy):
        yield apps


def written(apps, number, status, parent=None, below=0, was_public=None, tags=()):
    """Write a comment as the first release wrote it."""
    get = apps.get_model
    discussion = get("perspectives", "Discussion").objects.get()
    path = path_of(number, parent.path if parent else "")
    comment = get("perspectives", "Comment").objects.create(
        discussion=discussion,
        number=number,
        parent=parent,
        path=path,
        depth=depth_of(path),
        conversation=int(path[:8]),
        author=get("perspectives", "Member").objects.get(),
        status=status,
        public_at=timezone.now() if (status == "public" if was_public is None else was_public) else None,
        public_below=below,
        key=f"old-key-{number}",
    )
    for tag in tags:
        get("perspectives", "TaggedComment").objects.create(tag=tag, content_object=comment)
    return comment


def fill(apps):
    """Write a discussion with every kind of row: public, kept as a tombstone, waiting, gone."""
    get = apps.get_model
    forum = get("perspectives", "Forum").objects.create(slug="forum", name="Forum")
    get("perspectives", "Member").objects.create(key="0" * 16, name="Ann", name_skeleton="ann")
    peace, war = (
        get("perspectives", "Tag").objects.create(key=name, name=name, slug=name) for name in ("peace", "war")
    )
    get("perspectives", "Discussion").objects.create(
        slug="old", forum=forum, title="Old", last_number=7, public_count=4, visible_from=timezone.now()
    )
    first = written(apps, 1, "public", below=2, tags=[peace])
    second = written(apps, 2, "withdrawn", first, below=2, was_public=True, tags=[peace])
    written(apps, 3, "public", second, tags=[peace, war])
    written(apps, 4, "pending", first, tags=[war])
    written(apps, 5, "spam", was_public=True)
    written(apps, 6, "public")
    return written(apps, 7, "public", second)


def indexes():
    """Return the names of the indexes on comments."""
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, Comment._meta.db_table))


def shown():
    """Return the numbers of the comments that have a row in the thread."""
    return list(Comment.objects.in_thread().order_by("number").values_list("number", flat=True))


def test_rows_of_the_first_release_get_what_a_thread_is_read_from(old):
    newest = fill(old)
    migrated(LAST)
    assert shown() == [1, 2, 3, 6, 7]
    assert Discussion.objects.get().last_public_at == newest.public_at
    assert dict(DiscussionTag.objects.values_list("tag__slug", "uses")) == {"peace": 2, "war": 1}
    out = StringIO()
    call_command("check_threads", stdout=out)
    assert "No differences." in out.getvalue()


def test_the_way_back_is_open_and_keeps_the_comments(old):
    fill(old)
    migrated(LAST)
    assert indexes() >= NEW_INDEXES
    assert not indexes() & {"px_comment_newest", "px_comment_discussed"}
    apps = migrated(OLD)
    assert apps.get_model("perspectives", "Comment").objects.count() == 7
    assert not indexes() & NEW_INDEXES
    assert "px_comment_newest" in indexes()
    migrated(LAST)
    assert shown() == [1, 2, 3, 6, 7]


def test_a_site_that_still_runs_the_first_release_can_write_beside_the_new_columns(old):
    last = fill(old)
    migrated(SCHEMA)
    written(old, 8, "public", last)
    migrated(LAST)
    assert shown() == [1, 2, 3, 6, 7, 8]


def test_data_that_were_moved_by_half_are_moved_to_the_end_the_next_time(old, monkeypatch):
    fill(old)
    migrated(SCHEMA)
    monkeypatch.setattr("perspectives.migrations.0003_thread_engine_data.BATCH", 2)
    done = []

    def break_off(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            done.append(sql)
            if len(done) == 3:
                raise DatabaseError("The power went.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(break_off), pytest.raises(DatabaseError, match="power"):
        migrated(DATA)
    assert shown() == [1, 2, 3]
    migrated(DATA)
    assert shown() == [1, 2, 3, 6, 7]


def test_indexes_that_were_built_by_half_are_built_to_the_end_the_next_time(old, monkeypatch):
    fill(old)
    migrated(DATA)

    def break_off(*args):
        raise DatabaseError("The power went.")

    with monkeypatch.context() as patch:
        patch.setattr(_gently, "_drop", break_off)
        with pytest.raises(DatabaseError, match="power"):
            migrated(LAST)
    assert indexes() >= {"px_comment_newest", "px_comment_thread"}
    migrated(LAST)
    assert "px_comment_newest" not in indexes()


def test_an_index_that_postgresql_keeps_without_using_it_is_built_anew(old):
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL keeps what a broken build has left.")
    fill(old)
    migrated(DATA)
    table = Comment._meta.db_table
    with connection.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute(f"CREATE UNIQUE INDEX CONCURRENTLY px_comment_thread ON {table} (discussion_id)")
    migrated(LAST)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid, indisunique FROM pg_index WHERE indexrelid = 'px_comment_thread'::regclass")
        assert cursor.fetchone() == (True, False)


def test_a_column_is_added_without_copying_the_table(old):
    fill(old)
    with connection.execute_wrapper(_no_copy):
        migrated(SCHEMA)


def _no_copy(execute, sql, params, many, context):
    """Refuse what writes every comment anew."""
    assert not (sql.startswith("INSERT INTO") and "perspectives_comment" in sql and "SELECT" in sql), sql
    return execute(sql, params, many, context)
