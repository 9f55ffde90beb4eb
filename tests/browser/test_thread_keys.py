"""Walking through a thread by keys: where they lead, when they keep still, and how they are switched off."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import body, comment, speak
from tests.browser.test_every_page import must_be_faultless, must_not_scroll_sideways

RING = "(row) => getComputedStyle(row, '::after').outlineStyle"


@pytest.fixture
def thread(enter, stage) -> Page:
    """A thread of three conversations: #1 with #2 and its #4, #3 with #5, and #6."""
    ben = enter(stage.ben)
    speak(ben, stage, "Deeper.", to=2)
    speak(ben, stage, "An answer to the second.", to=3)
    speak(ben, stage, "A third beginning.")
    page = enter(stage.ann)
    page.goto(stage.essay)
    return page


def pressed(page: Page, keys: str, number: int) -> None:
    """Press the keys one after the other, and find the focus on a comment, to be seen."""
    for key in keys:
        page.keyboard.press(key)
    expect(comment(page, number)).to_be_focused()
    expect(comment(page, number)).to_be_in_viewport()
    assert comment(page, number).evaluate(RING) == "solid", "The focus is not to be seen."


def test_j_and_k_walk_from_comment_to_comment(thread):
    for number in (1, 2, 4, 3, 5, 6, 6):
        pressed(thread, "j", number)
    for number in (5, 3, 4, 2, 1, 1):
        pressed(thread, "k", number)


def test_n_and_p_walk_from_conversation_to_conversation(thread):
    pressed(thread, "n", 1)
    pressed(thread, "n", 3)
    pressed(thread, "n", 6)
    pressed(thread, "p", 3)
    pressed(thread, "jp", 3)
    pressed(thread, "pn", 3)


def test_u_goes_up_to_the_comment_that_is_answered(thread):
    pressed(thread, "jjj", 4)
    pressed(thread, "u", 2)
    pressed(thread, "u", 1)
    pressed(thread, "u", 1)


def test_o_folds_the_answers_and_j_passes_them_by(thread):
    pressed(thread, "jo", 1)
    expect(comment(thread, 2)).to_be_hidden()
    pressed(thread, "j", 3)
    pressed(thread, "k", 1)
    pressed(thread, "o", 1)
    expect(comment(thread, 2)).to_be_visible()
    pressed(thread, "jjo", 4)
    expect(comment(thread, 4)).to_be_visible()


def test_r_opens_an_answer_where_letters_are_letters_again(thread):
    pressed(thread, "jj", 2)
    thread.keyboard.press("r")
    expect(body(thread)).to_be_focused()
    thread.keyboard.type("just no opinion? ok")
    expect(body(thread)).to_have_value("just no opinion? ok")
    expect(thread.get_by_role("dialog")).to_have_count(0)


def test_keys_begin_where_the_reader_is(thread):
    thread.set_viewport_size({"width": 1280, "height": 300})
    comment(thread, 5).evaluate("(row) => row.scrollIntoView({ block: 'start' })")
    pressed(thread, "j", 5)
    thread.mouse.wheel(0, -20_000)
    expect(thread.get_by_role("heading", level=1)).to_be_in_viewport()
    pressed(thread, "j", 1)
    thread.goto(thread.url.partition("#")[0] + "#3")
    pressed(thread, "j", 5)


@pytest.mark.parametrize("chord", ["Control+j", "Alt+j", "Meta+j", "Shift+j"])
def test_with_a_modifier_the_keys_are_the_browsers(thread, chord):
    thread.keyboard.press(chord)
    expect(thread.locator("article.px-comment:focus")).to_have_count(0)


def test_the_panel_names_the_keys_and_gives_the_focus_back(thread):
    pressed(thread, "j", 1)
    thread.keyboard.press("?")
    panel = thread.get_by_role("dialog", name="Keys")
    expect(panel).to_be_visible()
    for key in "jknpuor?":
        expect(panel.locator("kbd", has_text=key)).to_be_visible()
    for _step in range(4):
        thread.keyboard.press("Tab")
        assert thread.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    thread.keyboard.press("j")
    thread.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(comment(thread, 1)).to_be_focused()


def test_the_panel_opens_by_mouse_and_is_good_for_everybody(thread):
    thread.get_by_role("button", name="Keys").click()
    expect(thread.get_by_role("dialog")).to_be_visible()
    must_be_faultless(thread)
    must_not_scroll_sideways(thread)
    thread.get_by_role("button", name="Close").click()
    expect(thread.get_by_role("button", name="Keys")).to_be_focused()


def test_the_keys_can_be_switched_off_for_good(thread):
    thread.keyboard.press("?")
    thread.get_by_role("switch", name="Shortcut keys").uncheck()
    thread.keyboard.press("Escape")
    for _visit in range(2):
        for key in "j?":
            thread.keyboard.press(key)
        expect(thread.locator("article.px-comment:focus, dialog[open]")).to_have_count(0)
        thread.reload()
    thread.get_by_role("button", name="Keys").click()
    thread.get_by_role("switch", name="Shortcut keys").check()
    thread.keyboard.press("Escape")
    thread.reload()
    pressed(thread, "j", 1)


def test_where_nothing_is_stored_the_keys_work_and_can_be_switched_off(enter, stage):
    page = enter()
    page.add_init_script(
        """for (const store of ["localStorage", "sessionStorage"]) Object.defineProperty(window, store, {
        get() { throw new DOMException("no", "SecurityError"); } });"""
    )
    page.goto(stage.essay)
    pressed(page, "jj", 2)
    page.keyboard.press("?")
    page.get_by_role("switch", name="Shortcut keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(comment(page, 2)).to_be_focused()


def test_without_script_nothing_speaks_of_keys(enter, stage):
    page = enter(script=False)
    page.goto(stage.essay)
    expect(page.get_by_role("button", name="Keys")).to_have_count(0)
    expect(page.locator("dialog")).to_be_hidden()


def test_the_links_to_the_parent_and_the_next_answer_do_the_same_without_keys(enter, thread, stage, script):
    page = enter(script=script)
    page.goto(stage.essay)
    comment(page, 4).get_by_role("link", name="Parent").click()
    expect(page).to_have_url(re.compile("#2$"))
    expect(comment(page, 2)).to_be_in_viewport()
    comment(page, 1).get_by_role("link", name="Next answer").click()
    expect(page).to_have_url(re.compile("#3$"))
    if script:
        expect(comment(page, 3)).to_be_focused()
