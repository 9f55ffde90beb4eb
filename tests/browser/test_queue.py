"""Ten minutes a day: a hundred items by the keyboard alone, ten of them undone, five more together without script."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

NEXT = "(before) => document.activeElement.id !== before && document.activeElement.matches('.px-card')"


@pytest.fixture(scope="module")
def full(site):
    """A stage where a hundred and five comments wait, for this module's tests in their order."""
    return site.next_queue()


def press(page: Page, *keys: str) -> None:
    """Press keys, and wait until another card has the focus."""
    before = page.evaluate("() => document.activeElement.id")
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_function(NEXT, arg=before)


def waiting(page: Page) -> Locator:
    """Return the locator of the number that waits."""
    return page.locator("[data-px=tabs] [aria-current] .px-count")


def test_a_hundred_are_decided_by_keys_and_ten_undone_and_five_together_without_script(enter, site):
    stage = site.next_queue()
    page = enter(stage.mod)
    page.goto("/moderation/")
    expect(waiting(page)).to_have_text("105")
    page.keyboard.press("j")
    for number in range(100):
        press(page, *[("a",), ("s",), ("x", "1")][number % 3])
    expect(waiting(page)).to_have_text("5")
    expect(page.locator("article.px-card")).to_have_count(5)
    for _ in range(10):
        press(page, "u")
    expect(waiting(page)).to_have_text("15")
    expect(page.locator("article.px-card")).to_have_count(15)
    desk = enter(stage.mod, script=False)
    desk.goto("/moderation/?member=newt")
    ticks = desk.get_by_role("checkbox", name=re.compile("^Tick"))
    expect(ticks).to_have_count(5)
    for tick in ticks.all():
        tick.check()
    desk.get_by_role("button", name="Decide on the ticked together").click()
    expect(desk.get_by_role("article")).to_have_count(5)
    desk.get_by_label("Rule, for a rejection").select_option(index=2)
    desk.get_by_label("Words to the writers").fill("All five say the same.")
    desk.get_by_role("button", name="Reject all").click()
    expect(desk.get_by_role("status")).to_contain_text("5 comments were decided on.")
    expect(waiting(desk)).to_have_text("10")
    log = enter()
    log.goto("/moderation/log/")
    rows = log.locator(".px-log-row", has=log.locator(f'a[href="{stage.essay}"]'))
    expect(rows.locator("strong").first).to_have_text("Rejected")


def test_keys_do_nothing_while_one_writes_and_can_be_switched_off(enter, full):
    page = enter(full.mod)
    page.goto("/moderation/")
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.type("as usual")
    card = page.locator("article.px-card").first
    expect(card.locator("form.px-decide").get_by_label("Note for moderators")).to_have_value("as usual")
    page.keyboard.press("Escape")
    expect(card).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.get_by_role("switch").uncheck()
    page.keyboard.press("Escape")
    card.focus()
    page.keyboard.press("a")
    page.keyboard.press("s")
    expect(waiting(page)).to_have_text("105")
    expect(page.locator("article.px-card")).to_have_count(25)
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("switch").check()


def test_a_card_that_changed_meanwhile_is_shown_anew_and_stays(enter, full):
    page, other = enter(full.mod), enter(full.ben)
    page.goto("/moderation/")
    page.keyboard.press("j")
    name = page.evaluate("() => document.activeElement.id")
    other.goto("/moderation/")
    other.locator(f"#{name}").get_by_role("button", name="Mark as spam").click()
    expect(other.locator(f"#{name}")).to_have_count(0)
    page.keyboard.press("a")
    expect(page.get_by_role("alert")).to_contain_text("Ben of")
    expect(page.locator(f"#{name} .px-status")).to_have_text("Marked as spam")


def test_the_others_see_who_is_on_a_card(enter, full):
    page, other = enter(full.mod), enter(full.ben)
    page.goto("/moderation/")
    third = page.locator("article.px-card").nth(2)
    # Of the third: on a slow machine one is on each of the others long enough.
    claim = third.locator("[data-px=claim] form").get_attribute("action")
    with page.expect_response(f"**{claim}"):
        for _ in range(3):
            page.keyboard.press("j")
    expect(third).to_be_focused()
    name = third.get_attribute("id")
    other.goto("/moderation/")
    expect(other.locator(f"#{name}")).to_contain_text(re.compile("Mod of .* is on this"))
    expect(page.locator(f"#{name} .px-claim-words")).to_be_hidden()


def test_without_script_one_says_so_by_a_button(enter, full):
    page, other = enter(full.ben, script=False), enter(full.mod, script=False)
    page.goto("/moderation/?member=newt")
    page.get_by_role("button", name=re.compile("^I am on")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Comment #")
    other.goto("/moderation/?member=newt")
    expect(other.locator("article.px-card").first).to_contain_text(re.compile("Ben of .* is on this"))


def test_one_thumb_decides_on_the_narrowest_phone(enter, full, script):
    page = enter(full.mod, script=script, viewport={"width": 320, "height": 640}, has_touch=True)
    page.goto("/moderation/?member=newt")
    card = page.locator("article.px-card").first
    bar, button = card.locator(".px-bar"), card.get_by_role("button", name="Approve")
    card.scroll_into_view_if_needed()
    page.evaluate("() => scrollTo(0, document.querySelector('.px-card').offsetTop)")
    box, press_here = bar.bounding_box(), button.bounding_box()
    assert box["y"] + box["height"] <= 641, "The bar is under the thumb while its card is in sight."
    assert press_here["height"] >= 44
    before = waiting(page).inner_text()
    button.tap()
    expect(waiting(page)).to_have_text(str(int(before) - 1))


def test_a_key_leaves_a_card_to_the_others(enter, full):
    page = enter(full.ben)
    page.goto("/moderation/")
    page.keyboard.press("j")
    name = page.evaluate("() => document.activeElement.id")
    press(page, "p")
    expect(page.get_by_role("status")).to_contain_text("is left to the others.")
    expect(page.locator(f"#{name}")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_key_features_a_public_comment_and_another_takes_it_back(enter, site):
    stage = site.next_stage()
    reader = enter(stage.eve)
    reader.goto(f"{stage.discussion}2/report/")
    reader.get_by_role("radio").first.check()
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_role("status")).to_contain_text("You have reported this comment")
    page = enter(stage.mod)
    page.goto("/moderation/?kind=reported")
    page.keyboard.press("j")
    page.keyboard.press("f")
    expect(page.get_by_role("status")).to_contain_text("#2: featured.")
    expect(page.locator("article.px-card button[value=unfeature]")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("The decision is undone.")
    expect(page.locator("article.px-card button[value=feature]")).to_have_count(1)
