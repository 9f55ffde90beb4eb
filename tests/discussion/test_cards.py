"""Cards made from moulds are, byte by byte, what the template engine makes of the same comment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perspectives.discussion.cards.maker import CARD, TOMBSTONE, CardMaker
from perspectives.discussion.cards.moulds import CLOSE, OPEN, mould_of, render_card
from tests.discussion.rows import WRITTEN, answer, discussion, line, row, tags

PIECES = [
    "<b>bold</b>",
    "%s %d %(name)s %% %",
    "{{ card.name }} {% now 'Y' %} {0} {#",
    f"{OPEN}0{CLOSE}{OPEN}7{CLOSE}",
    OPEN,
    CLOSE,
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "\u202eشكرا\u202c עברית",
    "& &amp; \"quoted\" 'single'",
    "\u00a0\u2028 \n\t",
    "é\u0301ßŞİ",
    "Mod",
    "0",
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=4).map(" ".join)
names = texts | st.just("")
moments = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))


@st.composite
def cards(draw):
    """A maker and a row: any comment, as any reader may meet it."""
    held = draw(st.sampled_from([timedelta(0), timedelta(seconds=59), timedelta(minutes=1), timedelta(days=40)]))
    written = draw(moments)
    fields = {
        "number": draw(st.integers(1, 99_999_999)),
        "status": draw(st.sampled_from(["public", "public", "public", "withdrawn", "rejected", "spam", "pending"])),
        "html": draw(texts),
        "author_name": draw(names),
        "edited": draw(st.sampled_from([None, written])),
        "created_at": written,
        "public_at": written + held if held else written,
    }
    made = line(**fields)
    if draw(st.booleans()):
        to, status = draw(st.integers(1, 99_999_999)), draw(st.sampled_from(["public", "withdrawn"]))
        parent = {"parent_status": status, "parent_name": draw(names), "parent_shown": draw(st.booleans())}
        made = answer(to=to, **fields | parent)
    found = tags(made, *draw(st.lists(texts, max_size=5)))
    main = made.number if draw(st.booleans()) else None
    state = draw(st.sampled_from(["open", "locked"]))
    maker = CardMaker(discussion(state=state), found, main=main, words=draw(st.booleans()))
    shown = row(
        made,
        indent=draw(st.integers(0, 6)),
        says_parent=draw(st.booleans()),
        parent_here=draw(st.booleans()),
        next_number=draw(st.sampled_from([None, 12, 1234])),
    )
    return maker, shown


@given(cards())
@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_every_card_is_what_the_engine_makes_of_it(made):
    maker, shown = made
    card = maker.card(shown)
    template = TOMBSTONE if card.is_tombstone else CARD
    assert mould_of(template, card) is not None
    assert maker.html(shown) == render_card(template, card)


def test_a_name_is_escaped_and_a_body_is_placed_as_it_is():
    made = line(author_name="<script>alert(1)</script>", html="<p>a <em>b</em></p>")
    html = CardMaker(discussion(), tags(made, "<i>")).html(row(made))
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert '<div class="px-prose px-comment-body" dir="auto"><p>a <em>b</em></p></div>' in html
    assert ">&lt;i&gt;</a>" in html


def test_a_body_of_an_older_renderer_passes_todays_rules():
    html = CardMaker(discussion(), {}).html(row(line(html="<p onclick='x'>a<script>b</script></p>", render_version=0)))
    assert "onclick" not in html
    assert "<script" not in html


def test_whoever_has_left_is_a_former_member_here_and_as_one_who_is_answered():
    html = CardMaker(discussion(), {}).html(row(answer(author_name="", parent_name=""), says_parent=True))
    assert '<bdi class="px-name">Former member</bdi>' in html
    assert "in reply to #7, <bdi>Former member</bdi>" in html


def test_nothing_of_a_comment_that_is_not_public_shows_but_its_place():
    made = answer(status="rejected", author_name="Ann", html="<p>Secret.</p>")
    html = CardMaker(discussion(), tags(made, "hush")).html(row(made, says_parent=True, parent_here=True))
    assert 'id="9"' in html
    for hidden in ("Ann", "Secret", "hush", "Ben", "#7", "10:00", "/reply/", "/report/"):
        assert hidden not in html


def test_one_who_may_read_a_comment_that_waits_reads_its_words_and_can_neither_answer_nor_report_it():
    made = line(status="pending", public_at=None, html="<p>Secret.</p>")
    for words, seen in ((True, True), (False, False)):
        html = CardMaker(discussion(), {}, main=7, words=words).html(row(made))
        assert ("Secret." in html) is seen
        assert "/reply/" not in html
        assert "/report/" not in html
    assert "Secret" not in CardMaker(discussion(), {}, main=8, words=True).html(row(made))


def test_a_hidden_parent_has_no_name_and_one_without_a_row_no_address():
    shown = CardMaker(discussion(), {}).html(row(answer(parent_status="withdrawn"), says_parent=True))
    assert 'href="/discussions/stop-waiting/7/"' in shown
    assert "Ben" not in shown
    gone = answer(parent_status="rejected", parent_shown=False)
    html = CardMaker(discussion(), {}).html(row(gone, says_parent=True))
    assert '<span class="px-answers-to">in reply to #7</span>' in html
    assert 'data-px="parent"' not in html


def test_links_lead_to_the_parent_and_the_next_answer_on_the_page_and_a_locked_discussion_takes_no_answer():
    shown = row(answer(), parent_here=True, next_number=11)
    html = CardMaker(discussion(), {}).html(shown)
    assert '<a href="#7" data-px="parent">' in html
    assert '<a href="#11" data-px="next">' in html
    assert 'href="/discussions/stop-waiting/9/reply/"' in html
    assert "/reply/" not in CardMaker(discussion(state="locked"), {}).html(shown)


@pytest.mark.parametrize(("held", "told"), [(0, False), (0.000999, False), (0.001, True), (7200, True)])
def test_a_card_tells_when_it_became_public_only_where_it_was_held(held, told):
    made = line(public_at=WRITTEN + timedelta(seconds=held))
    html = CardMaker(discussion(), {}).html(row(made))
    assert ("data-at=" in html) is told
    if told:
        assert f'data-at="{int(WRITTEN.timestamp()) * 10**6 + 123456 + int(held * 10**6)}"' in html


def test_numbers_are_never_written_with_separators(settings):
    settings.USE_THOUSAND_SEPARATOR = True
    html = CardMaker(discussion(), {}).html(row(answer(12345, to=12344), says_parent=True, next_number=12399))
    for number in ('id="12345"', "#12345<", "#12344", '"#12399"', "/12345/reply/"):
        assert number in html
    for separator in ",.\u00a0":
        assert f"12{separator}34" not in html


def test_each_language_has_its_own_words_and_each_time_zone_its_own_clock():
    shown = row(answer(), says_parent=True)

    def html():
        return CardMaker(discussion(), {}).html(shown)

    english = html()
    assert "25 November 2026, 10:00" in english
    assert 'datetime="2026-11-25T10:00:30.123+00:00"' in english
    with translation.override("fr"):
        assert "25 novembre 2026 10:00" in html()
        with timezone.override(ZoneInfo("Asia/Kathmandu")):
            assert "15:45" in html()
            assert 'datetime="2026-11-25T15:45:30.123+05:45"' in html()
            assert html() == render_card(CARD, CardMaker(discussion(), {}).card(shown))
    assert html() == english


def test_tags_lead_to_the_comments_that_carry_them():
    made = line()
    found = tags(made, "Nuclear & other weapons", "خلع")
    html = CardMaker(discussion(slug="frieden-für-alle"), found).html(row(made))
    assert "/discussions/frieden-f%C3%BCr-alle/?tag=slug-0#discussion" in html
    assert "Nuclear &amp; other weapons</a>" in html


def test_what_folds_answers_stands_around_them_and_counts_in_the_language_of_the_reader():
    maker = CardMaker(discussion(), {})
    before, after = maker.branch(row(line(public_below=1)))
    assert before.startswith('<details class="px-branch" open><summary>1 answer</summary>')
    assert after == "</details>\n"
    assert "<summary>3 answers</summary>" in maker.branch(row(line(public_below=3)))[0]
