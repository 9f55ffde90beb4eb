"""R4: on a full disk nothing is half written, whoever writes is told so and keeps the words, and readers read on."""

from __future__ import annotations

from contextlib import contextmanager

from django.db import connection
from django.urls import reverse

from tests.faults.people import Judge, crowd
from tests.faults.recount import must_be_whole, must_give_back
from tests.faults.server import serving

# What PostgreSQL answers when its disk is full, in the middle of a post: when its words are stored, or at its end.
FULL_TABLE = """
create function no_room() returns trigger as $$ begin raise exception using errcode = '53100'; end $$ language plpgsql;
create trigger no_room before insert on {table} for each row execute function no_room();
"""
ROOM = "drop trigger no_room on {table}; drop function no_room();"


@contextmanager
def full_disk(switch, table):
    """Nothing can be written while the block lasts."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # What earlier tests have deleted is room to write in.
            cursor.execute("VACUUM")
            switch.touch()
            yield
            switch.unlink()
            return
        cursor.execute(FULL_TABLE.format(table=table))
        yield
        cursor.execute(ROOM.format(table=table))


def rows():
    """Return how many rows every table has."""
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select count(*) from {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts


def test_a_full_disk_half_writes_nothing_and_readers_read_on(thread, tmp_path):
    switch = tmp_path / "full"
    with serving(tmp_path / "served", workers=1, SERVED_FULL=str(switch)) as server:
        writers = crowd(server, 2)
        judge = Judge(server, writers[0].member)
        begun = [one.write(thread.reply_address) for one in writers]
        before = rows()
        for table in ("perspectives_comment", "perspectives_event"):
            with full_disk(switch, table):
                refused = [fill(one, thread) for one in writers]
                assert {one.answer.status for one in refused} == {503}
                assert {one.answer.headers["Retry-After"] for one in refused} == {"10"}
                must_give_back(refused)
                for reader in (server, judge):
                    assert reader.get(thread.get_absolute_url()).status == 200
        after = rows()
        # What was tried counts for the limits.
        tried = {"perspectives_attempt", "django_session"}
        assert {name: (before[name], after[name]) for name in before if before[name] != after[name]}.keys() <= tried
        again = [one.write(thread.reply_address) for one in writers]
        must_be_whole(server, thread, [*begun, *again])


def fill(writer, thread):
    """Write, with the longest words there are, so that no room left in a page of the file is enough."""
    path = reverse("perspectives:new_comment", args=[thread.slug])
    return writer.try_once(path, words="Words without end. " * 1000)
