"""Marked words: put where they stand, whatever the HTML and whatever is asked for, and nothing else is changed."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perspectives.text.errors import TextRefused
from perspectives.text.excerpts import plain_text
from perspectives.text.markdown import render_comment
from perspectives.text.marking import Marks, marked_html
from tests.text.allowed import faults
from tests.text.attacks import ATTACKS

MARK = re.compile(r"</?mark>")


class Marked(HTMLParser):
    """Collects what stands inside marks, and fails where they are not well nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "hr"):
            self.open.append(tag)
        if tag == "mark":
            assert attrs == []
            self.words.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "mark":
            self.words[-1] += data


def marked(html: str) -> list[str]:
    """Return what stands inside the marks of `html`."""
    reader = Marked()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader.words


@pytest.mark.parametrize(
    ("html", "words", "found"),
    [
        ("<p>Buy Casino chips</p>", ["casino"], ["Casino"]),
        ("<p>casinos</p>", ["casino"], []),
        ("<p>ca<em>si</em>no</p>", ["casino"], ["ca", "si", "no"]),
        ("<p>free   spins, Free-Spins</p>", ["free spins"], ["free   spins", "Free-Spins"]),
        ("<ul>\n<li>free</li>\n<li>spins</li>\n</ul>", ["free spins"], ["free", "spins"]),
        ("<p>free</p><p>lance</p>", ["freelance"], []),
        ("<p>a<br>b</p>", ["ab"], []),
        ("<p>ca\u200bsi\u00adno</p>", ["casino"], ["ca\u200bsi\u00adno"]),
        ("<p>\uff43\uff41\uff53\uff49\uff4e\uff4f</p>", ["casino"], ["\uff43\uff41\uff53\uff49\uff4e\uff4f"]),
        ("<p>STRASSE</p>", ["straße"], ["STRASSE"]),
        ("<p>Cafe\u0301, café</p>", ["café"], ["Cafe\u0301", "café"]),
        ("<p>来玩赌博吧</p>", ["赌博"], ["赌博"]),
        ("<p>R&amp;D and AT&amp;T</p>", ["r&d"], ["R&D"]),
        ("<p>amp lt &lt;b&gt; &amp;</p>", ["lt", "b"], ["lt", "b"]),
        ('<p><a href="https://casino.example/casino" rel="x">casino</a></p>', ["casino"], ["casino"]),
        ('<p><a href="https://a.example/?a=&lt;b&gt;&amp;c" title="a > b">b</a></p>', ["b"], ["b"]),
        ("<pre><code>if a &lt; casino</code></pre>", ["casino"], ["casino"]),
        ("<p>anything</p>", ["", "!!!", "\u200b"], []),
        ("", ["casino"], []),
    ],
)
def test_words_are_marked_whole_and_nothing_else_changes(html: str, words: list[str], found: list[str]) -> None:
    result = marked_html(html, Marks(words=tuple(words)))
    assert marked(result) == found
    assert MARK.sub("", result) == html


def test_places_are_marked_across_tags_and_entities() -> None:
    html = "<p>One &amp; <em>two</em></p>\n<p>v.i.a.g.r.a</p>"
    plain = plain_text(html)
    spans = tuple((plain.index(words), plain.index(words) + len(words)) for words in ("& two", "v.i.a.g.r.a"))
    result = marked_html(html, Marks(spans=spans))
    assert result == "<p>One <mark>&amp; </mark><em><mark>two</mark></em></p>\n<p><mark>v.i.a.g.r.a</mark></p>"


@pytest.mark.parametrize("span", [(0, 0), (3, 2), (-1, 2), (0, 999), (999, 1000), (3, 4), (10**30, 10**30 + 1)])
def test_places_that_are_not_in_the_text_are_left_out(span: tuple[int, int]) -> None:
    assert marked_html("<p>One two</p>", Marks(spans=(span,))) == "<p>One two</p>"


@pytest.mark.parametrize("html", ["<p>a < casino</p>", "<", "a<b casino", '<p title="casino', "casino <3 casino", "&"])
def test_html_that_no_sanitiser_wrote_comes_back_as_it_was(html: str) -> None:
    assert MARK.sub("", marked_html(html, Marks(words=("casino",)))) == html


@pytest.mark.parametrize("words", [("alert", "x", "script", "a"), ("1", "img src", "https", "evil example", "mark")])
def test_no_attack_gets_a_tag_or_loses_one_by_being_marked(words: tuple[str, ...]) -> None:
    hits, wrong = 0, []
    for attack in ATTACKS:
        html = _rendered(attack)
        result = marked_html(html, Marks(words=words, spans=((0, 3), (2, 9))))
        hits += result != html
        if MARK.sub("", result) != html or faults(MARK.sub("", result)) or plain_text(result) != plain_text(html):
            wrong.append(attack)
        marked(result)
    assert (wrong, hits > 200) == ([], True)


def _rendered(text: str) -> str:
    try:
        return render_comment(text.replace("\ud83c", ""))
    except TextRefused:
        return ""


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=5), st.lists(st.tuples(*[st.integers()] * 2)))
def test_any_text_keeps_its_words_and_its_markup(text: str, words: list[str], spans: list[tuple[int, int]]) -> None:
    html = _rendered(text)
    result = marked_html(html, Marks(words=tuple(words), spans=tuple(spans)))
    assert MARK.sub("", result) == html
    marked(result)


def _spent(html: str, marks: Marks) -> float:
    start = time.process_time()
    marked_html(html, marks)
    return time.process_time() - start


@pytest.mark.timed("processor")
@pytest.mark.parametrize("piece", ["a ", "casino ", "<a ", '<p title="', "&", "&amp;", "ca\u200b", "<em>a</em>", "é"])
def test_marking_takes_time_in_proportion_to_the_text(piece: str) -> None:
    phrases = tuple(" ".join(["a"] * size) for size in range(1, 20))
    marks = Marks(words=("casino", *phrases), spans=((0, 2),) * 300)
    short, long = (piece * (size // len(piece)) for size in (4_000, 16_000))
    assert min(_spent(long, marks) for _ in range(2)) < 4 * 3 * max(_spent(short, marks), 0.002)
