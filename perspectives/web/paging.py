"""Pages of lists: a wrong page is a 404, no list is longer than a hundred."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from perspectives.conf import conf

# No list is longer, whatever a host sets.
LONGEST_LIST = 100
# Far beyond any list of ours; keeps OFFSET inside every database's integers.
LAST_PAGE = 1_000_000


def page_number(request: HttpRequest, name: str = "page") -> int:
    """Return the page asked for by query parameter `name`, 1 if absent; Http404 for anything but a plain number."""
    typed = request.GET.get(name, "1")
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > 7 or not 1 <= int(typed) <= LAST_PAGE:
        raise Http404(_("There is no such page."))
    return int(typed)


def paged(queryset: Any, request: HttpRequest, size: int | None = None) -> Page[Any]:
    """Return the page of `queryset` that the request asks for; Http404 past the end, the first page may be empty."""
    paginator = Paginator(queryset, min(size or conf.LIST_PAGE_SIZE, LONGEST_LIST))
    number = page_number(request)
    if number > paginator.num_pages:
        raise Http404(_("There is no such page."))
    return paginator.page(number)
