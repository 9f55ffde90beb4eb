"""Holds a text with more links than the forum allows, and holds or refuses one that leads to a listed host.

An address that a reader can copy counts as a link, whether or not one can follow it.
"""

from __future__ import annotations

from html.parser import HTMLParser

from django.utils.translation import gettext as _

from perspectives.discussion.screening import Submission, Verdict, hold, passed, refuse
from perspectives.moderation.addresses import hosts_in
from perspectives.moderation.hosts import folded, host_of, is_listed
from perspectives.moderation.trust import trusts

_WITHIN_WORDS = frozenset({"em", "strong", "del", "s", "code", "sub", "sup"})


def links(submission: Submission) -> Verdict:
    """Refuse (422) a link to a refused host; hold one to a held host, and more links than allowed.

    Links to allowed hosts are not counted, trusted members may have more, and the forum's team is held for none. One
    query, of a text with more links than a stranger may have.
    """
    forum = submission.forum
    linked, words = _parted(submission.html)
    hosts = [*map(host_of, linked), *map(folded, hosts_in(words))]
    refused = [host for host in hosts if is_listed(host, forum.refused_hosts)]
    if refused:
        message = _("This forum takes no links to %(hosts)s. Please leave them out.")
        return refuse(message % {"hosts": ", ".join(_named(refused))}, hosts=_named(refused))
    held = [host for host in hosts if is_listed(host, forum.held_hosts)]
    count = sum(not is_listed(host, forum.allowed_hosts) for host in hosts)
    allowed = _allowed(submission, count)
    facts = {"links": count, "allowed": allowed} | ({"hosts": _named(held)} if held else {})
    if (held or count > allowed) and not submission.is_staff:
        return hold(**facts)
    return passed(**facts)


def _allowed(submission: Submission, count: int) -> int:
    """Return how many links the writer may have; asked only where it makes a difference whether the writer is known."""
    forum = submission.forum
    matters = forum.links_allowed < count <= forum.trusted_links and not submission.is_staff
    if matters and trusts(submission):
        return forum.trusted_links
    return forum.links_allowed


def _named(hosts: list[str]) -> list[str]:
    """Return each host once, ten at most."""
    return list(dict.fromkeys(hosts))[:10]


class _Links(HTMLParser):
    """Collects anchors that lead out of the page, and the words that stand in none of them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.words: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where `tag` leads, if it leads out."""
        address = dict(attrs).get("href") if tag == "a" else None
        if address is not None and not address.startswith("#"):
            self.found.append(address)
            self.inside = True
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        """Go on with the words behind an anchor."""
        self.inside = self.inside and tag != "a"
        self._part(tag)

    def handle_data(self, data: str) -> None:
        """Keep words that stand in no anchor: what an anchor says is a part of that one link."""
        if not self.inside:
            self.words.append(data)

    def _part(self, tag: str) -> None:
        """Part the words at everything but emphasis, which may stand in the middle of one."""
        if tag not in _WITHIN_WORDS:
            self.words.append("\n")


def _parted(html: str) -> tuple[list[str], str]:
    """Return the addresses that sanitised `html` links to, those within the page left out, and its other words."""
    parser = _Links()
    parser.feed(html)
    parser.close()
    return parser.found, "".join(parser.words)
