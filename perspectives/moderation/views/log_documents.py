"""The public log for programs: an Atom feed, and a table that spreadsheets read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perspectives.conf import conf
from perspectives.discussion.documents import SteadyFeed, kept, may_be_kept, tag_of
from perspectives.moderation.models import Decision
from perspectives.moderation.open_forums import open_forums
from perspectives.moderation.public_forms import LogForm
from perspectives.moderation.public_log import (
    Row,
    before,
    decisions_for,
    onwards,
    rows_in_batches,
    rows_of,
    with_discussions,
)
from perspectives.moderation.spreadsheets import Echo, harmless
from perspectives.text.clean import clean_line
from perspectives.web.paging import LONGEST_LIST

ENTRIES = 50
# Lines of one table; the header `Link` leads to the next.
LINES = 10_000
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
HEAD = ("number", "decided", "act", "outcome", "rule", "law", "automation")


class LogFeed(Feed):
    """The newest decisions, or those that the same filters as on the page leave."""

    feed_type = SteadyFeed

    def get_object(self, request: HttpRequest) -> HttpRequest:
        """Return the request, which says what part of the log is asked for."""
        return request

    def title(self, obj: HttpRequest) -> str:
        """Return the name of the log."""
        return _("Moderation log of %(site)s") % {"site": clean_line(str(conf.SITE_NAME))}

    def link(self, obj: HttpRequest) -> str:
        """Return the address of the page."""
        return f"{reverse('perspectives:log')}{onwards(obj, None).removesuffix('?')}"

    def feed_url(self, obj: HttpRequest) -> str:
        """Return the feed's own address."""
        return f"{reverse('perspectives:log_feed')}{onwards(obj, None).removesuffix('?')}"

    def feed_extra_kwargs(self, obj: HttpRequest) -> dict[str, Any]:
        """Return the date of a feed without decisions."""
        return {"began": LONG_AGO}

    def items(self, obj: HttpRequest) -> list[Row]:
        """Return the lines, the newest first: two queries beside that for the forums."""
        return with_discussions(rows_of(asked_for(obj)[:ENTRIES]))

    def item_title(self, item: Row) -> str:
        """Return the act, and where it was done if everybody may know."""
        return clean_line(f"{item.act_label}: {item.title}" if item.title else item.act_label)

    def item_description(self, item: Row) -> str:
        """Return outcome, rule and automation in a sentence each; plain text."""
        told = [
            _("Outcome: %(outcome)s.") % {"outcome": item.outcome_label} if item.outcome else "",
            _("Rule %(rule)s.") % {"rule": clean_line(item.rule)} if item.rule else "",
            _("On the ground of a law.") if item.law else "",
            _("Automation took part.") if item.automated else _("Automation took no part."),
        ]
        return " ".join(filter(None, told))

    def item_link(self, item: Row) -> str:
        """Return the address of the page that begins with this line."""
        return f"{reverse('perspectives:log')}?before={item.key + 1}"

    def item_pubdate(self, item: Row) -> datetime:
        """Return when it was decided."""
        return item.decided_at

    def item_updateddate(self, item: Row) -> datetime:
        """Return the same: a decision is never changed."""
        return item.decided_at


def asked_for(request: HttpRequest) -> QuerySet[Decision]:
    """Return the decisions that the query string asks for; Http404 for nonsense."""
    form = LogForm(request.GET, list(open_forums()[:LONGEST_LIST]), [])
    if not form.is_valid():
        raise Http404(_("There is no such part of the log."))
    return decisions_for(form)


@require_safe
def log_feed(request: HttpRequest) -> HttpResponse:
    """The Atom feed of the log."""
    return kept(request, LogFeed()(request))


@require_safe
def log_csv(request: HttpRequest) -> HttpResponseBase:
    """The log as a table, at most LINES lines; the `Link` header leads on from the last.

    No decision ever changes, so which ones it shows tells whether a reader has it already.
    """
    decisions = before(request, asked_for(request))
    keys = list(decisions.values_list("pk", flat=True)[: LINES + 1])
    etag = tag_of(f"{keys}{request.get_full_path()}".encode())
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return may_be_kept(request, known, etag)
    response = StreamingHttpResponse(_lines(decisions), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="moderation-log.csv"'
    if len(keys) > LINES:
        address = request.build_absolute_uri(f"{request.path}{onwards(request, keys[LINES - 1])}")
        response.headers["Link"] = f'<{address}>; rel="next"'
    return may_be_kept(request, response, etag)


def _lines(decisions: QuerySet[Decision]) -> Iterator[str]:
    """Yield the table line by line: its codes and dates are the same in every language."""
    writer = csv.writer(Echo())
    yield writer.writerow(HEAD)
    for row in rows_in_batches(decisions, LINES):
        cells = (row.act, row.outcome, row.rule, _yes(row.law), _yes(row.automated))
        yield writer.writerow([row.key, row.decided_at.astimezone(UTC).isoformat(), *map(harmless, cells)])


def _yes(value: bool) -> str:
    return "yes" if value else "no"
