"""Double clicks, the back button, lost sessions, crashes and a site that is away: one comment, and no text lost."""

import re

from playwright.sync_api import expect

from tests.browser.acts import answer, begin, body, comment, composer, post, sign_in


def sign_out_behind_the_back(page) -> None:
    """Take the session away while the page stays open."""
    page.context.clear_cookies(name="sessionid")


def test_two_clicks_on_post_make_one_comment(enter, stage, script):
    page = enter(stage.ann, script=script)
    begin(page, stage)
    body(page).fill("Clicked twice.")
    page.get_by_role("button", name="Post comment").dblclick()
    expect(comment(page, 4)).to_contain_text("Clicked twice.")
    reader = enter()
    reader.goto(stage.essay)
    expect(reader.get_by_text("Clicked twice.")).to_have_count(1)


def test_back_and_send_again_leads_to_the_same_comment(enter, stage):
    page = enter(stage.ann, script=False)
    begin(page, stage)
    body(page).fill("Sent twice.")
    post(page)
    expect(comment(page, 4)).to_be_visible()
    page.go_back()
    expect(body(page)).to_have_value("Sent twice.")
    post(page)
    expect(page).to_have_url(re.compile("#4$"))
    expect(page.get_by_text("Sent twice.")).to_have_count(1)


def test_a_form_sent_again_with_another_text_says_what_was_posted(enter, stage, script):
    first, again = (enter(stage.ann, script=script) for _window in range(2))
    for page in (first, again):
        page.goto(f"{stage.discussion}new/")
    key = first.locator("input[name=key]").get_attribute("value")
    again.route("**/new/", lambda route: send_with(route, key))
    body(first).fill("The first text.")
    post(first)
    expect(comment(first, 4)).to_be_visible()
    body(again).fill("A second text.")
    post(again)
    expect(again.get_by_role("alert").get_by_role("link", name="#4")).to_be_visible()
    expect(body(again)).to_have_value("A second text.")
    again.unroute("**/new/")
    post(again)
    expect(comment(again, 5)).to_contain_text("A second text.")


def send_with(route, key: str) -> None:
    """Send what a window sends with the key of another, as a browser does that shows an old page again."""
    sent = re.sub(r"\bkey=[^&]*", f"key={key}", route.request.post_data or "")
    route.continue_(post_data=sent) if sent else route.continue_()


def test_a_session_lost_while_typing_costs_no_word(enter, stage, script):
    page = enter(stage.ben, script=script)
    page.goto(stage.essay)
    answer(page, 1)
    body(page).fill("Typed before the session ended.")
    page.get_by_role("checkbox", name="evidence").check()
    sign_out_behind_the_back(page)
    post(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(page, stage.ben)
    expect(body(page)).to_have_value("Typed before the session ended.")
    expect(page.get_by_role("checkbox", name="evidence")).to_be_checked()
    post(page)
    expect(comment(page, 4)).to_contain_text("Typed before the session ended.")


def test_an_edit_survives_a_lost_session(enter, stage, script):
    page = enter(stage.ann, script=script)
    page.goto(f"{stage.discussion}3/edit/")
    body(page).fill("Mended without a session.")
    sign_out_behind_the_back(page)
    page.get_by_role("button", name="Save").click()
    sign_in(page, stage.ann)
    expect(body(page)).to_have_value("Mended without a session.")


def test_a_form_whose_token_is_old_comes_back_filled(enter, stage, script):
    page = enter(stage.ann, script=script)
    begin(page, stage)
    body(page).fill("Typed with an old token.")
    page.context.clear_cookies(name="csrftoken")
    post(page)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(body(page)).to_have_value("Typed with an old token.")
    post(page)
    expect(comment(page, 4)).to_contain_text("Typed with an old token.")


def test_a_draft_survives_a_crash_of_the_page(enter, stage):
    page = enter(stage.ann)
    page.goto(stage.essay)
    answer(page, 1)
    body(page).press_sequentially("Half an answ")
    page.reload()
    answer(page, 1)
    expect(body(page)).to_have_value("Half an answ")
    answer(page, 2)
    expect(body(page)).to_have_value("")


def test_a_posted_draft_is_forgotten(enter, stage):
    page = enter(stage.ann)
    page.goto(stage.essay)
    answer(page, 2)
    body(page).press_sequentially("A whole answer.")
    post(page)
    expect(comment(page, 4)).to_contain_text("A whole answer.")
    answer(page, 2)
    expect(body(page)).to_have_value("")


def test_another_member_at_the_same_browser_finds_no_draft(enter, site, stage):
    page = enter(stage.ann)
    page.goto(stage.essay)
    answer(page, 2)
    body(page).press_sequentially("Only mine.")
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": stage.eve.session, "url": site.address}])
    page.goto(stage.essay)
    answer(page, 2)
    expect(body(page)).to_have_value("")


def test_a_site_that_does_not_answer_leaves_the_text_where_it_is(enter, stage):
    page = enter(stage.ann)
    begin(page, stage)
    body(page).fill("Typed before the storm.")
    page.route("**/new/", lambda route: route.abort())
    post(page)
    expect(composer(page).get_by_role("alert")).to_contain_text("Your text is still here")
    expect(body(page)).to_have_value("Typed before the storm.")
    page.unroute("**/new/")
    post(page)
    expect(comment(page, 4)).to_contain_text("Typed before the storm.")


def test_a_failing_site_leaves_the_text_where_it_is(enter, stage):
    page = enter(stage.ann)
    begin(page, stage)
    body(page).fill("Typed before the failure.")
    page.route("**/new/", lambda route: route.fulfill(status=503, body="<h1>Back in a moment</h1>"))
    post(page)
    expect(composer(page).get_by_role("alert")).to_contain_text("Back in a moment")
    expect(body(page)).to_have_value("Typed before the failure.")


def test_an_answer_to_what_is_gone_meanwhile_is_given_back(enter, stage, script):
    page = enter(stage.ben, script=script)
    page.goto(stage.essay)
    answer(page, 3)
    body(page).fill("An answer too late.")
    writer = enter(stage.ann)
    writer.goto(f"{stage.discussion}3/withdraw/")
    writer.get_by_role("button", name="Withdraw it").click()
    expect(writer.locator(".px-panel-withdrawn")).to_be_visible()
    post(page)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(body(page)).to_have_value("An answer too late.")
    post(page)
    expect(comment(page, 4)).to_contain_text("An answer too late.")


def test_a_report_survives_a_lost_session(enter, stage, script):
    page = enter(stage.eve, script=script)
    page.goto(f"{stage.discussion}2/report/")
    page.get_by_role("radio", name="Something else").check()
    page.get_by_label("In your words").fill("Reasons of my own.")
    sign_out_behind_the_back(page)
    page.get_by_role("button", name="Send the report").click()
    sign_in(page, stage.eve)
    expect(page.get_by_label("In your words")).to_have_value("Reasons of my own.")
