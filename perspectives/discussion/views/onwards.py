"""Where a writer goes after a change, said in a way that a browser follows and in one that our script can read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

# Sent by static/perspectives/perspectives.js with every form.
SCRIPT_HEADER = "X-Perspectives"


def onwards(request: HttpRequest, address: str) -> HttpResponse:
    """Return a redirect to `address`, or for our script a 204 that names it.

    `fetch` follows redirects by itself and drops the fragment, which says where on the page the comment stands.
    """
    if request.headers.get(SCRIPT_HEADER) == "fetch":
        return HttpResponse(status=204, headers={"Location": address, "Cache-Control": "private, no-store"})
    return HttpResponseRedirect(address, status=303)
