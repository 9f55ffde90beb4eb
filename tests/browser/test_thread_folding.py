"""Folding branches away, with script and without, and what comes to light again by itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import answer, body, comment, speak


def branch(page: Page, number: int):
    """Return the line below a comment that folds its answers."""
    return comment(page, number).locator("xpath=following-sibling::details[1]/summary")


def test_answers_fold_away_and_unfold(enter, stage, script):
    page = enter(script=script)
    page.goto(stage.essay)
    expect(branch(page, 1)).to_have_text("1 answer")
    branch(page, 1).click()
    expect(comment(page, 2)).to_be_hidden()
    expect(comment(page, 3)).to_be_visible()
    branch(page, 1).press("Enter")
    expect(comment(page, 2)).to_be_visible()


def test_an_address_unfolds_what_it_names(enter, stage):
    speak(enter(stage.ben), stage, "Deeper.", to=2)
    page = enter()
    page.goto(stage.essay)
    branch(page, 2).click()
    branch(page, 1).click()
    expect(comment(page, 4)).to_be_hidden()
    page.evaluate("location.hash = '#4'")
    expect(comment(page, 4)).to_be_in_viewport()
    expect(comment(page, 4)).to_be_focused()


def test_posting_into_a_folded_branch_shows_the_answer(enter, stage):
    page = enter(stage.ben)
    page.goto(stage.essay)
    branch(page, 1).click()
    answer(page, 1)
    body(page).fill("Said to a folded branch.")
    page.get_by_role("button", name="Post comment").click()
    expect(comment(page, 4)).to_be_in_viewport()
    expect(comment(page, 4)).to_be_focused()


@pytest.mark.parametrize("how", ["by the style sheet", "by script"])
def test_on_paper_nothing_is_folded(enter, stage, how):
    page = enter(script=how == "by script")
    page.goto(stage.essay)
    branch(page, 1).click()
    if how == "by script":
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert comment(page, 2).bounding_box()["height"] > 20
    expect(page.locator(".px-branch > summary").first).to_be_hidden()
    if how == "by script":
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        expect(comment(page, 2)).to_be_hidden()


def test_the_line_is_large_enough_for_a_finger(enter, stage):
    page = enter(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.goto(stage.essay)
    assert branch(page, 1).bounding_box()["height"] >= 44
    assert page.get_by_role("button", name="Keys").bounding_box()["height"] >= 44
