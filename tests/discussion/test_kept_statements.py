"""PostgreSQL keeps the questions of a page ready where the host lets it, and answers them as ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import NotSupportedError, connection, transaction
from django.db.models import Value

from perspectives.discussion.above import above
from perspectives.discussion.actions import open_discussion
from perspectives.discussion.cards.lines import conversations, lines_of, public_lines, tags_of
from perspectives.discussion.filling import Wish, fill
from perspectives.discussion.kept_statements import forget_statements
from perspectives.discussion.models import Comment
from perspectives.discussion.params import ORDERS, ThreadParams
from perspectives.discussion.prepared import Prepared
from perspectives.discussion.thread import thread_page
from tests.cast import say
from tests.discussion.databases import analyse
from tests.discussion.test_prepared import WRITTEN, asked
from tests.discussion.test_prepared import comments as stored  # noqa: F401 (a fixture)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL is asked to keep statements."),
]


@pytest.fixture(autouse=True)
def threshold(db):
    """Let the server keep statements from their first time on."""
    connection.ensure_connection()
    usual, connection.connection.prepare_threshold = connection.connection.prepare_threshold, 0
    yield
    if connection.connection is not None:
        forget_statements(connection)
        connection.connection.prepare_threshold = usual


@pytest.fixture
def comments(stored):  # noqa: F811
    """Five comments, and nothing kept of what was asked when they were made."""
    forget_statements(connection)
    return stored


def statements():
    """Return what the server keeps for this connection, and how often each was run by a plan for any values."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements")
        return cursor.fetchall()


def numbered():
    """Return a question for the numbers from one on."""
    return Prepared(lambda number: Comment.objects.filter(number__gte=number).order_by("number").values_list("number"))


def test_answers_are_those_of_the_orm(comments, discussion):
    question = Prepared(asked, converted=True)
    for name in ("nato", "' OR 1=1 --", "%s", "%", "", "the-stand-in-of-value-1"):
        for number in (1, 5, 40_000, 1_987_654_303, 5_000_000_000):
            values = (discussion.pk, name, WRITTEN + timedelta(days=2), number)
            assert question.rows(*values) == list(asked(*values))
    # One statement for values of every length: each type of number would make one of its own.
    assert len(statements()) == 1


def test_what_never_differs_is_written_into_the_statement(comments):
    question = Prepared(
        lambda number: (
            Comment.objects.filter(number=number, shown__in=(True,))
            .annotate(rate=Value("100 % 's"), none=Value(None, output_field=Comment._meta.get_field("number")))
            .values_list("number", "rate", "none")
        )
    )
    assert question.rows(2) == [(2, "100 % 's", None)]
    ((statement, _generic, _custom),) = statements()
    assert "$1" in statement
    assert "$2" not in statement


def test_lines_and_tags_are_those_that_are_read_without(comments, discussion):
    lines = conversations(discussion.pk, 1, 9, newest=False, most=9)
    plain = lines_of(public_lines(discussion.pk).order_by("conversation", "path"))
    assert lines == plain
    assert [line.created_at.tzinfo for line in lines] == [line.created_at.tzinfo for line in plain]
    assert [tag.slug for tag in tags_of(lines)[lines[1].pk]] == ["nato"]
    assert tags_of([]) == {}


@pytest.mark.parametrize("aware", [True, False])
def test_moments_and_addresses_are_the_same_as_read_without(comments, settings, aware):
    settings.USE_TZ = aware
    Comment.objects.filter(number=1).update(address="192.0.2.7")
    question = Prepared(lambda number: Comment.objects.filter(number=number).values_list("created_at"))
    other = Prepared(lambda number: Comment.objects.filter(number=number).values_list("created_at", "address"))
    told = (question.rows(1), other.rows(1))
    connection.connection.prepare_threshold = None
    assert told == (question.rows(1), other.rows(1))
    assert (told[0][0][0].tzinfo is UTC) == aware


def test_nothing_is_kept_where_the_host_does_not_say_so(comments):
    connection.connection.prepare_threshold = None
    assert numbered().rows(4) == [(4,), (5,)]
    assert statements() == []


def test_a_range_of_any_length_is_planned_each_time(comments, discussion):
    for last in (1, 9):
        assert len(conversations(discussion.pk, 1, last, newest=False, most=9)) == min(last, 4)
    assert statements() == []


