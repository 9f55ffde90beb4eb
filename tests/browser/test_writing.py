"""A writer's ways: to post, answer, preview, tag, edit, withdraw, report."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.acts import ANSWER, answer, begin, body, comment, composer, post, write


def test_a_member_comments(enter, stage, script):
    page = enter(stage.ann, script=script)
    write(page, stage, "A *fresh* word.")
    expect(page).to_have_url(re.compile(rf"{stage.essay}#4$"))
    expect(comment(page, 4).get_by_text("A fresh word.")).to_be_visible()
    expect(comment(page, 4).locator("em")).to_have_text("fresh")
    expect(comment(page, 4)).to_be_in_viewport()
    expect(page.locator(".px-discussion-head")).to_contain_text("4 comments")


def test_a_member_answers_where_the_comment_stands(enter, stage, script):
    page = enter(stage.ben, script=script)
    page.goto(stage.essay)
    answer(page, 1)
    assert (stage.essay in page.url) is script, "With script the page stays where it is."
    body(page).fill("An answer in its place.")
    post(page)
    expect(comment(page, 4)).to_contain_text("An answer in its place.")
    expect(comment(page, 4)).to_have_class(re.compile("px-depth-1"))
    expect(page.locator("article.px-comment .px-comment-head .px-number")).to_have_text(["#1", "#2", "#4", "#3"])
    if script:
        expect(comment(page, 4)).to_be_focused()


def test_a_preview_shows_the_text_and_keeps_it(enter, stage, script):
    page = enter(stage.ann, script=script)
    begin(page, stage)
    body(page).fill("A **strong** word with <script>alert(1)</script>.")
    page.get_by_role("checkbox", name="evidence").check()
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview.locator("strong")).to_have_text("strong")
    expect(preview).to_contain_text("<script>alert(1)</script>")
    expect(body(page)).to_have_value("A **strong** word with <script>alert(1)</script>.")
    expect(page.get_by_role("checkbox", name="evidence")).to_be_checked()
    post(page)
    expect(comment(page, 4).locator("strong")).to_have_text("strong")


def test_tags_are_chosen_and_typed_and_found_by(enter, stage, script):
    page = enter(stage.ann, script=script)
    begin(page, stage)
    body(page).fill("With tags.")
    page.get_by_role("checkbox", name="experience").check()
    page.get_by_label("Tags of your own").fill("  Sea   Power, sea power")
    post(page)
    expect(comment(page, 4).locator(".px-tag")).to_have_text(["experience", "Sea Power"])
    comment(page, 4).get_by_role("link", name="Sea Power").click()
    expect(page.locator("article.px-comment")).to_have_count(1)


def test_an_empty_comment_is_asked_for_words_and_keeps_its_tags(enter, stage, script):
    page = enter(stage.ann, script=script)
    begin(page, stage)
    page.get_by_role("checkbox", name="question").check()
    post(page)
    expect(page.get_by_role("alert")).to_contain_text("nothing to read")
    expect(page.get_by_role("checkbox", name="question")).to_be_checked()
    body(page).fill("Now with words.")
    post(page)
    expect(comment(page, 4)).to_contain_text("Now with words.")


def test_a_text_that_is_too_long_is_given_back(enter, stage, script):
    page = enter(stage.ann, script=script)
    begin(page, stage)
    long = "word " * 4_001
    body(page).fill(long)
    if script:
        expect(page.locator(".px-counter")).to_be_visible()
    post(page)
    expect(page.get_by_role("alert")).to_contain_text("Please shorten it")
    expect(body(page)).to_have_value(long)


def test_a_writer_edits_and_the_old_text_is_kept_for_the_writer_alone(enter, stage, script):
    page = enter(stage.ann, script=script)
    page.goto(f"{stage.discussion}3/")
    page.get_by_role("link", name="Edit").click()
    expect(body(page)).to_have_value("Another beginning.")
    body(page).fill("Another beginning, mended.")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(rf"{stage.essay}#3$"))
    expect(comment(page, 3)).to_contain_text("Another beginning, mended.")
    expect(comment(page, 3)).to_contain_text("edited")
    page.goto(f"{stage.discussion}3/")
    page.get_by_role("link", name="What it said before").click()
    expect(page.get_by_role("main")).to_contain_text("Another beginning.")
    assert enter(stage.eve).goto(f"{stage.discussion}3/history/").status == 404


def test_a_writer_withdraws_and_nobody_reads_it_any_more(enter, stage, script):
    page = enter(stage.ann, script=script)
    page.goto(f"{stage.discussion}3/")
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Withdrawn")
    stranger = enter()
    assert stranger.goto(f"{stage.discussion}3/").status == 404
    stranger.goto(stage.essay)
    expect(stranger.get_by_text("Another beginning")).to_have_count(0)


def test_a_withdrawn_comment_with_answers_leaves_its_place(enter, stage):
    page = enter(stage.ann)
    page.goto(f"{stage.discussion}1/withdraw/")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator(".px-panel-withdrawn")).to_be_visible()
    page.goto(stage.essay)
    expect(comment(page, 1)).to_have_text(re.compile("no longer shown"))
    expect(comment(page, 2)).to_contain_text("Is it?")


def test_a_reader_reports_once(enter, stage, script):
    page = enter(stage.eve, script=script)
    page.goto(stage.essay)
    comment(page, 2).get_by_role("link", name="Report").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Choose what is wrong with the comment.").first).to_be_visible()
    page.get_by_role("radio", name="It has nothing to do with the essay").check()
    page.get_by_label("In your words").fill("A question is no argument.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("status")).to_contain_text("You have reported this comment")
    page.reload()
    expect(page.get_by_role("button", name="Send the report")).to_have_count(0)


@pytest.mark.parametrize("tool", ["Strong", "Quote", "Link"])
def test_the_toolbar_marks_the_text(enter, stage, tool):
    page = enter(stage.ann)
    begin(page, stage)
    body(page).fill("words")
    body(page).select_text()
    composer(page).get_by_role("button", name=tool).click()
    marked = {"Strong": "**words**", "Quote": "> words", "Link": "[words](url)"}[tool]
    expect(body(page)).to_have_value(re.compile(rf"^\s*{re.escape(marked)}\s*$"))


def test_cancelling_closes_the_composer_and_goes_back_to_its_link(enter, stage):
    page = enter(stage.ann)
    page.goto(stage.essay)
    answer(page, 2)
    page.get_by_role("link", name="Cancel").click()
    expect(composer(page)).to_have_count(0)
    expect(comment(page, 2).get_by_role("link", name=ANSWER)).to_be_focused()


def test_my_comments_say_where_each_stands(enter, stage, script):
    page = enter(stage.newt, script=script)
    write(page, stage, "My first.")
    expect(page.locator(".px-panel-pending")).to_be_visible()
    page.goto("/discussions/mine/")
    expect(page.locator(".px-item-comment")).to_contain_text("My first.")
    expect(page.locator(".px-status-pending")).to_have_text("Waiting for a moderator")
