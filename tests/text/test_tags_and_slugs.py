# ruff: noqa: E501
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perspectives.text.errors import TextRefused
from perspectives.text.slugs import slug_for, with_suffix
from perspectives.text.tags import clean_tag, clean_tags, split_tags, tag_key


def test_a_tag_is_kept_as_typed_but_for_spaces_and_the_hash():
    assert clean_tag(" #U.S.  Foreign\tPolicy ") == "U.S. Foreign Policy"
    assert clean_tag("C#") == "C#"


@pytest.mark.parametrize(
    ("raw", "code"),
    [("", "tag_empty"), ("#", "tag_empty"), ("a,b", "tag_separator"), ("a|b", "tag_separator"), ("!?", "tag_no_letter"), ("a\x00", "tag_control"), ("a\u202eb", "tag_control"), ("a\u200b", "tag_control"), ("a" * 41, "tag_long")],
)  # fmt: skip
def test_a_tag_that_cannot_stand_is_refused(raw, code):
    with pytest.raises(TextRefused) as caught:
        clean_tag(raw)
    assert caught.value.code == code


def test_two_spellings_of_a_tag_are_one():
    assert tag_key("NATO") == tag_key("ｎａｔｏ") == tag_key(" nato ")
    assert clean_tags(["NATO", "nato", "Ukraine"], limit=2) == ["NATO", "Ukraine"]


def test_too_many_tags_are_refused():
    with pytest.raises(TextRefused) as caught:
        clean_tags(["a", "b", "c"], limit=2)
    assert caught.value.code == "tags_many"


def test_a_typed_field_is_split_at_commas():
    assert split_tags("a, b ,, c ") == ["a", "b", "c"]


@given(st.text(max_size=60))
def test_a_clean_tag_is_clean_again_and_has_a_key(raw):
    with suppress(TextRefused):
        tag = clean_tag(raw)
        assert clean_tag(tag) == tag
        assert tag_key(tag) == tag_key(tag_key(tag)) != ""


@pytest.mark.parametrize(
    ("text", "slug"), [("Rebuilding the U.S.–Russia Relationship", "rebuilding-the-us-russia-relationship"), ("Мир и 平和", "мир-и-平和"), ("!!!", "post"), ("", "post"), ("__", "post")]
)  # fmt: skip
def test_a_slug_is_made_of_words_and_never_empty(text, slug):
    assert slug_for(text, fallback="post") == slug


@given(st.text(max_size=300), st.integers(1, 10**6))
def test_a_slug_fits_its_column(text, n):
    slug = slug_for(text, fallback="post", max_length=40)
    assert 0 < len(slug) <= 40
    assert len(with_suffix(slug, n, 40)) <= 40
    assert with_suffix(slug, n, 40).endswith(f"-{n}")
