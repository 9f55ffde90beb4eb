"""A senior moderator rehearses a list of words, switches it on, and its effect is seen; with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.acts import decide, write
from tests.browser.test_every_page import must_be_faultless, must_not_scroll_sideways


def press(page, name: str) -> None:
    """Come to a button by the keyboard and press it."""
    button = page.locator("main").get_by_role("button", name=name, exact=True)
    button.focus()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")


def test_a_list_is_rehearsed_switched_on_and_its_effect_seen(enter, stage, script):
    desk = enter(stage.sue, script=script)
    desk.goto("/moderation/rules/")
    desk.get_by_role("link", name="Policy", exact=True).click()
    desk.get_by_label("Held words").fill("patience")
    desk.get_by_label("Why it changes").fill("To see what it does.")
    press(desk, "Rehearse")
    expect(desk.get_by_role("heading", name="Rehearsal", level=1)).to_be_visible()
    expect(desk.locator(".px-lede")).to_contain_text("1 would be held or refused, 1 of them newly")
    expect(desk.locator(".px-caught-row")).to_contain_text("Patience is a method.")
    expect(desk.locator(".px-caught-row")).to_contain_text("Listed: patience")
    must_not_scroll_sideways(desk)
    press(desk, "Save these settings")
    expect(desk.get_by_role("status")).to_contain_text("The settings are saved.")
    desk.get_by_role("link", name="Changes of the policy").click()
    expect(desk.locator(".px-log-row")).to_contain_text("To see what it does.")
    expect(desk.locator(".px-log-row")).to_contain_text("Rehearsed:")
    writer = enter(stage.ann, script=script)
    write(writer, stage, "Once more: patience.")
    expect(writer.locator(".px-panel-pending")).to_be_visible()


def test_the_pages_of_a_rehearsal_and_of_a_rule_are_good_for_everybody(look_in, stage):
    desk = look_in(stage.sue)
    desk.goto("/moderation/rules/")
    desk.get_by_role("link", name="Policy", exact=True).click()
    desk.get_by_label("Held words").fill("patience\nanother")
    press(desk, "Rehearse")
    expect(desk.locator(".px-caught-row")).to_have_count(2)
    must_be_faultless(desk)
    must_not_scroll_sideways(desk)
    press(desk, "Go on editing")
    expect(desk.get_by_label("Held words")).to_have_value("patience\nanother")


def test_a_rules_usual_words_are_filled_in_by_script_and_sent_without_it(enter, stage, script):
    desk = enter(stage.sue, script=script)
    desk.goto("/moderation/rules/")
    desk.locator(".px-forum-name a").click()
    desk.locator(".px-rule-title a").first.click()
    desk.get_by_label("Usual words to the writer").fill("Please try again.")
    press(desk, "Save")
    expect(desk.get_by_role("status")).to_contain_text("The rule is saved.")
    writer = enter(stage.newt, script=script)
    write(writer, stage, "You are all wrong.")
    expect(writer.locator(".px-panel-pending")).to_be_visible()
    judge = enter(stage.mod, script=script)
    judge.goto("/moderation/")
    judge.get_by_label("Rule, for a rejection").select_option(index=1)
    expect(judge.get_by_label("Words to the writer")).to_have_value("Please try again." if script else "")
    decide(judge, stage, 4, "Reject", rule=1)
    expect(judge.get_by_role("status")).to_contain_text("#4")
    writer.reload()
    expect(writer.locator(".px-panel-rejected")).to_contain_text("Please try again.")
