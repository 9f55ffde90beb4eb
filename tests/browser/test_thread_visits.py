"""What is new since the last visit: for members the site knows, for guests only their own browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import comment, speak

# Longer than one has to look for a visit to count.
A_WHILE = 6_000
# As the page counts: in microseconds.
A_MILLISECOND = 1_000
FORGET_THE_VISIT = "sessionStorage.clear()"


def come(page: Page, address: str) -> Page:
    """Open the address by a clock that goes when the test lets it."""
    page.clock.install()
    page.goto(address)
    return page


def look(page: Page) -> None:
    """Look at the discussion until the visit counts."""
    known = "() => Object.entries(localStorage).filter(([name]) => name.startsWith('perspectives-seen:')).join()"
    before = page.evaluate(known)
    for _moment in range(50):
        # This waits for the page to be drawn as well, before which nothing in it is seen.
        page.locator("#discussion").scroll_into_view_if_needed()
        page.clock.run_for(A_WHILE)
        if page.evaluate(known) != before:
            return
    raise AssertionError("The visit does not count.")


def new(page: Page):
    """Return the comments that are marked as new."""
    return page.locator("article.px-new")


def test_a_guests_browser_alone_knows_what_is_new_to_the_guest(enter, stage):
    guest = come(enter(), stage.essay)
    look(guest)
    ben = enter(stage.ben)
    speak(ben, stage, "An answer.", to=1)
    speak(ben, stage, "A new beginning.")
    guest = come(guest.context.new_page(), stage.essay)
    expect(guest.locator(".px-since")).to_contain_text("2 new since your last visit")
    expect(new(guest)).to_have_count(2)
    expect(comment(guest, 4).locator(".px-new-mark")).to_have_text("New")
    guest.locator(".px-since").get_by_role("link").click()
    expect(comment(guest, 4)).to_be_focused()
    look(guest)
    guest.reload()
    expect(new(guest)).to_have_count(2)
    later = come(guest.context.new_page(), stage.essay)
    expect(comment(later, 4)).to_be_visible()
    expect(new(later)).to_have_count(0)
    other = come(enter(), stage.essay)
    expect(comment(other, 4)).to_be_visible()
    expect(new(other)).to_have_count(0)
    expect(other.locator(".px-since")).to_have_count(0)


def test_what_came_in_the_same_second_as_the_last_visit_is_new(enter, stage):
    guest = enter()
    guest.goto(stage.essay)
    section = guest.locator("#discussion")
    newest, slug = int(section.get_attribute("data-since")), section.get_attribute("data-slug")
    for last, marked in ((newest - A_MILLISECOND, 1), (newest, 0)):
        guest.evaluate("([name, last]) => localStorage.setItem(name, last)", [f"perspectives-seen:{slug}", last])
        # A page of its own: what is opened later on the same page belongs to one visit.
        later = guest.context.new_page()
        later.goto(stage.essay)
        expect(comment(later, 3)).to_be_visible()
        expect(new(later)).to_have_count(marked)


def test_a_visit_counts_when_the_discussion_was_seen_and_nothing_of_it_is_sent(enter, stage):
    guest = enter()
    sent = []
    guest.on("request", lambda request: sent.append(request.method))
    come(guest, stage.essay)
    guest.evaluate("scrollTo(0, 0)")
    look(guest)
    assert set(sent) == {"GET"}
    assert guest.context.cookies() == []


def test_what_is_new_on_other_pages_is_counted_too(enter, site):
    guest = come(enter(), site.crowd.essay)
    look(guest)
    speak(enter(site.crowd.ben), site.crowd, "On a page far from the first.")
    guest = come(guest.context.new_page(), site.crowd.essay)
    expect(guest.locator(".px-since")).to_contain_text("1 new since your last visit")
    guest.locator(".px-since").get_by_role("link").click()
    expect(guest.get_by_text("On a page far from the first.")).to_be_in_viewport()
    expect(new(guest)).to_have_count(1)


def test_a_member_finds_what_is_new_marked(enter, stage):
    ann = come(enter(stage.ann), stage.essay)
    ann.locator("#discussion").scroll_into_view_if_needed()
    with ann.expect_request("**/visit/") as told:
        for _moment in range(5):
            # As in `look`: nothing is seen before the page is drawn.
            ann.locator("#discussion").scroll_into_view_if_needed()
            ann.clock.run_for(A_WHILE)
            ann.wait_for_load_state("networkidle")
    assert told.value.response().status == 204
    assert ann.evaluate("Object.keys(localStorage)") == [], "The site knows: the browser need not."
    speak(enter(stage.ben), stage, "Since then.")
    ann.evaluate(FORGET_THE_VISIT)
    ann = come(ann.context.new_page(), stage.essay)
    expect(new(ann)).to_have_count(1)
    expect(comment(ann, 4)).to_contain_text("New")
    ann.get_by_role("button", name="Mark as seen").click()
    expect(new(ann)).to_have_count(0)
    expect(ann.get_by_role("button", name="Mark as seen")).to_be_hidden()
    ann.reload()
    expect(comment(ann, 4)).to_be_visible()
    expect(new(ann)).to_have_count(0)


def test_a_member_without_script_marks_the_discussion_as_seen(enter, stage):
    ann = enter(stage.ann, script=False)
    ann.request.post(f"{stage.discussion}visit/", form={"csrfmiddlewaretoken": "k" * 32})
    speak(enter(stage.ben), stage, "Since then.")
    ann.goto(stage.essay)
    expect(ann.locator(".px-visit")).to_contain_text("1 more comment than at your visit")
    ann.get_by_role("button", name="Mark as seen").click()
    expect(comment(ann, 4)).to_be_visible()
    expect(ann.locator(".px-visit")).not_to_contain_text("more comment")


@pytest.mark.parametrize("visits", [2])
def test_where_nothing_can_be_stored_nothing_is_and_nothing_fails(enter, stage, visits):
    guest = enter()
    guest.add_init_script(
        """for (const store of ["localStorage", "sessionStorage"]) Object.defineProperty(window, store, {
        get() { throw new DOMException("no", "SecurityError"); } });"""
    )
    come(guest, stage.essay)
    for _visit in range(visits):
        guest.locator("#discussion").scroll_into_view_if_needed()
        guest.clock.run_for(A_WHILE)
        guest.reload()
    expect(new(guest)).to_have_count(0)
    guest.goto(f"{stage.essay}?tag=question#3")
    expect(comment(guest, 3)).to_be_in_viewport()
