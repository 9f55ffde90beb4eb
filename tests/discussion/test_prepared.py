"""Prepared questions are put into SQL once and give, for any values, what the ORM gives."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q, Subquery, Value

from perspectives.discussion import prepared
from perspectives.discussion.models import Comment, Discussion, Status, TaggedComment
from perspectives.discussion.prepared import Prepared, moments, raw_rows, together
from tests.cast import in_status, make_discussion, make_member, say

pytestmark = pytest.mark.django_db
WRITTEN = datetime(2026, 11, 25, 10, 0, 0, 123456, tzinfo=UTC)
COLUMNS = ("number", "status", "author__name", "created_at", "public_at", "discussion__url_kwargs", "shown")


@pytest.fixture
def comments(discussion, ann, ben):
    """Five comments a day apart, one of them waiting, one tagged."""
    for author in (ann, ben, ann, ben):
        say(discussion, author, tags=["NATO"] if author is ben else [])
    in_status(discussion, ann, Status.PENDING)
    for comment in Comment.objects.all():
        Comment.objects.filter(pk=comment.pk).update(created_at=WRITTEN + timedelta(days=comment.number))
    return Comment.objects.order_by("number")


def asked(discussion, name, since, number):
    """Return comments by everything a question may hold: words, moments, numbers, sub-questions, an OR."""
    tagged = TaggedComment.objects.filter(content_object=OuterRef("pk"), tag__slug=name)
    beyond = Q(created_at__gt=since) | Q(number=number, shown=True)
    found = Comment.objects.filter(beyond, discussion=discussion).annotate(has=Exists(tagged), it=Value(name))
    first = Comment.objects.filter(discussion=discussion, number=number).values("number")[:1]
    return found.annotate(first=Subquery(first)).order_by("number").values_list(*COLUMNS, "has", "it", "first")


def test_answers_are_those_of_the_orm_for_any_values(comments, discussion):
    question = Prepared(asked, converted=True)
    for name in ("nato", "nothing", "' OR 1=1 --", "%s", "", "the-stand-in-of-value-1"):
        for days in (0, 2, 9):
            for number in (1, 5, 99, 1_987_654_300, 1_987_654_303):
                values = (discussion.pk, name, WRITTEN + timedelta(days=days), number)
                assert question.rows(*values) == list(asked(*values))
    assert len(question._worded) == 1


def test_a_moment_may_be_of_any_zone(comments, discussion):
    question = Prepared(asked, converted=True)
    moment = WRITTEN + timedelta(days=2)
    for zone in (ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/New_York")):
        values = (discussion.pk, "nato", moment.astimezone(zone), 1)
        assert question.rows(*values) == question.rows(discussion.pk, "nato", moment, 1) == list(asked(*values))


def test_rows_as_the_driver_gives_them_hold_the_same_moments(comments):
    question = Prepared(
        lambda number: Comment.objects.filter(number__gte=number).order_by("number").values_list("created_at")
    )
    moment = moments()
    told = [moment(at) for (at,) in question.rows(2)]
    assert told == list(comments.filter(number__gte=2).values_list("created_at", flat=True))
    assert [moment(at) for (at,) in raw_rows(comments.values_list("created_at"))] == [
        WRITTEN + timedelta(days=number) for number in range(1, 6)
    ]


def test_a_shape_makes_sql_of_its_own(comments):
    def question(newest, most, number):
        found = Comment.objects.filter(number__gte=number).order_by("-number" if newest else "number")
        return found.values_list("number")[:most]

    asking = Prepared(question)
    assert asking.rows(2, shape=(False, 2)) == [(2,), (3,)]
    assert asking.rows(2, shape=(True, 2)) == [(5,), (4,)]
    assert asking.rows(3, shape=(True, 1)) == [(5,)]
    assert len(asking._worded) == 3


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (lambda number: Comment.objects.filter(number=number + 1).values_list("pk"), 1),
        (lambda number: Comment.objects.values_list("pk"), 1),
        (lambda name: Comment.objects.filter(body__icontains=name).values_list("pk"), "Words"),
        (lambda number: Comment.objects.filter(body=number).values_list("pk"), 1),
        (lambda since: Comment.objects.filter(created_at__gt=since - timedelta(days=1)).values_list("pk"), WRITTEN),
        (lambda most: Comment.objects.values_list("pk")[most:], 1),
    ],
    ids=["computed", "ignored", "wrapped", "of another kind", "moved", "a limit"],
)
def test_a_question_whose_value_does_not_stand_in_it_is_refused(question, value, comments):
    with pytest.raises(ValueError, match="do not stand"):
        Prepared(question).rows(value)


def test_a_value_may_stand_in_a_question_twice_and_two_may_be_equal(comments):
    def twice(low, high):
        found = Comment.objects.annotate(low=Value(low)).filter(Q(number=low) | Q(number=high) | Q(number=low))
        return found.order_by("number").values_list("number", "low")

    assert Prepared(twice).rows(2, 4) == [(2, 2), (4, 2)]
    assert Prepared(twice).rows(3, 3) == [(3, 3)]


def test_a_question_costs_one_query_and_no_wording_after_the_first(comments, django_assert_num_queries, monkeypatch):
    question = Prepared(lambda number: Comment.objects.filter(number=number).values_list("number"))
    assert question.rows(1) == [(1,)]
    monkeypatch.setattr(prepared, "word", None)
    with django_assert_num_queries(1):
        assert question.rows(2) == [(2,)]


def test_raw_rows_of_what_can_match_nothing_ask_nothing(comments, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert raw_rows(Comment.objects.filter(number__in=[]).values_list("pk")) == []


def test_conversion_reads_what_only_django_can(discussion):
    Discussion.objects.filter(pk=discussion.pk).update(url_kwargs={"series": "peace", "n": [1]})
    question = Prepared(
        lambda key: Discussion.objects.filter(pk=key).values_list("url_kwargs", "created_at"), converted=True
    )
    assert question.rows(discussion.pk) == [({"series": "peace", "n": [1]}, discussion.created_at)]


@pytest.mark.django_db(transaction=True)
def test_many_threads_may_ask_first_at_once():
    discussion, author = make_discussion(), make_member("Ann")
    for _time in range(8):
        say(discussion, author)
    question, barrier = Prepared(asked, converted=True), Barrier(8)

    def ask(number):
        try:
            barrier.wait(60)
            return [question.rows(discussion.pk, "nato", WRITTEN + timedelta(days=9999), number) for _time in range(5)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(ask, range(1, 9)))
    for number, answers in enumerate(told, start=1):
        assert [[row[0] for row in rows] for rows in answers] == [[number]] * 5


def test_questions_asked_together_find_what_each_finds(comments, discussion, django_assert_num_queries):
    everything = Prepared(asked, converted=True)
    numbers = Prepared(lambda low: Comment.objects.filter(number__gte=low).order_by().values_list("pk", "number"))
    for low in (1, 4, 99):
        for name in ("nato", "nothing"):
            values = (discussion.pk, name, WRITTEN, 1)
            with django_assert_num_queries(1):
                found = together((everything, values), (numbers, (low,)), (numbers, (99,)), (numbers, (2,)))
            assert [sorted(rows, key=str) for rows in found] == [
                sorted(everything.rows(*values), key=str),
                sorted(numbers.rows(low)),
                [],
                sorted(numbers.rows(2)),
            ]


def test_where_the_first_of_several_questions_finds_nothing_nothing_is_known(comments):
    numbers = Prepared(lambda low: Comment.objects.filter(number__gte=low).order_by().values_list("number"))
    assert together((numbers, (99,)), (numbers, (1,))) == [[], []]
