import unicodedata
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perspectives.text.clean import clean_line, clean_text, is_blank

any_text = st.text(alphabet=st.characters(exclude_categories=()))


def test_controls_surrogates_and_non_characters_are_removed():
    assert (
        clean_text("a\x00b\x08c\x0bd\x1be\x7ff\x85g\x9fh\ud800i\udfffj\ufdd0k\ufffel\U0001ffffm\tn\no")
        == "abcdefghijklm\tn\no"
    )


def test_line_ends_become_newlines_and_the_end_is_bare():
    assert clean_text("a\r\nb\rc\u2028d  \n\n ") == "a\nb\nc\nd"


def test_a_letter_keeps_eight_marks_at_most():
    assert clean_text("Z" + "\u0316" * 50 + "a") == "Z" + "\u0316" * 8 + "a"
    assert clean_text("Z" + "\u0316\u200d" * 50).count("\u0316") == 8


def test_text_is_composed_and_honest_marks_stay():
    assert clean_text("e\u0301") == "é"
    assert clean_text("नमस्ते שָׁלוֹם ệ 👩‍👧 ❤️") == unicodedata.normalize("NFC", "नमस्ते שָׁלוֹם ệ 👩‍👧 ❤️")


@given(any_text)
def test_every_text_comes_out_clean_and_the_second_time_unchanged(raw):
    text = clean_text(raw)
    assert clean_text(text) == text
    text.encode()
    ET.fromstring(f"<x>{text.replace('&', '').replace('<', '')}</x>".encode())


def test_a_line_has_no_newlines_or_tabs():
    assert clean_line(" a\tb\r\n c\u00a0d ") == "a b c\u00a0d"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\u200b\u200d\ufeff",
        "\u0301",
        "\u3164",
        "\u2800",
        "&nbsp;&#8203;",
        "> ",
        "***",
        "#",
        "\u202e",
        "\xad",
    ],
)
def test_what_cannot_be_seen_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "?", "👍", "+1", "…", "&amp;", "中", ":-)"])
def test_what_can_be_seen_is_not_blank(text):
    assert not is_blank(text)