def test_the_server_keeps_no_more_than_psycopg_lets_it(comments):
    def question(most, number):
        return Comment.objects.filter(number__gte=number).order_by("number").values_list("number")[:most]

    usual, connection.connection.prepared_max = connection.connection.prepared_max, 3
    try:
        many = Prepared(question)
        for most in range(1, 9):
            assert many.rows(1, shape=(most,)) == [(number,) for number in range(1, min(most, 5) + 1)]
        assert len(statements()) == 3
    finally:
        connection.connection.prepared_max = usual


def test_whoever_watches_queries_sees_them_with_their_values(comments, django_assert_num_queries):
    with django_assert_num_queries(1) as caught:
        assert numbered().rows(5) == [(5,)]
    assert '"number" >= 5' in caught.captured_queries[0]["sql"]
    seen = []
    with connection.execute_wrapper(lambda execute, *args: (seen.append(args[:2]), execute(*args))[1]):
        assert numbered().rows(5) == [(5,)]
    assert [params for _sql, params in seen] == [[5]]


def test_statements_that_are_gone_are_sent_anew(comments):
    question = numbered()
    for _time in range(3):
        assert question.rows(5) == [(5,)]
        forget_statements(connection)
        assert statements() == []
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert question.rows(5) == [(5,)]
        raise ZeroDivisionError
    assert question.rows(4) == [(4,), (5,)]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_made_anew_is_asked_as_the_first(discussion, ann):
    say(discussion, ann)
    question = numbered()
    assert question.rows(1) == [(1,)]
    connection.close()
    assert question.rows(1) == [(1,)]
    connection.connection.prepare_threshold = 0
    assert question.rows(1) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_a_column_may_be_given_another_type_meanwhile(discussion, ann):
    say(discussion, ann)
    question = Prepared(lambda number: Comment.objects.filter(number=number).values_list("passage_key", "number"))
    other = connection.copy()
    widen = "ALTER TABLE perspectives_comment ALTER COLUMN passage_key TYPE varchar({})"
    try:
        for length in (65, 64):
            assert question.rows(1) == [("", 1)]
            with other.cursor() as cursor:
                cursor.execute(widen.format(length))
        assert question.rows(1) == [("", 1)]
        with transaction.atomic():
            assert question.rows(1) == [("", 1)]
        with other.cursor() as cursor:
            cursor.execute(widen.format(65))
        # Within a transaction the question cannot be asked again; the next one asks as if for the first time.
        with pytest.raises(NotSupportedError), transaction.atomic():
            question.rows(1)
        with transaction.atomic():
            assert question.rows(1) == [("", 1)]
    finally:
        with other.cursor() as cursor:
            cursor.execute(widen.format(64))
        other.close()


def test_plans_for_any_values_are_ranges_of_indexes(forum, settings):
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"THREAD_PAGE_SIZE": 200}
    until = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    large = open_discussion(forum=forum, title="Large", slug="large", visible_from=until - timedelta(days=180))
    fill(discussion=large, wish=Wish(5_000, until))
    large.refresh_from_db()
    analyse()
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")
    sent = []
    with connection.execute_wrapper(lambda execute, *args: (sent.append(args[:2]), execute(*args))[1]):
        above(large, ThreadParams())
        for order in ORDERS:
            numbers = large.comments.filter(depth=0, shown=True).order_by(*ORDERS[order].by())
            middle = numbers.values_list("number", flat=True)[numbers.count() // 2]
            for params in (ThreadParams(order), ThreadParams(order, start=middle), ThreadParams(order, end=middle)):
                tags_of([row.comment for row in thread_page(large, params).rows])
    kept = {statement for statement, _generic, _custom in statements()}
    # Tags of the discussion and of a page, three beginnings, and going on: backwards is forwards in the other order.
    assert len(kept) == 9
    plans = [plan(sql, params) for sql, params in sent if in_numbers(sql) in kept]
    assert len(plans) >= len(kept)
    assert not [lines for lines in plans if "Seq Scan on perspectives_comment" in lines]
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = auto")


def in_numbers(sql):
    """Return a statement as the server knows it, with numbered values."""
    pieces = sql.split("%s")
    return "".join(piece + (f"${place}" if place < len(pieces) else "") for place, piece in enumerate(pieces, start=1))


def plan(sql, params):
    """Return the plan the server has for a statement whatever its values are, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE statement = %s", [in_numbers(sql)])
        ((name,),) = cursor.fetchall()[:1]
        cursor.execute(f'EXPLAIN EXECUTE "{name}" ({", ".join(["%s"] * len(params))})', params)
        return "\n".join(line for (line,) in cursor.fetchall())
