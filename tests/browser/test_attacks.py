"""Every attack of tests/text/attacks.py, stored and shown in the real browser, with the policy and without it."""

import html
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.browser.wild import NAMES, QUERIES
from tests.text.attacks import ATTACKS

# What the browser made of the texts: elements and attributes that no writer may bring in, and where links lead.
STRANGE = """() => {
  const names = "A BLOCKQUOTE BR CODE DEL EM H2 H3 H4 HR LI OL P PRE STRONG TABLE TBODY TD TH THEAD TR UL";
  const tags = new Set(names.split(" "));
  const known = new Set("href title rel start id class dir tabindex role aria-label".split(" "));
  const faults = [];
  const all = (selector) => document.querySelectorAll(selector);
  for (const part of all(".px-prose *, .px-bio *")) {
    if (!tags.has(part.tagName)) faults.push(`<${part.tagName}>`);
    for (const { name } of part.attributes) if (!known.has(name)) faults.push(`<${part.tagName} ${name}>`);
    if (part.tagName !== "A" || !part.hasAttribute("href")) continue;
    if (!["http:", "https:", "mailto:"].includes(part.protocol)) faults.push(part.href);
    if (part.host === location.host && part.closest(".px-comment-body")) faults.push(part.href);
  }
  for (const part of all("*")) {
    for (const { name } of part.attributes) {
      if (name.startsWith("on") || name === "style") faults.push(`${name} on ${part.tagName}`);
    }
  }
  for (const part of all("script")) if (!part.src.startsWith(location.origin)) faults.push(part.outerHTML);
  for (const part of all("iframe, object, embed, base, img, math, style")) faults.push(part.outerHTML);
  return faults;
}"""


def must_be_harmless(page: Page, address: str) -> None:
    """Load a page, give what hides in it the chance to run, and look at what the browser made of it."""
    answer = page.goto(address)
    # 403: a comment that can no longer be edited is shown with the form all the same.
    assert answer.status in (200, 403), address
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    page.mouse.move(300, 300)
    assert page.evaluate(STRANGE) == [], address
    assert page.evaluate("() => [window.hacked, window.__pwned]") == [None, None], address


@pytest.fixture(params=["policy", "no-policy"])
def reader(request, enter):
    """A reader of the attacks: with the policy, and in a browser that passes it by: then the texts alone must hold."""
    return lambda person=None: enter(person, bypass_csp=request.param == "no-policy")


def test_a_browser_that_passes_the_policy_by_runs_what_the_policy_would_stop(enter, site):
    page = enter(bypass_csp=True)
    page.goto(site.gallery.essay)
    plant = "(part) => { part.textContent = 'window.hacked = true'; document.head.append(part); return window.hacked; }"
    assert page.evaluate(f"() => ({plant})(document.createElement('script'))") is True


def test_no_attack_runs_in_a_discussion(reader, site):
    page, shown = reader(), 0
    essay, _series, discussion = site.attacks[:3]
    for address in (essay, discussion):
        must_be_harmless(page, address)
        while address == discussion:
            shown += page.locator(".px-comment-body").count()
            onwards = page.get_by_role("link", name="More comments")
            if not onwards.count():
                break
            must_be_harmless(page, f"{discussion}{onwards.get_attribute('href')}")
    assert shown > 200


def test_no_attack_runs_in_an_essay_or_a_series(reader, site):
    page = reader()
    for address in site.attacks[1:2] + site.attacks[3:]:
        must_be_harmless(page, address)


def test_no_attack_runs_on_its_writers_pages(reader, site):
    page = reader(site.attacker)
    discussion = site.attacks[2]
    for number in range(1, 9):
        must_be_harmless(page, f"/discussions/mine/?page={number}")
    for number in (1, 12, 60, 100):
        for verb in ("", "edit/", "reply/", "withdraw/", "history/"):
            must_be_harmless(page, f"{discussion}{number}/{verb}")


def test_no_attack_runs_in_search_or_addresses(reader, site):
    page = reader()
    for query in (*QUERIES, *NAMES[:4], "alert", "script"):
        must_be_harmless(page, f"/search/?q={quote(query)}")
    for query in QUERIES:
        page.goto(f"{site.gallery.essay}?tag={quote(query)}&order={quote(query)}")
        page.goto(f"/{quote(query, safe='')}/")
        page.goto(f"/accounts/login/?next={quote(query)}")
        assert page.evaluate("() => [window.hacked, document.querySelectorAll('main script, img').length]") == [None, 0]


def test_no_attack_runs_in_a_preview(reader, site):
    page = reader(site.gallery.eve)
    page.goto(site.addresses["new"])
    for text in ATTACKS[::60]:
        page.get_by_label("Your comment").fill(html.unescape(text.replace("\x00", "")) or "x")
        page.get_by_role("button", name="Preview").click()
        page.locator(".px-preview, .px-errors").wait_for()
        assert page.evaluate(STRANGE) == []
        page.goto(site.addresses["new"])


def test_a_link_after_signing_in_never_leads_elsewhere(enter, site, stage):
    for where in ("https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"):
        page = enter()
        page.goto(f"/accounts/login/?next={quote(where)}")
        page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(stage.ann.email)
        page.get_by_label("Password").fill(stage.ann.password)
        page.locator("main").get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name=stage.ann.name).wait_for()
        assert page.url.startswith(site.address)
