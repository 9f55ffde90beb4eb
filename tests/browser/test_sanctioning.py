"""A warning from the desk to its reader, who reads it, loses nothing and writes on; and the member's page."""

import re

from playwright.sync_api import expect

from tests.browser.acts import body, comment, post, write


def warn(enter, stage, *, script: bool):
    """Let the moderator warn the writer of the first comment on its card."""
    desk = enter(stage.mod, script=script)
    desk.goto(f"{stage.discussion.replace('/discussions/', '/moderation/items/')}1/")
    desk.get_by_text(re.compile("More about #1")).click()
    desk.get_by_label("Reason, shown to the member").fill("Argue with the point.")
    desk.get_by_role("button", name="Warn", exact=True).click()
    expect(desk.get_by_text("#1: member warned.")).to_be_visible()
    return desk


def test_a_warned_writer_reads_the_warning_and_posts_the_same_text(enter, stage, script):
    warn(enter, stage, script=script)
    page = enter(stage.ann, script=script)
    write(page, stage, "Words that took an hour.")
    expect(page.get_by_role("alert")).to_contain_text("Argue with the point.")
    expect(body(page)).to_have_value("Words that took an hour.")
    page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(body(page)).to_have_value("Words that took an hour.")
    post(page)
    expect(comment(page, 4)).to_contain_text("Words that took an hour.")
    page.goto("/discussions/mine/standing/")
    expect(page.get_by_text("You read this warning")).to_be_visible()


def test_the_members_page_is_one_link_from_the_card_and_lifts(enter, stage, script):
    desk = warn(enter, stage, script=script)
    desk.get_by_role("article").get_by_role("link", name=stage.ann.name).first.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(stage.ann.name)
    desk.get_by_role("button", name="Lift").click()
    expect(desk.get_by_text("It is lifted.")).to_be_visible()
    desk.get_by_label("A note for the team").fill("We spoke.")
    desk.get_by_role("button", name="Note it").click()
    expect(desk.get_by_text("We spoke.")).to_be_visible()
