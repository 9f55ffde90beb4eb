"""What comes while a reader reads: asked for seldom, said once, brought in only when wished for, nothing disturbed."""

import itertools
import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import answer, body, comment, composer, speak
from tests.browser.test_every_page import must_be_faultless, must_not_scroll_sideways

HALF_A_MINUTE = 30_000
# Notes, by the page's own clock, when the site is asked for news, and on the page how many answers are under way.
NOTE = """
window.__asked = [];
const real = window.fetch;
const note = (waiting) => document.documentElement.setAttribute("data-waiting", waiting);
window.fetch = async (address, options) => {
  if (!String(address).includes("/news/")) return real(address, options);
  window.__asked.push(Date.now());
  note("yes");
  try {
    const response = await real(address, options);
    const text = await response.text();
    response.json = async () => JSON.parse(text);
    return response;
  } finally {
    note("no");
  }
};
"""
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def reader(enter, stage) -> Page:
    """Ann reads the essay's page, and its clock goes only when the test lets it."""
    page = enter(stage.ann)
    page.clock.install()
    page.add_init_script(NOTE)
    page.goto(stage.essay)
    return page


def news(page: Page):
    """Return the button that offers what is new."""
    return page.locator("[data-px=news] button")


def wait(page: Page, seconds: int) -> list[int]:
    """Let the page's clock go on in steps, and return after how many seconds each it has asked for news."""
    for _step in range(seconds // 10):
        page.clock.run_for(10_000)
        expect(page.locator("html[data-waiting=yes]")).to_have_count(0)
    asked = page.evaluate("window.__asked")
    return [round((later - sooner) / 1000) for sooner, later in itertools.pairwise(asked)]


def test_a_new_comment_is_offered_once_and_counted_on(enter, reader, stage):
    speak(enter(stage.ben), stage, "Said meanwhile.")
    expect(reader.locator("[data-px=news]")).to_have_attribute("role", "status")
    reader.clock.run_for(HALF_A_MINUTE)
    expect(news(reader)).to_have_text("1 new comment")
    expect(comment(reader, 4)).to_have_count(0)
    assert reader.locator("[data-px=news]").get_attribute("aria-live") is None, "Said aloud, politely."
    speak(enter(stage.ben), stage, "And another.")
    reader.clock.run_for(HALF_A_MINUTE)
    expect(news(reader)).to_have_text("2 new comments")
    expect(reader.locator("[data-px=news]")).to_have_attribute("aria-live", "off")


def test_new_comments_come_in_place_and_disturb_nothing(enter, reader, stage):
    answer(reader, 3)
    body(reader).fill("Half a sen")
    comment(reader, 1).locator("xpath=following-sibling::details[1]/summary").click()
    body(reader).focus()
    ben = enter(stage.ben)
    speak(ben, stage, "An answer into the fold.", to=2)
    speak(ben, stage, "A new beginning.")
    stood, scrolled = composer(reader).bounding_box()["y"], reader.evaluate("scrollY")
    reader.clock.run_for(HALF_A_MINUTE)
    expect(news(reader)).to_have_text("2 new comments")
    expect(body(reader)).to_be_focused()
    assert reader.evaluate("scrollY") == scrolled, "Nothing moves before somebody asks."
    news(reader).click()
    expect(comment(reader, 5)).to_have_class(re.compile(r"\bpx-new\b"))
    expect(comment(reader, 5).locator(".px-new-mark")).to_have_text("New")
    expect(reader.get_by_role("article", name="Comment 5 by Ben of")).to_have_accessible_name(re.compile("New$"))
    expect(comment(reader, 3).locator(".px-new-mark")).to_have_count(0)
    expect(comment(reader, 4)).to_have_count(1)
    expect(comment(reader, 4)).to_be_hidden()
    expect(body(reader)).to_have_value("Half a sen")
    assert abs(composer(reader).bounding_box()["y"] - stood) < 2, "What one looks at stays where it is."
    expect(reader.locator(".px-discussion-head")).to_contain_text("5 comments")
    expect(reader.locator(".px-facts")).to_contain_text("5 comments")
    body(reader).press_sequentially("tence.")
    reader.get_by_role("button", name="Post comment").click()
    expect(comment(reader, 6)).to_contain_text("Half a sentence.")
    expect(comment(reader, 6)).to_be_focused()


def test_after_bringing_them_in_a_link_leads_to_the_first(enter, reader, stage):
    ben = enter(stage.ben)
    speak(ben, stage, "An answer.", to=1)
    speak(ben, stage, "A new beginning.")
    reader.clock.run_for(HALF_A_MINUTE)
    news(reader).focus()
    reader.keyboard.press("Enter")
    link = reader.locator("[data-px=news] a")
    expect(link).to_be_focused()
    reader.keyboard.press("Enter")
    expect(comment(reader, 4)).to_be_focused()
    expect(link).to_have_count(0)
    speak(ben, stage, "Later still.")
    reader.clock.run_for(HALF_A_MINUTE)
    expect(news(reader)).to_have_text("1 new comment")


def test_what_changed_meanwhile_changes_and_what_is_gone_goes(enter, reader, stage):
    ann = enter(stage.ann)
    ann.goto(f"{stage.discussion}3/withdraw/")
    ann.get_by_role("button", name="Withdraw it").click()
    expect(ann.locator(".px-panel-withdrawn")).to_be_visible()
    speak(enter(stage.ben), stage, "Said meanwhile.")
    reader.clock.run_for(HALF_A_MINUTE)
    news(reader).click()
    expect(comment(reader, 4)).to_be_visible()
    expect(comment(reader, 3)).to_have_count(0)


def test_those_on_another_page_are_led_to(enter, site):
    stage = site.crowd
    reader = enter()
    reader.clock.install()
    reader.goto(stage.essay)
    before = reader.locator("article.px-comment").count()
    speak(enter(stage.ben), stage, "At the very end of the last page.")
    reader.clock.run_for(HALF_A_MINUTE)
    news(reader).click()
    link = reader.get_by_role("link", name="They stand on another page")
    expect(link).to_be_visible()
    expect(reader.locator("article.px-comment")).to_have_count(before)
    link.click()
    expect(reader.get_by_text("At the very end of the last page.")).to_be_in_viewport()


def test_a_quiet_discussion_is_asked_less_and_less(reader):
    waits = wait(reader, 1_200)
    assert len(waits) == 5
    for real, meant in zip(waits, (60, 120, 240, 300, 300), strict=True):
        assert meant <= real <= meant + 20


def test_news_and_coming_back_make_it_ask_again_soon(enter, reader, stage):
    wait(reader, 240)
    speak(enter(stage.ben), stage, "After a silence.")
    waits = wait(reader, 400)
    expect(news(reader)).to_have_text("1 new comment")
    assert waits[waits.index(max(waits)) + 1] < 60, "Where one comment comes, another may."
    reader.evaluate(HIDE, True)
    reader.clock.run_for(3_600_000)
    with reader.expect_request("**/news/**"):
        reader.evaluate(HIDE, False)


def test_nobody_asks_on_a_hidden_page_or_without_a_network(reader):
    reader.evaluate(HIDE, True)
    wait(reader, 600)
    assert reader.evaluate("window.__asked") == []
    reader.context.set_offline(True)
    reader.evaluate(HIDE, False)
    wait(reader, 600)
    assert reader.evaluate("window.__asked") == []
    with reader.expect_request("**/news/**"):
        reader.context.set_offline(False)


def test_a_site_in_trouble_is_left_alone(reader):
    reader.route("**/news/**", lambda route: route.fulfill(status=503, body="later"))
    wait(reader, 3_600)
    assert len(reader.evaluate("window.__asked")) == 4
    expect(reader.locator("[data-px=news]")).to_be_empty()


def test_the_browser_asks_with_what_it_knows(reader):
    with reader.expect_request("**/news/**") as first:
        reader.clock.run_for(HALF_A_MINUTE)
    assert first.value.response().status == 200
    assert json.loads(first.value.response().text())["new"] == 0
    with reader.expect_request("**/news/**") as second:
        wait(reader, 70)
    assert second.value.all_headers()["if-none-match"] == first.value.response().all_headers()["etag"]


def test_without_an_answer_the_button_stays_and_says_so(enter, reader, stage):
    speak(enter(stage.ben), stage, "Said meanwhile.")
    reader.clock.run_for(HALF_A_MINUTE)
    expect(news(reader)).to_be_visible()
    reader.route(f"**{stage.essay}", lambda route: route.abort())
    news(reader).click()
    expect(news(reader)).to_contain_text("did not answer")
    reader.unroute(f"**{stage.essay}")
    news(reader).click()
    expect(comment(reader, 4)).to_be_visible()


def test_what_is_offered_and_what_is_new_is_good_for_everybody(enter, reader, stage):
    reader.request.post(f"{stage.discussion}visit/", form={"csrfmiddlewaretoken": "k" * 32})
    ben = enter(stage.ben)
    speak(ben, stage, "Since the last visit.")
    reader.reload()
    expect(reader.get_by_role("button", name="Mark as seen")).to_be_visible()
    speak(ben, stage, "Since then.")
    reader.clock.run_for(HALF_A_MINUTE)
    expect(news(reader)).to_be_visible()
    reader.clock.resume()
    must_be_faultless(reader)
    news(reader).click()
    expect(comment(reader, 5)).to_contain_text("New")
    must_be_faultless(reader)
    must_not_scroll_sideways(reader)


@pytest.mark.parametrize(("pace", "asks"), [("50", True), ("0", False)])
def test_a_host_sets_the_pace_or_has_nobody_ask(enter, stage, pace, asks):
    page = enter()
    page.add_init_script(NOTE)
    page.clock.install()
    page.route(
        f"**{stage.essay}",
        lambda route: route.fulfill(
            response=(sent := route.fetch()), body=sent.text().replace("data-since=", f'data-poll="{pace}" data-since=')
        ),
    )
    page.goto(stage.essay)
    expect(page.locator(f'[data-poll="{pace}"]')).to_be_visible()
    page.clock.run_for(HALF_A_MINUTE)
    assert bool(page.evaluate("window.__asked.length")) is asks
