"""Pages that show a list of essays, a list of comments, or both side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from perspectives.conf import conf
from perspectives.reading.entries import CommentEntry, EssayEntry, comments_listed, essays_listed
from perspectives.web.paging import LONGEST_LIST, page_number


@dataclass(frozen=True)
class Found:
    """Essays and comments on one page of both lists; `page` is the longer one's, which the links to pages follow."""

    essays: list[EssayEntry]
    comments: list[CommentEntry]
    essay_count: int
    comment_count: int
    page: Page[Any]

    @property
    def trace(self) -> str:
        """Everything the page is made of."""
        counts = f"{self.essay_count} {self.comment_count} {self.page.number} {self.page.paginator.num_pages}"
        return "\n".join([counts, traced(self.essays), traced(self.comments)])


def traced(entries: Iterable[EssayEntry | CommentEntry]) -> str:
    """Return everything the lines of a list are made of."""
    return "\n".join(entry.trace for entry in entries)


def found(request: HttpRequest, posts: Any, comments: Any) -> Found:
    """Return the page asked for of both lists; Http404 past the end of the longer one."""
    size = min(conf.LIST_PAGE_SIZE, LONGEST_LIST)
    essays: Paginator[Any] = Paginator(essays_listed(posts), size)
    words: Paginator[Any] = Paginator(comments_listed(comments), size)
    number = page_number(request)
    longer = essays if essays.num_pages >= words.num_pages else words
    if number > longer.num_pages:
        raise Http404(_("There is no such page."))
    return Found(
        [EssayEntry(post) for post in _rows(essays, number)],
        [CommentEntry(comment) for comment in _rows(words, number)],
        essays.count,
        words.count,
        longer.page(number),
    )


def _rows(pager: Paginator[Any], number: int) -> list[Any]:
    """Return the rows of a page; none past the end."""
    return list(pager.page(number)) if number <= pager.num_pages else []
