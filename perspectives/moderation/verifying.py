"""Hold the log against its chain: every link against the one before it, and against the decision it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from perspectives.moderation.chain import COLUMNS, digest_of
from perspectives.moderation.models import Decision, LogEntry, LogHead
from perspectives.moderation.seal import seals_of

# Links held in memory at once.
BATCH = 900


@dataclass(frozen=True)
class End:
    """Where the chain ends, and where the row that says so believes it ends; read in one statement."""

    position: int | None
    digest: str | None
    last_position: int | None
    last_digest: str | None


class Walk:
    """One walk along the chain: yields a sentence for each fault, and knows afterwards what it has seen."""

    def __init__(self, *, start: int = 1, expected: str = "") -> None:
        """Begin at the link with the position `start`; `expected` is a digest or a seal that somebody kept, or ""."""
        self.start, self.expected = start, expected.strip().lower()
        self.seen, self.found = 0, not self.expected
        self._place, self._previous = start - 1, ""

    def faults(self) -> Iterator[str]:
        """Yield every fault of links, decisions and the end of the chain, in this order."""
        yield from self._beginning()
        while links := self._next_links():
            yield from self._held_against(links, _decisions_of(links))
        yield from _unlinked()
        yield from self._ending(_end())

    def _beginning(self) -> Iterator[str]:
        """Take the digest before the first link to be looked at as given."""
        if self.start == 1:
            return
        before = LogEntry.objects.filter(position=self.start - 1).values_list("digest", flat=True).first()
        if before is None:
            yield _("Link %(position)d is missing.") % {"position": self.start - 1}
        self._previous = before or ""

    def _next_links(self) -> list[LogEntry]:
        """Return the next links."""
        return list(LogEntry.objects.filter(position__gt=self._place).order_by("position")[:BATCH])

    def _held_against(self, links: Sequence[LogEntry], decisions: dict[int, dict[str, Any]]) -> Iterator[str]:
        """Yield what is wrong with some links that follow each other."""
        for link in links:
            yield from self._gap(link)
            if link.previous != self._previous:
                yield _("Link %(position)d does not follow the one before it.") % {"position": link.position}
            yield from _fault_of(link, decisions.get(link.decision_key))
            self.found = self.found or self.expected == link.digest or self.expected in seals_of(link.digest)
            self._place, self._previous, self.seen = link.position, link.digest, self.seen + 1

    def _gap(self, link: LogEntry) -> Iterator[str]:
        """Yield the links that are missing before this one."""
        first, last = self._place + 1, link.position - 1
        if first == last:
            yield _("Link %(position)d is missing.") % {"position": first}
        elif first < last:
            yield _("Links %(first)d to %(last)d are missing.") % {"first": first, "last": last}

    def _ending(self, end: End) -> Iterator[str]:
        """Yield what is wrong with the row of the end, and whether what somebody kept was never met."""
        if (end.position or 0, end.digest or "") != (end.last_position or 0, end.last_digest or ""):
            stands = {"head": end.position or 0, "last": end.last_position or 0}
            yield _("The end of the log (%(head)d) is not its last link (%(last)d).") % stands
        if not self.found:
            yield _("The digest or seal that was kept is not in this log: what is before it was changed.")


def _fault_of(link: LogEntry, decision: dict[str, Any] | None) -> Iterator[str]:
    """Yield what is wrong between a link and its decision."""
    names = {"decision": link.decision_key, "position": link.position}
    if decision is None:
        yield _("Decision %(decision)d (link %(position)d) is missing.") % names
    elif digest_of(decision, link.previous) != link.digest:
        yield _("Decision %(decision)d (link %(position)d) was changed.") % names


def _decisions_of(links: Sequence[LogEntry]) -> dict[int, dict[str, Any]]:
    """Return the linked fields of the decisions of some links, by primary key."""
    rows = Decision.objects.order_by().filter(pk__in=[link.decision_key for link in links])
    return {row["id"]: row for row in rows.values(*COLUMNS).iterator()}


def _unlinked() -> Iterator[str]:
    """Yield the decisions that no link was made of."""
    links = LogEntry.objects.filter(decision_key=OuterRef("pk"))
    for key in Decision.objects.filter(~Exists(links)).order_by("pk").values_list("pk", flat=True).iterator():
        yield _("Decision %(decision)d has no link.") % {"decision": key}


def _end() -> End:
    """Return both ends: in one statement, so that nobody writes between them."""
    last = LogEntry.objects.order_by("-position")
    heads = LogHead.objects.filter(pk=1).values_list(
        "position", "digest", Subquery(last.values("position")[:1]), Subquery(last.values("digest")[:1])
    )
    head = heads.first()
    if head is not None:
        return End(*head)
    link = last.first()
    return End(None, None, link.position if link else None, link.digest if link else None)
