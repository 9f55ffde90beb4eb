"""What the essay with 200 comments weighs on the way to a reader: promised figures, measured in a browser."""

import pytest

from tests.browser.weight import PROMISED, weigh


@pytest.fixture
def loaded(enter, site):
    """The page, and what it took to load it."""
    page = enter()
    return page, *weigh(page, site.full.essay)


def test_a_page_of_two_hundred_comments_is_light(loaded):
    page, sizes, _files = loaded
    assert 195 <= page.locator("article.px-comment").count() <= 200, "All of them on one page, and none beside."
    assert {kind: sizes[kind] for kind, most in PROMISED.items() if sizes[kind] > most} == {}


def test_it_is_one_document_with_few_files_and_one_typeface_ahead_of_it(loaded):
    page, _sizes, files = loaded
    assert files["html"] == 1
    assert files["css"] <= 2
    assert files["script"] == 1, "What the composer needs comes when it is opened."
    assert page.locator("link[rel=preload][as=font]").count() == 1
    assert files["font"] <= 2, "The upright, and the italic where words are set in it."


def test_a_member_loads_hardly_more(enter, site):
    guest, _files = weigh(enter(), site.full.essay)
    member, _files = weigh(enter(site.full.ann), site.full.essay)
    assert member["html"] < guest["html"] * 1.3 + 2_000
