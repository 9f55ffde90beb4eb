"""Cards that a process remembers are those it would make: they are known by all that they are made of."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product

import pytest
from django.template import engines
from django.utils import timezone, translation

from perspectives.discussion.cards import memo
from perspectives.discussion.cards.maker import CardMaker
from perspectives.discussion.cards.pile import branches, pile
from perspectives.discussion.tree import Group
from tests.discussion.rows import WRITTEN, answer, discussion, hosts, line, row, tags

CHANGES = {
    "number": {"number": 8},
    "status": {"status": "withdrawn"},
    "html": {"html": "<p>Other words.</p>"},
    "renderer": {"render_version": 0, "html": "<p onclick=''>Words.</p>"},
    "author": {"author_name": "Anna"},
    "nobody": {"author_name": ""},
    "parent's number": {"parent_number": 6},
    "parent's status": {"parent_status": "spam"},
    "parent's name": {"parent_name": "Benjamin"},
    "parent's place": {"parent_shown": False},
    "edited": {"edited": WRITTEN},
    "written": {"created_at": WRITTEN - timedelta(days=1)},
    "held": {"public_at": WRITTEN + timedelta(hours=1)},
}
ROWS = [{"indent": 3}, {"says_parent": True}, {"parent_here": True}, {"next_number": 11}]


@pytest.fixture(autouse=True)
def _forgetting():
    """Begin and end with nothing remembered."""
    memo.forget()
    yield
    memo.forget()


def page(rows, maker):
    """Return the HTML of a page, with the help of what is remembered."""
    return b"".join(pile([Group(shown) for shown in rows], maker)).decode()


def made(rows, maker):
    """Return the HTML of a page that is made without remembering."""
    return str(branches(rows, maker))


def check(pages):
    """Make pages one after the other, twice over, and see that each is what it is."""
    for _time in range(2):
        for rows, make in pages:
            assert page(rows, make()) == made(rows, make())


def test_a_card_that_says_anything_else_is_another_card():
    here = answer(pk=1)
    shown = [row(here), *(row(here, **change) for change in ROWS)]
    shown += [
        row(here._replace(**change), **also) for change, also in product(CHANGES.values(), ({}, {"says_parent": True}))
    ]
    found = tags(here, "NATO")
    check([([one], lambda given=given: CardMaker(discussion(), given)) for one in shown for given in (found, {})])


def test_tags_that_are_renamed_or_moved_are_others():
    here = line(pk=1)
    given = [tags(here, "NATO"), tags(here, "N.A.T.O."), tags(here, "NATO", "UN"), tags(here, "UN", "NATO"), {}]
    check([([row(here)], lambda these=these: CardMaker(discussion(), these)) for these in given])


def test_the_page_that_a_card_stands_on_counts():
    rows = [row(line(7, pk=1)), row(answer(9, pk=2))]
    made_for = [
        lambda: CardMaker(discussion(), {}),
        lambda: CardMaker(discussion(slug="other"), {}),
        lambda: CardMaker(discussion(state="locked"), {}),
        lambda: CardMaker(discussion(), {}, main=7),
        lambda: CardMaker(discussion(), {}, main=9),
        lambda: CardMaker(discussion(), {}, main=9, words=True),
    ]
    hidden = [row(line(7, pk=1, status="pending")), row(answer(9, pk=2, status="rejected"))]
    check([(shown, make) for make in made_for for shown in (rows, hidden)])


def test_language_time_zone_and_mount_count(settings):
    rows = [row(answer(9, pk=2), says_parent=True)]
    told = set()
    for _time in range(2):
        for language, zone in product(("en-gb", "de", "fr"), ("UTC", "Asia/Kathmandu", "America/New_York")):
            with translation.override(language), timezone.override(zone):
                maker = CardMaker(discussion(), {})
                assert page(rows, maker) == made(rows, maker)
                told.add(page(rows, maker))
    assert len(told) >= 7


def test_another_template_counts_even_where_it_comes_to_lie_in_the_same_place(settings, tmp_path):
    rows = [row(line(7, pk=1))]
    for number in range(40):
        hosts(settings, tmp_path, _card=f"<b>{number} {{{{ card.name }}}}</b>")
        assert page(rows, CardMaker(discussion(), {})) == f"<b>{number} Ann</b>"


def test_a_template_that_is_edited_while_the_server_runs_counts(settings, tmp_path):
    rows = [row(line(7, pk=1))]
    hosts(settings, tmp_path, _card="")
    # Only what is made from here on is looked through for garbage: the rest of a run is large.
    gc.freeze()
    for number in range(40):
        (tmp_path / "perspectives" / "discussion" / "_card.html").write_text(f"{number} {{{{ card.name }}}}")
        # What Django's own server does when a template changes.
        for loader in engines["django"].engine.template_loaders:
            loader.reset()
        gc.collect()
        assert page(rows, CardMaker(discussion(), {})) == f"{number} Ann"


def test_what_is_remembered_is_bounded_and_pages_are_right_all_the_same():
    for start in range(0, 5_000, 100):
        rows = [row(line(number, pk=number)) for number in range(start + 1, start + 101)]
        assert page(rows, CardMaker(discussion(slug=f"place-{start % 700}"), {})).count("<article") == 100
        assert sum(map(len, memo._cards.values())) <= memo.MOST + 100
    large = [row(line(number, pk=number)) for number in range(1, memo.MOST + 1)]
    before = sum(map(len, memo._cards.values()))
    assert page(large, CardMaker(discussion(), {})).count("<article") == memo.MOST
    assert sum(map(len, memo._cards.values())) == before


def test_discussions_in_which_nobody_has_written_are_not_remembered():
    for number in range(10):
        assert page([], CardMaker(discussion(slug=f"place-{number}"), {})) == ""
    assert not memo._cards


def test_many_threads_make_the_same_pages_at_once(monkeypatch):
    monkeypatch.setattr(memo, "MOST", 60)
    pages = {
        slug: [row(line(number, pk=number, author_name=f"{slug} {number}")) for number in range(1, 11)]
        for slug in ("a", "b", "c", "d")
    }
    right = {slug: made(rows, CardMaker(discussion(slug=slug), {})) for slug, rows in pages.items()}

    def read(slug):
        return all(page(pages[slug], CardMaker(discussion(slug=slug), {})) == right[slug] for _time in range(50))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, list(pages) * 4))
