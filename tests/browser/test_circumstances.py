"""Other circumstances: a page read from right to left, in forced colours, or on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_every_page import PAGES, address_of

MIRRORED = [
    "essay",
    "desk",
    "desk item that is hard to read",
    "desk, search",
    "rules",
    "policy",
    "member",
    "figures",
    "appeal on the desk",
    "statement of reasons",
]
PRINTED = ["essay", "desk", "desk item", "policy", "rules", "member", "figures", "transparency report"]
# Width of a sheet of A4 between its margins, in pixels.
SHEET = 627


def wide(page, width: int) -> list[str]:
    """Return what reaches beyond a page of this width, nothing where the page does not scroll sideways."""
    return page.evaluate(
        """(width) => document.scrollingElement.scrollWidth <= width ? [] : [...document.querySelectorAll("body *")]
        .filter((part) => { const box = part.getBoundingClientRect(); return box.left < 0 || box.right > width; })
        .map((part) => part.outerHTML.slice(0, 120))""",
        width,
    )


def test_no_page_scrolls_sideways_from_right_to_left_on_the_narrowest_phone(look_in, site):
    for name in MIRRORED:
        who, address = PAGES[name]
        page = look_in(site.gallery.people[who] if who else None)
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(address_of(site, address))
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert wide(page, 320) == [], name
        heading, edge = page.evaluate(
            """() => [document.querySelector("h1").getBoundingClientRect().right, innerWidth - 40]"""
        )
        assert heading > edge, name


def test_somebodys_words_in_a_list_begin_where_its_lines_begin(look_in, site):
    page = look_in(site.gallery.mod)
    page.goto(address_of(site, "desk_member"))
    page.evaluate("document.documentElement.dir = 'rtl'")
    words = page.locator(".px-log-row [dir=auto]").first
    aligned = words.evaluate("(part) => getComputedStyle(part).textAlign")
    assert aligned in ("right", "match-parent", "-webkit-match-parent")
    range_right = words.evaluate(
        """(part) => { const words = document.createRange(); words.selectNodeContents(part);
        return part.getBoundingClientRect().right - words.getBoundingClientRect().right; }"""
    )
    assert range_right < 2


def test_forced_colours_leave_every_mark_a_mark(enter, site):
    page = enter(site.gallery.people["mod"], forced_colors="active")
    page.goto("/moderation/")
    style = "(part, [name, pseudo]) => getComputedStyle(part, pseudo)[name]"

    def look(selector: str, name: str, pseudo: str | None = None) -> str:
        return page.locator(selector).first.evaluate(style, [name, pseudo])

    # The one tab that is open is told from the others, and what decides at once from what is quiet.
    canvas = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert look(".px-tabs a:not([aria-current])", "borderBottomColor") == canvas
    assert look(".px-tabs a[aria-current]", "outlineStyle") == "solid"
    assert look(".px-bar .px-button", "backgroundColor") != look(".px-bar .px-button-danger", "backgroundColor")
    # Words that were found are boxed; what went is struck out, what came underlined.
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend",
        "<div class='px-card-text'>a <mark>word</mark></div><p class='px-compared'><del>old</del><ins>new</ins></p>")"""
    )
    assert look(".px-card-text mark", "borderBottomStyle") == "solid"
    assert look(".px-card-text mark", "backgroundColor") != canvas
    assert "line-through" in look(".px-compared del", "textDecorationLine")
    assert "underline" in look(".px-compared ins", "textDecorationLine")
    page.goto("/moderation/figures/?days=90")
    assert look(".px-chart-bar", "fill") != canvas
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("name", PRINTED)
def test_paper_holds_the_page_and_nothing_to_press(look_in, site, name):
    who, address = PAGES[name]
    page = look_in(site.gallery.people[who] if who else None)
    page.set_viewport_size({"width": SHEET, "height": 900})
    page.goto(address_of(site, address))
    page.emulate_media(media="print")
    assert wide(page, SHEET) == []
    for pressed in page.locator("main :is(button, .px-button, input[type=submit], nav.px-rooms, .px-tabs)").all():
        expect(pressed).to_be_hidden()
    assert len(page.locator("main").inner_text()) > 100


def test_a_policy_on_paper_says_what_is_set(look_in, site):
    page = look_in(site.gallery.people["sue"])
    page.goto(address_of(site, "policy"))
    page.emulate_media(media="print")
    expect(page.get_by_label("Watched words")).to_be_visible()
    expect(page.get_by_label("Hold near-duplicates")).to_be_visible()
    expect(page.get_by_label("Why it changes")).to_be_hidden()


def test_the_first_stop_after_a_search_is_what_was_found(enter, site):
    page = enter(site.gallery.people["mod"])
    page.goto("/moderation/search/")
    page.get_by_label("Words", exact=True).fill("edited")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Found")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Tick #7")).to_be_focused()
