"""What is hard to read is folded until it is asked for, and anything may be left to the others."""

from playwright.sync_api import Page, expect

from tests.browser.acts import speak
from tests.browser.stage import Stage

WORDS = "Words that are hard to read."


def report(enter, stage: Stage) -> None:
    """Let Ben say something, and Eve report it as an insult."""
    speak(enter(stage.ben), stage, WORDS)
    reader = enter(stage.eve)
    reader.goto(stage.essay)
    number = reader.locator("article.px-comment", has_text=WORDS).get_attribute("id")
    reader.goto(f"{stage.discussion}{number}/report/")
    reader.get_by_role("radio").first.check()
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_role("status")).to_contain_text("You have reported this comment")


def fold_of(page: Page):
    """Return what is folded on the only card."""
    return page.locator("article.px-card details.px-care")


def test_a_hard_text_is_opened_by_the_keyboard_and_stays_open_in_this_tab(enter, stage):
    report(enter, stage)
    desk = enter(stage.mod)
    desk.goto("/moderation/?kind=reported")
    summary = fold_of(desk).locator("summary")
    expect(summary).to_contain_text("Insults")
    expect(desk.get_by_text(WORDS)).not_to_be_visible()
    summary.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text(WORDS)).to_be_visible()
    desk.reload()
    expect(desk.get_by_text(WORDS)).to_be_visible()
    fold_of(desk).locator("summary").press("Enter")
    expect(desk.get_by_text(WORDS)).not_to_be_visible()
    desk.reload()
    expect(desk.get_by_text(WORDS)).not_to_be_visible()
    other = desk.context.new_page()
    other.goto("/moderation/?kind=reported")
    expect(other.get_by_text(WORDS)).not_to_be_visible()


def test_all_texts_are_shown_at_once_to_who_asks_for_it(enter, stage, script):
    report(enter, stage)
    desk = enter(stage.mod, script=script)
    desk.goto("/moderation/?kind=reported")
    expect(desk.get_by_text(WORDS)).not_to_be_visible()
    desk.get_by_role("button", name="Show every text at once").click()
    expect(desk).to_have_url("/moderation/?kind=reported")
    expect(desk.get_by_text(WORDS)).to_be_visible()
    desk.get_by_role("button", name="Fold hard texts again").click()
    expect(desk.get_by_text(WORDS)).not_to_be_visible()


def test_an_item_is_left_to_the_others_and_taken_back(enter, stage, script):
    report(enter, stage)
    desk = enter(stage.mod, script=script)
    desk.goto("/moderation/?kind=reported")
    desk.get_by_role("button", name="Leave it to the others").click()
    expect(desk.get_by_text("is left to the others")).to_be_visible()
    desk.goto("/moderation/")
    desk.get_by_role("link", name="1 item you left to the others").click()
    desk.get_by_role("button", name="Take #4 back").click()
    expect(desk.get_by_text("Nothing of what you left still waits.")).to_be_visible()
