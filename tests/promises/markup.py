"""What a page of ours may hold, read by a parser of Python's: nothing inline, nothing that writers made, no way out."""

from __future__ import annotations

from html.parser import HTMLParser

LINKS = {"href", "src", "action", "formaction", "data", "poster", "srcset", "cite", "ping", "background", "manifest"}
NEVER = {"iframe", "object", "embed", "base", "math", "style", "applet", "frame", "marquee", "portal", "animate"}


class PageFaults(HTMLParser):
    """Collects what could run, frame, or lead elsewhere."""

    def __init__(self, host: str = "testserver") -> None:
        super().__init__(convert_charrefs=True)
        self.host, self.found, self.links = host, [], []
        self.script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NEVER:
            self.found.append(f"<{tag}>")
        named = dict(attrs)
        if tag == "script" and not (named.get("src") or "").startswith("/static/"):
            self.found.append(f"script {named}")
        if tag == "meta" and (named.get("http-equiv") or "").lower() == "refresh":
            self.found.append("refresh")
        self.script = tag == "script"
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def handle_data(self, data: str) -> None:
        if self.script and data.strip():
            self.found.append(f"inline script {data[:40]!r}")

    def handle_endtag(self, tag: str) -> None:
        self.script = False

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in ("style", "srcdoc"):
            self.found.append(f"<{tag} {name}>")
        if name in LINKS:
            self.links.append((tag, name, value))
            if not self._leads_well(tag, value):
                self.found.append(f"<{tag} {name}={value!r}>")

    def _leads_well(self, tag: str, value: str) -> bool:
        own = value.startswith((f"http://{self.host}/", f"https://{self.host}/"))
        inside = value[:1] in ("", "/", "#", "?") and value[:2] not in ("//", "/\\")
        outside = tag == "a" and value.startswith(("http://", "https://", "mailto:")) and "\\" not in value
        return own or inside or outside


def page_faults(html: str) -> list[str]:
    """Return what `html`, a whole page, may not hold."""
    reader = PageFaults()
    reader.feed(html)
    reader.close()
    return reader.found
