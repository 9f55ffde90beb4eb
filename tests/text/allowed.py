"""What rendered HTML may hold, written down a second time and read by another parser than the one that made it."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

COMMENT_TAGS = {"a", "blockquote", "br", "code", "del", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"}
ESSAY_TAGS = COMMENT_TAGS | {"h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"}
COMMENT_ATTRIBUTES = {"a": {"href", "title", "rel"}, "ol": {"start"}}


class Faults(HTMLParser):
    """Collects what should not be there."""

    def __init__(self, *, essay: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.essay = essay
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in (ESSAY_TAGS if self.essay else COMMENT_TAGS):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            self._check(tag, name, value or "")
        if tag == "a":
            self._check_rel(dict(attrs))
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.found.append(f"</{tag}> closes something else")

    def handle_comment(self, data: str) -> None:
        self.found.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.found.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.found.append("an instruction")

    def _check(self, tag: str, name: str, value: str) -> None:
        if name == "id" and self.essay and value.startswith("p-"):
            return
        if name not in COMMENT_ATTRIBUTES.get(tag, ()):
            self.found.append(f"<{tag} {name}>")
        if name == "href" and not self._leads_well(value):
            self.found.append(f"href {value!r}")

    def _leads_well(self, address: str) -> bool:
        if "\\" in address or any(ord(char) <= 32 for char in address):
            return False
        if self.essay and address.startswith("/"):
            return not address.startswith("//")
        parts = urlsplit(address.lower() if "[" not in address else address.lower().replace("[", "").replace("]", ""))
        return parts.scheme == "mailto" or (parts.scheme in ("http", "https") and bool(parts.netloc))

    def _check_rel(self, attrs: dict[str, str | None]) -> None:
        wanted = "noopener" if self.essay else "nofollow ugc noopener"
        if attrs.get("rel") != wanted:
            self.found.append(f"rel {attrs.get('rel')!r}")


def faults(html: str, *, essay: bool = False) -> list[str]:
    """Return what `html` holds that a comment (or essay) may not."""
    reader = Faults(essay=essay)
    reader.feed(html)
    reader.close()
    return reader.found + [f"<{tag}> is left open" for tag in reader.open]
