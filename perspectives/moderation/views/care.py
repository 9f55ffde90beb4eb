"""One's own care: how hard texts are shown, how many there were today, and what was left to the others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from perspectives.discussion.doors import csrf_reason, moderator_required
from perspectives.discussion.frame import page
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.views.onwards import onwards
from perspectives.discussion.words import EXPIRED
from perspectives.moderation.care import FOLD, SESSION_KEY, SHOW_ALL, care_of, passed_by
from perspectives.moderation.notes import tell, told
from perspectives.moderation.views.passing import next_address
from perspectives.web.paging import paged


@moderator_required
def care(request: HttpRequest) -> HttpResponse:
    """Show the page, or keep for this session how hard texts are shown."""
    if request.method != "POST":
        return _show(request)
    if csrf_reason(request):
        return _show(request, str(EXPIRED), 403)
    wish = request.POST.get("show", "")
    if wish not in (SHOW_ALL, FOLD):
        return _show(request, _("Choose how hard texts are shown."), 422)
    request.session[SESSION_KEY] = wish
    tell(
        request,
        _("Every text is shown at once, until you sign out.")
        if wish == SHOW_ALL
        else _("Hard texts are folded; each says in a word what it is."),
    )
    return onwards(request, next_address(request))


def _show(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    """Return the page."""
    passed = passed_by(viewer_of(request)).select_related("comment__discussion").order_by("-pk")
    context = {"care": care_of(request), "page": paged(passed, request), "error": error, "notes": told(request)}
    return page(request, "perspectives/moderation/care.html", context, status=status)
