"""An address with a number always lands: on this page, on another one, in a fold, in any order, at what is gone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import ANSWER, body, comment, post


def landed(page: Page, number: int) -> None:
    """Find the comment before one's eyes."""
    expect(comment(page, number)).to_be_visible()
    expect(comment(page, number)).to_be_in_viewport()


@pytest.mark.parametrize("query", ["", "?order=newest", "?order=discussed"])
@pytest.mark.parametrize("number", [3, 222, 450])
def test_a_number_lands_whatever_page_and_order_it_is_looked_for_in(enter, site, query, number):
    page = enter()
    page.goto(f"{site.crowd.essay}{query}#{number}")
    landed(page, number)


def test_a_number_cut_off_from_its_conversation_lands(enter, site):
    page = enter()
    page.goto(f"{site.crush.essay}#250")
    landed(page, 250)


@pytest.mark.parametrize("number", [12, 199])
def test_a_number_far_down_a_long_page_lands_without_script(enter, site, number):
    page = enter(script=False)
    page.goto(f"{site.full.essay}#{number}")
    landed(page, number)
    assert abs(comment(page, number).bounding_box()["y"]) < 100


def test_a_number_that_a_filter_leaves_out_lands(enter, stage):
    page = enter()
    page.goto(f"{stage.essay}?tag=question#3")
    landed(page, 3)
    page.goto(f"{stage.essay}?tag=question#1")
    landed(page, 1)


def test_a_number_lands_when_the_address_changes_without_a_new_page(enter, site):
    page = enter()
    page.goto(site.crowd.essay)
    page.evaluate("location.hash = '#450'")
    landed(page, 450)
    page.go_back()
    expect(comment(page, 1)).to_have_count(1)


def test_a_comment_that_is_gone_lands_at_its_place(enter, stage):
    ann = enter(stage.ann)
    ann.goto(f"{stage.discussion}1/withdraw/")
    ann.get_by_role("button", name="Withdraw it").click()
    expect(ann.locator(".px-panel-withdrawn")).to_be_visible()
    page = enter()
    page.goto(f"{stage.essay}#1")
    landed(page, 1)
    expect(comment(page, 1)).to_contain_text("no longer shown")


@pytest.mark.parametrize("number", ["999", "0", "discussion", "px-main", "no-such-place"])
def test_a_number_nobody_has_leads_to_the_discussion_and_not_in_circles(enter, stage, number):
    page = enter()
    loads = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.goto(f"{stage.essay}#{number}")
    expect(comment(page, 1)).to_have_count(1)
    page.wait_for_load_state("networkidle")
    assert len(loads) <= 4


def test_a_page_that_does_not_hold_what_the_site_promised_is_not_asked_for_ever(enter, stage):
    page = enter()
    asked = []

    def promise(route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=302, headers={"Location": f"{stage.essay}#77"})

    page.route("**/*at=77", promise)
    page.goto(f"{stage.essay}#77")
    expect(comment(page, 1)).to_have_count(1)
    page.wait_for_load_state("networkidle")
    assert len(asked) == 1


def test_a_posted_answer_lands_on_a_long_discussions_page(enter, site, script):
    page = enter(site.crowd.ann, script=script)
    page.goto(f"{site.crowd.essay}?order=newest")
    page.get_by_role("link", name=ANSWER).last.click()
    body(page).fill(f"Where do I stand, with script or without ({script})?")
    post(page)
    expect(page.get_by_text(f"Where do I stand, with script or without ({script})?")).to_be_in_viewport()
