"""Coming to be a member: an account by mail, a display name, signing in and out."""

import re

from playwright.sync_api import expect

from tests.browser.acts import body, sign_in


def test_a_stranger_joins_by_mail_and_comes_back_to_the_essay(enter, site, stage, script):
    page, email = enter(script=script), f"joiner-{script}@example.org".lower()
    page.goto(stage.essay)
    page.get_by_role("navigation", name="Site and account").get_by_role("link", name="Join").click()
    page.get_by_label("Display name").fill(f"Joiner {script}")
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(email)
    page.get_by_label("Password").fill("a long and calm password")
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.goto(link_for(site, email))
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(re.compile("login"))
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(email)
    page.get_by_label("Password").fill("a long and calm password")
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name=f"Joiner {script}")).to_be_visible()


def link_for(site, email: str) -> str:
    """Return the address in the mail to `email`."""
    mail = next(mail for mail in reversed(site.mails()) if f"To: {email}" in mail)
    return re.search(rf"{re.escape(site.address)}\S+", mail.replace("=\n", "").replace("=3D", "=")).group()


def test_writing_asks_to_sign_in_first_and_leads_back(enter, stage, script):
    page = enter(script=script)
    page.goto(stage.essay)
    page.get_by_role("link", name="Write a comment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(page, stage.ann)
    expect(body(page)).to_be_visible()


def test_a_member_without_a_name_chooses_one_and_goes_on(enter, site, script):
    page = enter(script=script)
    nobody = site.gallery.people["nobody" if script else "unnamed"]
    page.context.add_cookies([{"name": "sessionid", "value": nobody.session, "url": site.address}])
    page.goto(site.addresses["new"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Your display name")
    page.get_by_label("Display name").fill(site.gallery.ann.name)
    page.get_by_role("button", name="Use this name").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Display name").fill(f"Somebody {script}")
    page.get_by_role("button", name="Use this name").click()
    expect(body(page)).to_be_visible()
    expect(page.get_by_role("link", name=f"Somebody {script}")).to_be_visible()


def test_a_member_signs_out(enter, stage, script):
    page = enter(stage.ben, script=script)
    page.goto("/accounts/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.goto(stage.essay)
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
