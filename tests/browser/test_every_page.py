"""Every page of ours: no fault that axe finds in light or dark, nothing the policy stops, no sideways scroll."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.acts import ANSWER

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

# What a scheme can change.
COLOURS = ["color-contrast", "link-in-text-block"]

# Name of a page: who reads it ("" is nobody), and its address, or the name of an address in the gallery.
PAGES = {
    "home": ("", "/"),
    "series": ("", "series"),
    "essay": ("", "essay"),
    "essay with the sample discussion": ("", "sample"),
    "essay, as the writer of a comment that waits": ("ann", "essay"),
    "discussion filtered by a tag": ("", "filtered"),
    "discussion, newest first": ("", "newest"),
    "discussion, what is featured": ("", "featured"),
    "discussion by itself": ("", "discussion"),
    "public comment": ("", "public"),
    "tombstone": ("", "answered"),
    "own public comment": ("ann", "public"),
    "own pending comment": ("ann", "pending"),
    "own rejected comment": ("ann", "rejected"),
    "own spam comment": ("ann", "spam"),
    "own withdrawn comment": ("ann", "withdrawn"),
    "history": ("ann", "history"),
    "composer": ("ann", "new"),
    "composer of an answer": ("ben", "reply"),
    "composer of an edit": ("ann", "edit"),
    "withdraw": ("ann", "withdraw"),
    "report": ("eve", "report"),
    "report of one's own": ("ann", "report"),
    "report, signed out": ("", "report"),
    "my comments": ("ann", "/discussions/mine/"),
    "my comments, none": ("mod", "/discussions/mine/"),
    "name": ("ann", "/members/name/"),
    "notices": ("ann", "/notices/"),
    "unsubscribe": ("", "unsubscribe"),
    "unsubscribe by a wrong link": ("", "/notices/unsubscribe/nonsense/"),
    "search": ("", "/search/"),
    "search with results": ("", "/search/?q=essay"),
    "search without results": ("", "/search/?q=zzzzzz"),
    "author": ("", "author"),
    "tag": ("", "tag"),
    "desk": ("mod", "/moderation/"),
    "desk, one kind": ("mod", "/moderation/?kind=reported"),
    "desk, narrowed": ("mod", "/moderation/?order=weight&essay=everything&age=under-day&check=words"),
    "desk, search": ("mod", "/moderation/search/?q=comment&status=rejected"),
    "desk, search for nonsense": ("mod", "/moderation/search/?since=nonsense"),
    "desk, several together": ("mod", "together"),
    "desk item": ("mod", "desk_item"),
    "desk item that waits": ("mod", "desk_item_pending"),
    "desk item that is hard to read": ("mod", "desk_item_hard"),
    "leaving an item to the others": ("mod", "desk_pass"),
    "hard texts": ("mod", "/moderation/care/"),
    "undo": ("mod", "undo"),
    "rules of forums": ("sue", "/moderation/rules/"),
    "rules": ("sue", "rules"),
    "rules, read": ("mod", "rules"),
    "rule": ("sue", "rule"),
    "rule, read": ("mod", "rule"),
    "new rule": ("sue", "rule_new"),
    "policy": ("sue", "policy"),
    "policy, read": ("mod", "policy"),
    "changes of a policy": ("mod", "policy_changes"),
    "notice of something illegal": ("", "give_notice"),
    "receipt of a notice": ("", "receipt"),
    "receipt with the answer": ("", "receipt_answered"),
    "notice on the desk": ("mod", "legal_notice"),
    "answered notice on the desk": ("mod", "legal_notice_answered"),
    "statement of reasons": ("", "statement"),
    "statement of reasons, as its member": ("ann", "statement"),
    "statement with an appeal": ("ann", "statement_appealed"),
    "appeal on the desk": ("mia", "appeal"),
    "appeal, as its first judge": ("mod", "appeal"),
    "members": ("mod", "/moderation/members/"),
    "members, sought": ("mod", "/moderation/members/?q=b"),
    "member": ("mod", "desk_member"),
    "messages of the team": ("mod", "desk_messages"),
    "team": ("mod", "/moderation/team/"),
    "where I stand": ("ben", "/discussions/mine/standing/"),
    "my messages": ("ben", "my_messages"),
    "log": ("", "/moderation/log/"),
    "log, a part of it": ("", "/moderation/log/?act=reject"),
    "log, asked for nonsense": ("", "/moderation/log/?act=nonsense"),
    "transparency report": ("", "/moderation/transparency/"),
    "figures": ("mod", "/moderation/figures/?days=90"),
    "triage": ("mod", "/moderation/triage/"),
    "triage, with its words": ("boss", "/moderation/triage/"),
    "notices of a moderator": ("mod", "/notices/"),
    "not found": ("", "/no-such-series/no-such-essay/"),
    "sign in": ("", "/accounts/login/"),
    "join": ("", "/accounts/signup/"),
    "reset": ("", "/accounts/password/reset/"),
    "account": ("ann", "/accounts/"),
    "e-mail address": ("ann", "/accounts/email/"),
    "password": ("ann", "/accounts/password/change/"),
    "leave": ("ann", "/accounts/delete/"),
}


def address_of(site, name: str) -> str:
    """Return the address of a page in the gallery."""
    stage = site.gallery
    found = {"series": stage.series, "essay": stage.essay, "discussion": stage.discussion, **site.addresses}
    found |= {"filtered": f"{stage.essay}?tag=question", "newest": f"{stage.essay}?order=newest"}
    found["featured"] = f"{stage.essay}?only=featured"
    return found.get(name, name)


def faults(page, only: list[str]) -> list[str]:
    """Return what axe finds by some of its rules, a line for each place."""
    found = page.evaluate("(only) => axe.run({runOnly: only, resultTypes: ['violations']})", only)
    return [
        f"{rule['id']}: {' '.join(place['target'])}: {place['failureSummary']}"
        for rule in found["violations"]
        for place in rule["nodes"]
    ]


def must_be_faultless(page) -> None:
    """Let axe look at the page in light and in dark."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert faults(page, TAGS) == []
    page.emulate_media(color_scheme="dark")
    assert faults(page, COLOURS) == [], "in the dark"
    page.emulate_media(color_scheme="light")


