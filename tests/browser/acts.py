"""What a person does in a discussion, said once: the same acts with script and without."""

from __future__ import annotations

import itertools
import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Person, Stage

_keys = itertools.count(1)
# "Answer #2", and not "Next answer".
ANSWER = re.compile("^Answer")


def comment(page: Page, number: int) -> Locator:
    """Return the card of a comment."""
    return page.locator(f'article[id="{number}"]')


def composer(page: Page) -> Locator:
    """Return the form for writing."""
    return page.locator("form[data-px=composer]")


def body(page: Page) -> Locator:
    """Return the field for the text."""
    return page.get_by_label("Your comment")


def begin(page: Page, stage: Stage) -> None:
    """Open the essay and its composer."""
    page.goto(stage.essay)
    page.get_by_role("link", name="Write a comment").click()
    expect(body(page)).to_be_visible()


def answer(page: Page, number: int) -> None:
    """Open the composer of an answer; the page is the essay's."""
    comment(page, number).get_by_role("link", name=ANSWER).click()
    expect(body(page)).to_be_visible()


def post(page: Page) -> None:
    """Send the form."""
    page.get_by_role("button", name="Post comment").click()


def write(page: Page, stage: Stage, words: str) -> None:
    """Post a comment under the essay."""
    begin(page, stage)
    body(page).fill(words)
    post(page)


def speak(page: Page, stage: Stage, words: str, *, to: int | None = None) -> None:
    """Post a comment without looking at a page: what somebody else does meanwhile."""
    where = f"{stage.discussion}{to}/reply/" if to else f"{stage.discussion}new/"
    typed = {"csrfmiddlewaretoken": "k" * 32, "key": f"spoken-{next(_keys):06d}", "body": words, "do": "post"}
    sent = page.request.post(where, form=typed)
    assert sent.ok, sent.text()
    assert not sent.url.endswith(("/new/", "/reply/")), sent.text()


def sign_in(page: Page, person: Person) -> None:
    """Fill the page for signing in."""
    page.get_by_label("E-mail").or_(page.get_by_label("Email")).fill(person.email)
    page.get_by_label("Password").fill(person.password)
    page.locator("main").get_by_role("button", name="Sign in").click()


def decide(page: Page, stage: Stage, number: int, act: str, *, rule: int = 0, words: str = "") -> None:
    """Go to the desk and decide on a comment."""
    page.goto("/moderation/")
    card = page.locator(f"#c-{number_on_desk(page, number)}")
    if rule:
        card.get_by_label("Rule, for a rejection").select_option(index=rule)
    if words:
        card.get_by_label("Words to the writer").fill(words)
    card.get_by_role("button", name=act, exact=True).click()
    settled(page)


def settled(page: Page) -> None:
    """Wait until the desk has its answer, where the script asks without leaving the page."""
    expect(page.locator(".px-card[aria-busy]")).to_have_count(0)


def number_on_desk(page: Page, number: int) -> str:
    """Return the key of the card that is about comment `number`."""
    card = page.locator("article.px-card", has=page.locator("h2 a", has_text=f"#{number}"))
    return (card.get_attribute("id") or "").removeprefix("c-")
