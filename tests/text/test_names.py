# ruff: noqa: E501
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perspectives.text.errors import TextRefused
from perspectives.text.names import clean_name, skeleton


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "name_empty"),
        ("  ", "name_empty"),
        ("A\u202enn", "name_control"),
        ("A\u200bnn", "name_control"),
        ("A\u2066nn", "name_control"),
        ("A\x00nn", "name_control"),
        ("Ann\u3164", "name_control"),
        ("A\xadnn", "name_control"),
        ("\ue000Ann", "name_control"),
        ("123", "name_no_letter"),
        ("😀", "name_no_letter"),
        ("ann@mail.example", "name_address"),
        ("A" * 61, "name_long"),
    ],
)
def test_a_name_that_misleads_is_refused(raw, code):
    with pytest.raises(TextRefused) as caught:
        clean_name(raw)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


HONEST = ["Ann", "José", "Zoë O’Brien", "Anne-Marie", "Сергей", "Νίκος", "张伟", "محمد", "김철수", "김영희", "かき", "がき", "राम", "कु", "के", "אברהם", "Գևորգ", "ธนา", "J. R. R. Tolkien", "Bob 2"]  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_name_is_kept_as_typed(name):
    assert clean_name(f" {name} ") == name


def test_honest_names_are_distinct():
    assert len({skeleton(name) for name in HONEST}) == len(HONEST)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann", "Аnn"), ("Ann", "ANN"), ("Ill", "I1l"), ("Barn", "Bam"), ("HEBA", "НЕВА"), ("bob", "Ｂob"), ("Ann", "𝐀nn"),
        ("Ann", "A.n-n "), ("Ann", "Ánn"), ("Wim", "VVirn"), ("Mod", "M0d"), ("Paul", "Ρaul"), ("Nina", "Νina"), ("scope", "ѕсоре"),
        ("Ann", "Ann\ufe0f"), ("a|b", "alb"), ("Straße", "Strasse"), ("Ⅷ", "viii"),
    ],
)  # fmt: skip
def test_names_that_look_alike_have_one_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


@given(st.text(max_size=60))
def test_a_name_that_is_accepted_has_a_skeleton(raw):
    with suppress(TextRefused):
        name = clean_name(raw)
        assert clean_name(name) == name
        assert skeleton(name)
