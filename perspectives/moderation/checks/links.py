"""Holds a text with more links than the forum allows."""

from __future__ import annotations

from html.parser import HTMLParser

from perspectives.discussion.screening import Submission, Verdict, hold, passed


def links(submission: Submission) -> Verdict:
    """Hold when the rendered text leads to more places outside than allowed; the forum's team is exempt."""
    allowed = submission.forum.links_allowed
    count = count_links(submission.html)
    if count > allowed and not submission.is_staff:
        return hold(links=count, allowed=allowed)
    return passed(links=count, allowed=allowed)


class _Links(HTMLParser):
    """Counts anchors that lead out of the page."""

    count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count `tag` if it leads out."""
        if tag == "a" and any(name == "href" and not (value or "").startswith("#") for name, value in attrs):
            self.count += 1


def count_links(html: str) -> int:
    """Return how many links sanitised `html` has, those within the page left out."""
    parser = _Links()
    parser.feed(html)
    parser.close()
    return parser.count
