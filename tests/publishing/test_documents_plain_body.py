"""The text of a plain document becomes Markdown that shows the same: paragraphs, subheadings, lists and links."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perspectives.publishing.documents import parse_document
from perspectives.publishing.documents.links import LINK
from perspectives.text.markdown import render_essay

TEXT = "The text begins here, and it ends with a full stop."
NUMBERED = "1\\."


def essay(body):
    """Read an essay with this text."""
    return parse_document(f"Jane Roe, Institute\n\nThe title\n\n{body}".encode(), "essay.txt")


@pytest.mark.parametrize(
    "text",
    [
        "1990. The year of change.",
        "1990. The year of change.\n\n1991. The year after.",
        "* is a star",
        "Five * three * two, a_b_c, **no**, `no`, ~~no~~",
        "# is a sign",
        "a < b & c > d, &amp; &lt;b&gt; <script>alert(1)</script>",
        "> no quote",
        "- one dash alone",
        "C:\\new\\table",
        "[brackets] and (more) and [both] (apart), ![an image]",
        "“Western” – values — l’été\u00a0!",
        "See http://e.org/a_b_c*d and more.",
        "***",
        "x | y",
        "+ plus",
        "= equals ===",
        "[1]: http://e.org",
        "$x^2_1$",
    ],
)
def test_plain_text_is_shown_as_it_is(text):
    body = essay(f"{TEXT}\n\n{text}\n\n{TEXT}").body
    assert shown(body) == TEXT + text.replace("\n\n", "") + TEXT


def shown(markdown):
    """Return what a reader sees of a rendered essay, without the ends of lines."""
    return html.unescape(re.sub("<[^>]*>", "", render_essay(markdown).html)).replace("\n", "")


@pytest.mark.parametrize(
    "words", ["Introduction", "1. The past", "What the U.S. wants", "2014", "The “reset”", "Arms control (1990–2010)"]
)
def test_a_short_line_between_paragraphs_is_a_subheading(words):
    assert essay(f"{TEXT}\n\n{words}\n\n{TEXT}").body == f"{TEXT}\n\n## {words.replace('1.', NUMBERED)}\n\n{TEXT}"


@pytest.mark.parametrize(
    "words",
    [
        "It ends as a sentence.",
        "It ends with a colon:",
        "Why?",
        "small letters",
        "March 4, 2019",
        "— A saying",
        "“Quoted,",
        "Far too many words stand in this line for it to be one",
        "A very long line that goes on and on for more than eighty characters, unlike headings",
    ],
)
def test_other_short_lines_stay_paragraphs(words):
    assert essay(f"{TEXT}\n\n{words}\n\n{TEXT}").body == f"{TEXT}\n\n{words}\n\n{TEXT}"


def test_short_lines_that_introduce_nothing_stay_lines():
    verse = "The first line\n\nThe second line\n\nThe third line"
    assert essay(f"{TEXT}\n\n{verse}").body == f"{TEXT}\n\n{verse}"


def test_lines_with_signs_of_a_heading_are_headings():
    document = essay(f"## One\n{TEXT}\n\n### Two ##\n\n#### C#\n\n#hash")
    assert document.body == f"## One\n\n{TEXT}\n\n### Two\n\n#### C#\n\n\\#hash"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("- one\n- two *x*", "- one\n- two \\*x\\*"),
        ("• one\n• two", "- one\n- two"),
        ("•\tone\n\n•\ttwo", "- one\n- two"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("1. one\n\n2. two", "1. one\n2. two"),
        ("Three things:\n- one\n  goes on\n- two", "Three things:\n\n- one goes on\n- two"),
        ("- only one", "\\- only one"),
        ("1. Only one.", "1\\. Only one."),
        ("1. one\n3. three", "1\\. one\n\n3\\. three"),
        ("a wrapped line\n- with a dash", "a wrapped line - with a dash"),
    ],
)
def test_lists_are_two_items_or_more(text, markdown):
    assert essay(f"{TEXT}\n\n{text}\n\n{TEXT}").body == f"{TEXT}\n\n{markdown}\n\n{TEXT}"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("see [this](http://e.org/a_b(c)), ok", "see [this](http://e.org/a_b(c)), ok"),
        ("[mail](mailto:a@e.org)", "[mail](mailto:a@e.org)"),
        ("[Ann *Roe*](#)", "[Ann \\*Roe\\*](#)"),
        ("[Ann]()", "[Ann](#)"),
        ("[Ann](#top)", "[Ann](#)"),
        ("[gone](/x) and [evil](javascript:alert(1)) and [host](//e.org)", "gone and evil and host"),
        ("[1990](#). The", "[1990](#)\\. The"),
        ("&[amp;](#)", "\\&[amp;](#)"),
    ],
)
def test_links_are_kept_where_they_lead_somewhere_or_may_be_resolved(text, markdown):
    assert essay(f"{text}\n\n{TEXT}").body == f"{markdown}\n\n{TEXT}"


def test_lines_wrapped_by_hand_are_one_paragraph_and_long_lines_are_one_each():
    assert essay("one\ntwo\nthree.").body == "one two three."
    long = "word " * 60 + "end."
    assert essay(f"{long}\n{long}").body == f"{long}\n\n{long}"


@given(st.text(alphabet="ab1 *_`[]()<>&#;-+.\\!|~=:/\"'“é", max_size=60).filter(lambda text: not LINK.search(text)))
def test_any_signs_within_a_paragraph_are_shown_as_they_are(text):
    assert shown(essay(f"{TEXT}\n\nx {text} y.\n\n{TEXT}").body) == f"{TEXT}x {text} y.{TEXT}"
