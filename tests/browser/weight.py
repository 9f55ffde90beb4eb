"""Weighs a page as a browser loads it: what each kind of file costs on the way."""

from __future__ import annotations

from collections import Counter

import brotli
from playwright.sync_api import Page, Request

KINDS = {"document": "html", "stylesheet": "css", "script": "script", "font": "font"}
# The essay and 200 comments: bytes by kind, compressed, at most.
PROMISED = {"html": 60_000, "css": 15_000, "script": 10_000}
# How hard a proxy compresses what the site itself sent plain.
QUALITY = 5


def weigh(page: Page, address: str) -> tuple[Counter[str], Counter[str]]:
    """Open `address` and return by kind the bytes of bodies as they travel, and the number of files.

    What came plain counts as a proxy in front would compress it. Kinds: html, css, script, font, other.
    """
    finished: list[Request] = []
    page.on("requestfinished", lambda request: finished.append(request))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    sizes: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for request in finished:
        kind = KINDS.get(request.resource_type, "other")
        sizes[kind] += _size(request)
        files[kind] += 1
    return sizes, files


def _size(request: Request) -> int:
    response = request.response()
    assert response is not None
    if request.resource_type in ("document", "stylesheet", "script") and "content-encoding" not in response.headers:
        return len(brotli.compress(response.body(), quality=QUALITY))
    return request.sizes()["responseBodySize"]
