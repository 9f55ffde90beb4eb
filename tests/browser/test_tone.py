"""A harsh text comes back once with its words, in its place or on a page of its own, and can be sent as it is."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.acts import begin, body, comment, post

TEXT = "Only a n1ncompoop could write this."


def test_a_harsh_text_comes_back_once_and_is_sent_as_it_is(enter, stage, script):
    page = enter(stage.ann, script=script)
    begin(page, stage)
    body(page).fill(TEXT)
    post(page)
    expect(page.get_by_role("alert")).to_contain_text("harsher than you mean it: “n1ncompoop”")
    expect(body(page)).to_have_value(TEXT)
    page.get_by_role("button", name="Send as it is").click()
    expect(comment(page, 4)).to_contain_text(TEXT)


def test_a_harsh_text_that_was_changed_is_posted(enter, stage):
    page = enter(stage.ann)
    begin(page, stage)
    body(page).fill(TEXT)
    post(page)
    expect(page.get_by_role("alert")).to_be_focused()
    body(page).fill("I do not follow this.")
    post(page)
    expect(comment(page, 4)).to_contain_text("I do not follow this.")
