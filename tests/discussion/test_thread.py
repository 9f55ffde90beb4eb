"""A page of a thread: whole conversations, in either order, cut where they are too long, filtered by tag."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from perspectives.discussion.actions import withdraw_comment
from perspectives.discussion.models import Comment, Discussion
from perspectives.discussion.params import ORDERS, ThreadParams
from perspectives.discussion.paths import (
    PATH_LEVELS,
    after_subtree,
    ancestors_of,
    depth_of,
    numbers_of,
    path_of,
)
from perspectives.discussion.thread import thread_page
from perspectives.discussion.tree import context_paths, conversations_that_fit, grouped, rows_of
from tests.cast import say


@st.composite
def trees(draw):
    """Parents of comments 1…n: each answers an earlier one, or none."""
    size = draw(st.integers(1, 60))
    return [draw(st.integers(0, number)) for number in range(size)]


def paths(parents):
    """Paths of comments 1…n by their parents, 0 for none."""
    made = {0: ""}
    for number, parent in enumerate(parents, start=1):
        made[number] = path_of(number, made[parent])
    return made


@given(trees())
def test_paths_sort_into_reading_order_and_subtrees_are_ranges(parents):
    made = paths(parents)
    ordered = sorted((path, number) for number, path in made.items() if number)
    position = {number: place for place, (_path, number) in enumerate(ordered)}
    for number, parent in enumerate(parents, start=1):
        if parent:
            assert position[parent] < position[number]
            assert made[parent] < made[number] < after_subtree(made[parent])
            assert made[parent] in ancestors_of(made[number]) or depth_of(made[number]) == PATH_LEVELS - 1
        outside = [n for n in made if n and number not in numbers_of(made[n])]
        assert not [n for n in outside if made[number] <= made[n] < after_subtree(made[number])]


@given(st.integers(1, 99_999_999), st.lists(st.integers(1, 99_999_999), max_size=80))
def test_a_path_is_digits_of_at_most_fifty_levels_and_remembers_its_numbers(first, rest):
    path = path_of(first)
    for number in rest:
        path = path_of(number, path)
    assert path.isdecimal()
    assert len(path) <= 400
    assert numbers_of(path)[0] == first
    assert len(ancestors_of(path)) == depth_of(path) <= PATH_LEVELS - 1


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 500)), max_size=50), st.integers(1, 200))
def test_conversations_fit_the_page_and_one_is_always_taken(sizes, room):
    taken = conversations_that_fit(sizes, room)
    assert taken == [number for number, _size in sizes[: len(taken)]]
    assert bool(taken) == bool(sizes)
    assert len(taken) <= 1 or sum(size for _n, size in sizes[: len(taken)]) <= room


def test_context_is_the_nearest_ancestors_and_the_start():
    path = "".join(f"{n:08d}" for n in range(1, 10))
    numbers = sorted(numbers_of(p)[-1] for p in context_paths([path], 3))
    assert numbers == [1, 6, 7, 8]


def numbers(page):
    """The comment numbers of a page, in order."""
    return [row.comment.number for row in page.rows]


@pytest.fixture
def room_for_ten(settings):
    """Pages of ten comments."""
    settings.PERSPECTIVES = settings.PERSPECTIVES | {"THREAD_PAGE_SIZE": 10}


def talk(discussion, ann, ben, conversations, answers):
    """Post so many conversations of so many answers each."""
    for _count in range(conversations):
        root = say(discussion, ann)
        for _answer in range(answers):
            say(discussion, ben, parent=root.number)


@pytest.mark.django_db
def test_pages_hold_whole_conversations_and_lead_through_all_of_them(discussion, ann, ben, room_for_ten):
    talk(discussion, ann, ben, 7, 3)
    for order in ORDERS:
        seen, params = [], ThreadParams(order)
        for _page in range(10):
            page = thread_page(discussion, params)
            assert len(page.rows) <= 10
            seen += numbers(page)
            if not page.next_query:
                break
            params = ThreadParams(order, start=int(page.next_query.rpartition("from=")[2]))
        assert sorted(seen) == list(range(1, 29))
        roots = [n for n in seen if n % 4 == 1]
        assert roots == sorted(roots, reverse=order != "oldest")


@pytest.mark.django_db
def test_going_back_shows_the_page_before(discussion, ann, ben, room_for_ten):
    talk(discussion, ann, ben, 6, 3)
    second = thread_page(discussion, ThreadParams(start=9))
    assert "to=5" in second.previous_query
    back = thread_page(discussion, ThreadParams(end=5))
    assert numbers(back) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert "from=9" in back.next_query
    assert back.previous_query == ""


@pytest.mark.django_db
def test_a_conversation_longer_than_a_page_is_cut_and_says_how_much_is_left(discussion, ann, ben, room_for_ten):
    talk(discussion, ann, ben, 2, 14)
    page = thread_page(discussion, ThreadParams())
    assert numbers(page) == list(range(1, 11))
    assert (page.cut, page.cut_after, page.left) == (1, 10, 5)
    assert "from=16" in page.next_query


@pytest.mark.django_db
def test_a_page_past_the_end_is_not_found(discussion, ann):
    say(discussion, ann)
    with pytest.raises(Http404):
        thread_page(discussion, ThreadParams(start=99))
    with pytest.raises(Http404):
        thread_page(discussion, ThreadParams(tag="nothing"))


@pytest.mark.django_db
def test_an_empty_discussion_has_an_empty_page(discussion):
    assert thread_page(discussion, ThreadParams()).rows == []


@pytest.mark.django_db
def test_a_tag_shows_its_comments_with_their_ancestors_folded(discussion, ann, ben):
    say(discussion, ann)
    say(discussion, ben, parent=1)
    say(discussion, ann, parent=2, tags=["evidence"])
    say(discussion, ben, tags=["evidence"])
    say(discussion, ben)
    page = thread_page(discussion, ThreadParams(tag="evidence"))
    assert [(g.row.comment.number, [r.comment.number for r in g.context]) for g in page.groups] == [
        (3, [1, 2]),
        (4, []),
    ]
    assert [(count.tag.name, count.uses, count.chosen) for count in page.tags] == [("evidence", "2", True)]


@pytest.mark.django_db
def test_tags_of_comments_that_are_not_public_are_not_counted(discussion, ann, ben):
    comment = say(discussion, ann, tags=["evidence"])
    say(discussion, ben, parent=1)
    withdraw_comment(comment=comment, member=ann)
    assert thread_page(discussion, ThreadParams()).tags == []


@pytest.mark.django_db
def test_a_deep_answer_says_what_it_answers_and_a_tombstone_has_no_name(discussion, ann, ben):
    say(discussion, ann)
    for number in range(1, 9):
        say(discussion, ben if number % 2 else ann, parent=number)
    withdraw_comment(comment=Comment.objects.get(number=8), member=ben)
    rows = thread_page(discussion, ThreadParams()).rows
    assert [row.indent for row in rows] == [0, 1, 2, 3, 4, 5, 6, 6, 6]
    assert [row.says_parent for row in rows] == [False] * 7 + [True, True]
    assert (rows[7].is_tombstone, rows[8].comment.parent_status) == (True, "withdrawn")


@pytest.mark.django_db
@pytest.mark.parametrize("params", [*map(ThreadParams, ORDERS), ThreadParams(tag="evidence")])
def test_a_page_costs_the_same_queries_at_ten_and_at_a_thousand_comments(discussion, ann, ben, params):
    say(discussion, ann, tags=["evidence"])
    for number in range(1, 10):
        say(discussion, ben, parent=number, tags=["evidence", "question"])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            page = thread_page(Discussion.objects.get(pk=discussion.pk), params)
            assert "Words" in page.html
        return len(queries)

    few = cost()
    assert few <= 6
    grow(discussion, ann, 990)
    assert cost() == few


def grow(discussion, author, count):
    """Add `count` conversations by rows alone."""
    last = discussion.comments.order_by("-number").values_list("number", flat=True).first()
    Comment.objects.bulk_create(
        Comment(
            discussion=discussion,
            number=number,
            path=path_of(number),
            conversation=number,
            author=author,
            body="Words.",
            html="<p>Words.</p>",
            key=f"grown-{number:06d}",
            status="public",
            public_at=discussion.created_at,
            shown=True,
        )
        for number in range(last + 1, last + 1 + count)
    )


def test_rows_need_no_page_above_them():
    assert rows_of([], 6) == []
    assert grouped([], set()) == []
