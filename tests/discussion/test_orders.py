"""In every order, pages walked forth and back show every conversation once, whatever was hidden meanwhile."""

from __future__ import annotations

from itertools import chain, groupby

import pytest
from django.http import Http404, QueryDict

from perspectives.discussion.models import Comment
from perspectives.discussion.params import ORDERS, ThreadParams
from perspectives.discussion.thread import thread_page
from tests.cast import say
from tests.discussion.trees import SHAPES, in_order, naive, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(settings):
    """A function that sets the size of a page."""

    def sets(size):
        settings.PERSPECTIVES = settings.PERSPECTIVES | {"THREAD_PAGE_SIZE": size}

    return sets


def params_of(query):
    """Return what a query string asks for."""
    asked = QueryDict(query.removeprefix("?")).dict()
    number = {name: int(asked[name]) if name in asked else None for name in ("from", "to")}
    return ThreadParams(asked.get("order", "oldest"), "", number["from"], number["to"])


def conversations(page, trees, size):
    """Return the conversations of a page, after seeing that each is whole, or is the last and says what is left."""
    numbers = []
    rows = [row.comment for row in page.rows]
    assert len(rows) <= size
    for number, group in groupby(rows, key=lambda line: line.conversation):
        numbers.append(number)
        here, whole = [line.number for line in group], [comment.number for comment in trees[number]]
        assert here == whole[: len(here)]
        if here != whole:
            left = [comment for comment in trees[number][len(here) :] if comment.is_public]
            assert number == rows[-1].conversation
            assert (page.cut, page.cut_after, page.left) == (number, here[-1], len(left))
    if [line.number for line in rows if line.conversation == numbers[-1]] == [one.number for one in trees[numbers[-1]]]:
        assert (page.cut, page.left) == (None, 0)
    return numbers


def flat(pages):
    """Return the conversations of all pages."""
    return list(chain.from_iterable(pages))


def walk(discussion, trees, size, start, follow):
    """Return the conversations of all pages from `start` on, page by page, and the query of the last page."""
    pages, query = [], start
    while True:
        assert len(pages) <= len(trees), "It leads in circles."
        page = thread_page(discussion, params_of(query))
        pages.append(conversations(page, trees, size))
        query_on = getattr(page, follow)
        if not query_on:
            return pages, query
        assert params_of(query_on).query() == query_on
        query = query_on


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(3))
def test_pages_walked_forth_and_back_show_each_conversation_once(discussion, ann, room, order, shape, seed):
    found = plant(discussion, ann, count=45, seed=seed, shape=shape)
    trees = naive(found)
    for size in (1, 2, 3, 4, 5, 7, 9, 12, 45):
        room(size)
        forth, last = walk(found, trees, size, ThreadParams(order).query(), "next_query")
        assert flat(forth) == in_order(trees, order)
        back, _first = walk(found, trees, size, last, "previous_query")
        assert flat(reversed(back)) == in_order(trees, order)


@pytest.mark.parametrize("order", ORDERS)
def test_each_page_leads_to_the_one_that_leads_back_to_it(discussion, ann, room, order):
    found = plant(discussion, ann, count=60, shape="open")
    trees = naive(found)
    room(6)
    query = ThreadParams(order).query()
    while query:
        page = thread_page(found, params_of(query))
        here = conversations(page, trees, 6)
        if page.next_query:
            following = thread_page(found, params_of(page.next_query))
            assert params_of(following.previous_query).end == here[-1]
            assert conversations(thread_page(found, params_of(following.previous_query)), trees, 6)[-1] == here[-1]
        query = page.next_query


def test_conversations_that_were_answered_as_often_stand_by_their_numbers(discussion, ann, room):
    for number in range(1, 19, 2):
        say(discussion, ann)
        say(discussion, ann, parent=number)
    room(4)
    trees = naive(discussion)
    forth, last = walk(discussion, trees, 4, "?order=discussed", "next_query")
    assert forth == [[17, 15], [13, 11], [9, 7], [5, 3], [1]]
    back, _first = walk(discussion, trees, 4, last, "previous_query")
    assert flat(reversed(back)) == flat(forth)


@pytest.mark.parametrize("order", ORDERS)
def test_a_page_whose_start_was_hidden_meanwhile_shows_what_is_left(discussion, ann, room, order):
    found = plant(discussion, ann, count=40, shape="open")
    room(5)
    query = thread_page(found, ThreadParams(order)).next_query
    hidden = params_of(query).start
    Comment.objects.filter(conversation=hidden).update(status="rejected", shown=False)
    trees = naive(found)
    page = thread_page(found, params_of(query))
    assert hidden not in conversations(page, trees, 5)
    rest, _last = walk(found, trees, 5, query, "next_query")
    after = in_order(trees, order)
    assert flat(rest) == (after if order == "discussed" else after[-len(flat(rest)) :])
    back = thread_page(found, ThreadParams(order, end=hidden))
    assert hidden not in conversations(back, trees, 5)


@pytest.mark.parametrize("order", ORDERS)
def test_a_start_that_is_hidden_answers_like_one_that_never_was(discussion, ann, room, order):
    found = plant(discussion, ann, count=30, shape="mixed")
    hidden = Comment.objects.filter(depth=0, shown=False).values_list("number", flat=True)
    assert hidden
    for number in (*hidden, 31, 99_999_999):
        for params in (ThreadParams(order, start=number), ThreadParams(order, end=number)):
            upwards = (params.start is None) == (order == "newest")
            beyond = [one for one in naive(found) if (one > number if upwards else one < number)]
            if order != "discussed" and not beyond:
                with pytest.raises(Http404):
                    thread_page(found, params)
            else:
                assert thread_page(found, params).rows


def test_only_the_pages_of_the_usual_order_are_known_by_an_address_of_their_own(discussion, ann, room):
    found = plant(discussion, ann, count=40, shape="open")
    room(5)
    first = thread_page(found, ThreadParams())
    assert first.canonical == ""
    second = thread_page(found, params_of(first.next_query))
    assert second.canonical == first.next_query
    assert thread_page(found, params_of(first.next_query)).canonical == second.canonical
    start = params_of(second.canonical).start
    third = thread_page(found, params_of(second.next_query))
    back = thread_page(found, params_of(third.previous_query))
    assert back.canonical in ("", ThreadParams(start=conversations(back, naive(found), 5)[0]).query())
    assert thread_page(found, ThreadParams(start=start - 1)).canonical in ("", second.canonical, f"?from={start - 1}")
    for order in ("newest", "discussed"):
        page = thread_page(found, ThreadParams(order))
        assert thread_page(found, params_of(page.next_query)).canonical == ""


def test_pages_that_begin_at_the_beginning_are_known_as_the_beginning(discussion, ann, room):
    found = plant(discussion, ann, count=40, shape="open")
    room(5)
    for params in (ThreadParams(start=1), ThreadParams(end=1), ThreadParams(start=1, end=9)):
        assert thread_page(found, params).canonical == ""
        assert thread_page(found, params).previous_query == ""
