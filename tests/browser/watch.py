"""Looks over the browser's shoulder: nothing may run that is not ours, nothing may leave, nothing may fail."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

# Written by the page itself wherever the policy stopped something.
LISTEN = """
window.__violations = [];
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI || event.sample}`);
});
"""


class Watch:
    """Gathers what must not happen in a context."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.host = host
        self.seen: list[str] = []
        context.add_init_script(LISTEN)
        context.on("page", self._follow)
        context.on("request", self._asked)

    def _follow(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.seen.append(f"script failed: {error}"))
        page.on("console", self._said)
        # A question the browser asks by itself is dismissed by Playwright only where nobody listens.
        page.on("dialog", self._opened)

    def _opened(self, dialog) -> None:
        self.seen.append(f"dialog: {dialog.type} {dialog.message}")
        dialog.dismiss()

    def _said(self, message: ConsoleMessage) -> None:
        text = message.text
        if "Content Security Policy" in text or "policy violated" in text or "TrustedTypes" in text:
            self.seen.append(f"policy: {text}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.seen.append(f"request elsewhere: {request.url}")
