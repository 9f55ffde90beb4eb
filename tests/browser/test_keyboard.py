"""Without a mouse: read, answer and decide by Tab and Enter, and always see where one is."""

import re

from playwright.sync_api import Page, expect

from tests.browser.acts import comment

# Enough steps for the longest page walked here; more means that the thing cannot be reached.
STEPS = 120
SHOWN = """() => {
  const part = document.activeElement, style = getComputedStyle(part);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  return part === document.body || ring ? "" : part.outerHTML.slice(0, 160);
}"""


def tab_to(page: Page, words: str, role: str = "A") -> None:
    """Press Tab until the focus stands on what is called so; every stop on the way must be seen."""
    for _step in range(STEPS):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWN) == "", "The focus is not to be seen."
        if page.evaluate(
            "([words, role]) => document.activeElement.tagName === role && (document.activeElement.innerText"
            " || document.activeElement.getAttribute('aria-label') || document.activeElement.name).includes(words)",
            [words, role],
        ):
            return
    raise AssertionError(f"{words!r} cannot be reached by Tab.")


def test_the_first_stop_leads_past_the_masthead(enter, stage):
    page = enter()
    page.goto(stage.essay)
    page.keyboard.press("Tab")
    expect(page.locator(".px-skip")).to_be_focused()
    expect(page.locator(".px-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#"))
    page.keyboard.press("Tab")
    assert page.evaluate("() => Boolean(document.activeElement.closest('main'))")


def test_reading_and_answering(enter, stage, script):
    page = enter(stage.ben, script=script)
    page.goto(stage.series)
    tab_to(page, "Patience")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Patience")
    page.wait_for_load_state()
    tab_to(page, "Answer")
    page.keyboard.press("Enter")
    field = page.get_by_label("Your comment")
    expect(field).to_be_visible()
    if not script:
        tab_to(page, "body", "TEXTAREA")
    expect(field).to_be_focused()
    page.keyboard.type("Typed without a mouse.")
    tab_to(page, "Post comment", "BUTTON")
    page.keyboard.press("Enter")
    expect(comment(page, 4)).to_contain_text("Typed without a mouse.")


def test_leaving_the_composer_by_keyboard_comes_back_to_its_link(enter, stage):
    page = enter(stage.ben)
    page.goto(stage.essay)
    tab_to(page, "Answer")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your comment")).to_be_focused()
    tab_to(page, "Cancel")
    page.keyboard.press("Enter")
    expect(page.locator("a:focus")).to_have_text(re.compile(r"^\s*Answer"))


def test_errors_take_the_focus_and_lead_to_their_field(enter, stage):
    page = enter(stage.ben)
    page.goto(f"{stage.discussion}new/")
    tab_to(page, "Post comment", "BUTTON")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    tab_to(page, "nothing to read")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your comment")).to_be_focused()


def test_deciding(enter, stage, script):
    writer = enter(stage.newt)
    writer.goto(f"{stage.discussion}new/")
    writer.get_by_label("Your comment").fill("Judge me by keyboard.")
    writer.get_by_role("button", name="Post comment").click()
    expect(writer.locator(".px-panel-pending")).to_be_visible()
    page = enter(stage.mod, script=script)
    page.goto("/moderation/")
    tab_to(page, "rule", "SELECT")
    page.keyboard.press("ArrowDown")
    tab_to(page, "words", "TEXTAREA")
    page.keyboard.type("Decided by keyboard.")
    tab_to(page, "Reject", "BUTTON")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("#4")
    writer.reload()
    expect(writer.locator(".px-panel-rejected")).to_contain_text("Decided by keyboard.")