def must_not_scroll_sideways(page) -> None:
    """Look at the page on the narrowest phone."""
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate(
        """() => document.scrollingElement.scrollWidth <= 320 ? [] : [...document.querySelectorAll("body *")]
        .filter((part) => part.getBoundingClientRect().right > 320).map((part) => part.outerHTML.slice(0, 120))"""
    )
    assert wide == []


def must_describe_by_what_is_there(page) -> None:
    """Look for the sentence of every wrong field: what describes it must stand on the page."""
    missing = page.evaluate(
        """() => [...document.querySelectorAll("main [aria-describedby]")].flatMap((field) =>
        field.getAttribute("aria-describedby").split(" ").filter((id) => !document.getElementById(id)))"""
    )
    assert missing == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_good_for_everybody(look_in, site, name):
    who, address = PAGES[name]
    page = look_in(site.gallery.people[who] if who else None)
    page.goto(address_of(site, address))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    must_be_faultless(page)
    must_not_scroll_sideways(page)


def test_the_composer_in_its_place_with_errors_and_preview_is_good_for_everybody(look_in, site):
    page = look_in(site.gallery.ann)
    page.goto(site.gallery.essay)
    page.get_by_role("link", name=ANSWER).nth(3).click()
    expect(page.get_by_label("Your comment")).to_be_focused()
    must_be_faultless(page)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("alert")).to_be_visible()
    must_be_faultless(page)
    page.get_by_label("Your comment").fill("> a quotation\n\nand a [link](https://example.org/)")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview")).to_be_visible()
    must_be_faultless(page)
    must_not_scroll_sideways(page)


@pytest.mark.parametrize(
    ("who", "address", "button"),
    [
        ("ann", "new", "Post comment"),
        ("eve", "report", "Send the report"),
        ("", "give_notice", "Send the notice"),
        ("ann", "statement", "Send the appeal"),
        ("mia", "appeal", "Turn it down"),
        ("mod", "legal_notice", "Take the comment down"),
        ("mod", "desk_item_pending", "Reject"),
        ("sue", "policy", "Rehearse"),
        ("sue", "rule_new", "Save"),
        ("mod", "together", "Reject all"),
        ("", "/accounts/login/", "Sign in"),
        ("", "/accounts/signup/", "Make an account"),
        ("", "/accounts/password/reset/", "Send me the link"),
    ],
)
def test_a_form_with_errors_is_good_for_everybody(look_in, site, who, address, button):
    page = look_in(site.gallery.people[who] if who else None)
    page.goto(address_of(site, address))
    forms = page.locator("main form")
    forms.evaluate_all("(forms) => forms.forEach((form) => { form.noValidate = true; })")
    pressed = (
        page.locator("main").get_by_role("button", name=button, exact=True) if button else forms.get_by_role("button")
    )
    pressed.click()
    expect(page.get_by_role("alert").first).to_be_visible()
    must_be_faultless(page)
    must_describe_by_what_is_there(page)
    must_not_scroll_sideways(page)


def test_a_card_with_all_its_parts_open_is_good_for_everybody(look_in, site):
    page = look_in(site.gallery.mod)
    page.goto(address_of(site, "desk_item_hard"))
    page.locator("details").evaluate_all("(parts) => parts.forEach((part) => { part.open = true; })")
    expect(page.locator(".px-card-text")).to_be_visible()
    must_be_faultless(page)
    must_not_scroll_sideways(page)


def test_the_words_of_triage_are_good_for_everybody(look_in, site):
    page = look_in(site.gallery.people["boss"])
    page.goto("/moderation/triage/")
    page.get_by_text("Show them; some may be insults").click()
    expect(page.get_by_role("listitem").filter(has_text="cheap casino")).to_be_visible()
    page.locator("details").evaluate_all("(parts) => parts.forEach((part) => { part.open = true; })")
    must_be_faultless(page)
    must_not_scroll_sideways(page)


def test_the_dark_scheme_is_dark_and_the_light_one_light(look_in, site):
    page = look_in()
    page.goto(site.gallery.essay)
    ground = "() => getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).slice(0, 3).map(Number)"
    page.emulate_media(color_scheme="dark")
    assert max(page.evaluate(ground)) < 80
    page.emulate_media(color_scheme="light")
    assert min(page.evaluate(ground)) > 200


def test_print_shows_the_essay_without_furniture(look_in, site):
    page = look_in()
    page.goto(site.gallery.essay)
    page.emulate_media(media="print")
    expect(page.locator(".px-essay-body")).to_be_visible()
    for furniture in (".px-account", ".px-footer", ".px-comment-acts", ".px-filter", ".px-search"):
        assert not page.locator(furniture).first.is_visible(), furniture
