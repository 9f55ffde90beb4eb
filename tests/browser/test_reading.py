"""A reader's way: from the first page to one comment and back."""

import re

from playwright.sync_api import expect

from tests.browser.acts import comment


def test_a_reader_walks_from_the_series_to_a_comment_and_back(enter, stage, script):
    page = enter(script=script)
    page.goto(stage.series)
    page.get_by_role("link", name="Patience").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Patience")
    page.get_by_role("link", name="3 comments").click()
    expect(page).to_have_url(re.compile(r"#discussion$"))
    comment(page, 2).get_by_role("link", name="#2", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comment #2")
    expect(comment(page, 1)).to_be_visible()
    page.get_by_role("link", name="Show it in the discussion").click()
    expect(page).to_have_url(re.compile(rf"{stage.essay}#2$"))
    expect(comment(page, 2)).to_be_in_viewport()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comment #2")


def test_the_first_page_leads_to_the_essay(enter, script):
    page = enter(script=script)
    page.goto("/")
    page.get_by_role("link", name="Perspectives on Peace and Security").first.click()
    page.get_by_role("link", name="Stop having unrealistic expectations").first.click()
    expect(page.get_by_text("Jeffrey Mankoff").first).to_be_visible()
    expect(page.locator(".px-essay-body > p")).to_have_count(2)


def test_a_tag_filters_the_discussion_and_keeps_what_came_before_folded(enter, stage, script):
    page = enter(script=script)
    page.goto(stage.essay)
    page.get_by_role("navigation", name="Filter by tag").get_by_role("link", name="question").click()
    expect(comment(page, 2)).to_be_visible()
    expect(comment(page, 3)).to_have_count(0)
    expect(comment(page, 1)).to_be_hidden()
    page.get_by_text("1 comment before it").click()
    expect(comment(page, 1)).to_be_visible()
    page.get_by_role("navigation", name="Filter by tag").get_by_role("link", name="All").click()
    expect(comment(page, 3)).to_be_visible()


def test_the_order_turns_conversations_round(enter, stage, script):
    page = enter(script=script)
    page.goto(stage.essay)
    numbers = page.locator("article.px-comment .px-comment-head .px-number")
    expect(numbers).to_have_text(["#1", "#2", "#3"])
    page.get_by_role("link", name="Newest first").click()
    expect(numbers).to_have_text(["#3", "#1", "#2"])


def test_a_link_within_the_page_leaves_a_half_written_comment_alone(enter, stage):
    page = enter(stage.ann)
    page.goto(stage.essay)
    page.get_by_role("link", name="Write a comment").click()
    page.get_by_label("Your comment").fill("Half a sen")
    page.get_by_role("link", name="3 comments").click()
    expect(page).to_have_url(re.compile("#discussion$"))
    expect(page.get_by_label("Your comment")).to_have_value("Half a sen")


def test_what_a_search_finds_and_does_not_find(enter, script):
    page = enter(script=script)
    page.goto("/search/")
    page.locator("main").get_by_role("searchbox").fill("unrealistic Mankoff")
    page.locator("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Stop having unrealistic expectations").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop having unrealistic expectations")
    page.goto("/search/?q=zzzzzz")
    expect(page.get_by_text("Nothing here holds all of these words")).to_be_visible()
