"""From a newcomer's comment to the desk and to the log, with everybody who looks on."""

import re

from playwright.sync_api import expect

from tests.browser.acts import ANSWER, comment, decide, settled, write


def hold(enter, stage, words: str, *, script: bool = True):
    """Let the newcomer write, and return the page the writer then sees."""
    page = enter(stage.newt, script=script)
    write(page, stage, words)
    expect(page.get_by_role("heading", level=1)).to_have_text("Comment #4")
    return page


def test_a_held_comment_is_seen_by_its_writer_and_nobody_else(enter, stage, script):
    page = hold(enter, stage, "My first word here.", script=script)
    expect(page.locator(".px-panel-pending h2")).to_have_text("Waiting for a moderator")
    expect(comment(page, 4)).to_contain_text("My first word here.")
    page.goto(stage.essay)
    expect(page.get_by_text("Your comment here waits for a moderator")).to_be_visible()
    expect(comment(page, 4)).to_have_count(0)
    for stranger in (enter(script=script), enter(stage.eve, script=script)):
        assert stranger.goto(f"{stage.discussion}4/").status == 404
        stranger.goto(stage.essay)
        expect(stranger.get_by_text("My first word here.")).to_have_count(0)
        expect(stranger.locator(".px-discussion-head")).to_contain_text("3 comments")


def test_a_moderator_approves_and_everybody_reads_it(enter, stage, script):
    hold(enter, stage, "Please let me in.")
    desk = enter(stage.mod, script=script)
    desk.goto("/moderation/")
    card = desk.locator("article.px-card")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("Please let me in.")
    decide(desk, stage, 4, "Approve")
    expect(desk.get_by_role("status")).to_contain_text("#4")
    expect(desk.get_by_text("Nothing waits")).to_be_visible()
    reader = enter(script=script)
    reader.goto(stage.essay)
    expect(comment(reader, 4)).to_contain_text("Please let me in.")


def test_a_rejection_needs_a_rule_and_tells_the_writer_why(enter, stage, script):
    writer = hold(enter, stage, "You are all wrong.", script=script)
    desk = enter(stage.mod, script=script)
    decide(desk, stage, 4, "Reject", words="Say why.")
    expect(desk.get_by_role("alert").first).to_be_visible()
    expect(desk.get_by_label("Words to the writer")).to_have_value("Say why.")
    rule = desk.get_by_label("Rule, for a rejection")
    title = rule.locator("option").nth(1).inner_text().split(". ", 1)[1]
    rule.select_option(index=1)
    desk.get_by_role("button", name="Reject", exact=True).click()
    settled(desk)
    writer.reload()
    panel = writer.locator(".px-panel-rejected")
    expect(panel).to_contain_text(title)
    expect(panel).to_contain_text("Say why.")
    assert enter(stage.eve).goto(f"{stage.discussion}4/").status == 404
    log = enter(script=script)
    log.goto("/moderation/log/")
    row = log.locator(".px-log-row", has=log.locator(f'a[href="{stage.essay}"]')).first
    expect(row).to_contain_text("Rejected")
    expect(row).to_contain_text(title)
    expect(log.get_by_text("Say why.")).to_have_count(0)


def test_a_decision_is_undone_and_the_log_shows_both(enter, stage, script):
    hold(enter, stage, "Back and forth.")
    desk = enter(stage.mod, script=script)
    decide(desk, stage, 4, "Approve")
    desk.get_by_role("button", name="Undo: Approved #4").click()
    expect(desk.get_by_role("status")).to_have_text("The decision is undone.")
    desk.goto("/moderation/")
    expect(desk.locator("article.px-card")).to_contain_text("Back and forth.")
    assert enter().goto(f"{stage.discussion}4/").status == 404
    log = enter(script=script)
    log.goto("/moderation/log/")
    rows = log.locator(".px-log-row", has=log.locator(f'a[href="{stage.essay}"]'))
    expect(rows.locator("strong")).to_have_text(["Undone", "Approved"])


def test_a_report_comes_to_the_desk_and_is_answered(enter, stage):
    reader = enter(stage.eve)
    reader.goto(f"{stage.discussion}2/report/")
    reader.get_by_role("radio").first.check()
    reader.get_by_label("In your words").fill("Look at this.")
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_role("status")).to_contain_text("You have reported this comment")
    desk = enter(stage.mod)
    desk.goto("/moderation/?kind=reported")
    expect(desk.locator("article.px-card")).to_contain_text("Look at this.")
    decide(desk, stage, 2, "Reject", rule=1)
    reader.goto(stage.essay)
    expect(comment(reader, 2)).to_have_count(0)


def test_a_comment_edited_meanwhile_is_not_decided_on_unseen(enter, stage):
    writer = hold(enter, stage, "The first version.")
    desk = enter(stage.mod)
    desk.goto("/moderation/")
    writer.get_by_role("link", name="Edit").click()
    writer.get_by_label("Your comment").fill("The second version.")
    writer.get_by_role("button", name="Save").click()
    expect(comment(writer, 4)).to_contain_text("The second version.")
    desk.get_by_role("button", name="Approve", exact=True).click()
    expect(desk.get_by_role("alert")).to_be_visible()
    expect(desk.locator("article.px-card")).to_contain_text("The second version.")
    assert enter().goto(f"{stage.discussion}4/").status == 404
    desk.get_by_role("button", name="Approve", exact=True).click()
    settled(desk)
    assert enter().goto(f"{stage.discussion}4/").status == 200


def test_the_desk_of_one_forum_shows_nothing_of_another(enter, site, stage):
    other = site.next_stage()
    hold(enter, stage, "Held here.")
    desk = enter(other.mod)
    desk.goto("/moderation/")
    expect(desk.get_by_text("Held here.")).to_have_count(0)
    assert desk.goto(f"/moderation/items{stage.discussion.removeprefix('/discussions')}4/").status == 404
    assert enter(stage.eve).goto("/moderation/").status == 404


def test_a_locked_discussion_takes_no_more_comments(enter, stage, script):
    hold(enter, stage, "Before the lock.")
    desk = enter(stage.mod, script=script)
    desk.goto("/moderation/")
    desk.get_by_text(re.compile("More about #4")).click()
    desk.get_by_role("button", name="Lock the discussion").click()
    settled(desk)
    page = enter(stage.ann, script=script)
    page.goto(stage.essay)
    expect(page.get_by_text("This discussion is locked").first).to_be_visible()
    expect(page.get_by_role("link", name="Write a comment")).to_have_count(0)
    expect(comment(page, 1).get_by_role("link", name=ANSWER)).to_have_count(0)


def test_a_suspended_member_is_told_until_when_and_why(enter, stage):
    hold(enter, stage, "Trouble.")
    desk = enter(stage.mod)
    desk.goto("/moderation/")
    desk.get_by_text(re.compile("More about #4")).click()
    desk.get_by_label("Until the end of").fill("2030-01-31")
    desk.get_by_label("Reason, shown to the member").fill("A pause for all of us.")
    desk.get_by_role("button", name="Suspend", exact=True).click()
    settled(desk)
    page = enter(stage.newt)
    write(page, stage, "More trouble.")
    expect(page.get_by_role("alert")).to_contain_text("A pause for all of us.")
    expect(page.get_by_label("Your comment")).to_have_value("More trouble.")
