"""The whole chain with three accounts: a notice, a rejection, its statement by mail, an appeal, its outcome."""

import re

from playwright.sync_api import expect

from tests.browser.acts import comment, sign_in


def give_notice(page, stage, number: int) -> str:
    """Give notice of a comment, signed out, from its own page; return the address of the receipt."""
    page.goto(f"{stage.discussion}{number}/")
    page.get_by_role("link", name="It breaks the law").click()
    page.get_by_label("Why is it illegal?").fill("It accuses a named person of a crime.")
    page.get_by_label("Which law, if you know it").fill("Criminal Code, section 186")
    page.get_by_label("Your e-mail address").fill("nora@example.net")
    page.get_by_role("button", name="Send the notice").click()
    expect(page.get_by_role("alert")).to_contain_text("Give your name.")
    expect(page.get_by_label("Why is it illegal?")).to_have_value("It accuses a named person of a crime.")
    page.get_by_label("Your name").fill("Nora Notifier")
    page.get_by_label("I believe in good faith").check()
    page.get_by_role("button", name="Send the notice").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your notice has arrived")
    return page.url


def letter_to(site, address: str, words: str) -> str:
    """Return the newest mail to an address that has certain words in it."""
    found = [mail for mail in site.mails() if f"To: {address}" in mail and words in mail]
    assert found, (address, words)
    return found[-1]


def link_in(letter: str, kind: str) -> str:
    """Return the first link of a kind in a mail."""
    return re.search(rf"http://[^\s]+(/moderation/{kind}/[^\s]+)", letter)[1]


def test_the_chain_from_a_strangers_notice_to_the_granted_appeal(enter, site, stage, script):
    stranger = enter(script=script)
    receipt = give_notice(stranger, stage, 2)
    site.send_mail()
    assert "section 186" not in letter_to(site, "nora@example.net", "We have received your notice")

    desk = enter(stage.mod, script=script)
    desk.goto(link_in(letter_to(site, stage.mod.email, "gives notice that comment #2"), "legal"))
    expect(desk.get_by_text("It accuses a named person of a crime.").first).to_be_visible()
    desk.get_by_label("Or the law that it breaks").fill("Criminal Code, section 186")
    desk.get_by_label("Your reasons").fill("This names a person.")
    desk.get_by_role("button", name="Take the comment down").click()
    expect(desk.get_by_role("status")).to_contain_text("The notice is answered.")
    assert enter().goto(f"{stage.discussion}2/").status == 404
    stranger.goto(receipt)
    expect(stranger.get_by_role("heading", name="The comment was taken down")).to_be_visible()

    site.send_mail()
    assert "It breaks the law: Criminal Code, section 186" in letter_to(site, "nora@example.net", "was taken down")
    appeal_by_mail(enter, site, stage, script)
    grant(enter, site, stage, script)

    reader = enter(script=script)
    reader.goto(stage.essay)
    expect(comment(reader, 2)).to_contain_text("Is it?")
    stranger.goto(receipt)
    expect(stranger.get_by_role("heading", name="After an appeal, the comment is back")).to_be_visible()


def appeal_by_mail(enter, site, stage, script: bool) -> None:
    """Let Ben come by the link in the mail, signed out, and appeal; what is typed outlives the sign-in."""
    writer = enter(script=script)
    statement = link_in(letter_to(site, stage.ben.email, "was rejected"), "statements")
    writer.goto(statement)
    expect(writer.locator(".px-reasons")).to_contain_text("Criminal Code, section 186")
    expect(writer.locator(".px-reasons")).to_contain_text("Somebody gave notice that it breaks the law.")
    writer.get_by_label("Why is the decision wrong?").fill("I only asked whether it is so.")
    writer.get_by_role("button", name="Send the appeal").click()
    sign_in(writer, stage.ben)
    expect(writer.get_by_label("Why is the decision wrong?")).to_have_value("I only asked whether it is so.")
    writer.get_by_role("button", name="Send the appeal").click()
    expect(writer.get_by_role("heading", name="An appeal waits")).to_be_visible()


def grant(enter, site, stage, script: bool) -> None:
    """Let the other moderator find the appeal in the notices and grant it; the first judge finds nothing to press."""
    site.send_mail()
    page = enter(stage.mia, script=script)
    page.goto("/notices/")
    page.get_by_role("link", name="An appeal waits").click()
    expect(page.get_by_text("I only asked whether it is so.")).to_be_visible()
    address = page.url
    first = enter(stage.mod, script=script)
    first.goto(address)
    expect(first.get_by_text("is judged by somebody else")).to_be_visible()
    expect(first.get_by_role("button", name="Grant the appeal")).to_have_count(0)
    page.get_by_label("Your reasons").fill("A question accuses nobody.")
    page.get_by_role("button", name="Grant the appeal").click()
    expect(page.get_by_role("heading", name="The appeal was granted")).to_be_visible()
