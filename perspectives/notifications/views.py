"""The member's notices with the switches for mail, and the page behind the link that ends it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from perspectives.discussion.doors import csrf_reason, member_required
from perspectives.discussion.frame import page
from perspectives.discussion.rules import viewer_of
from perspectives.notifications.actions import choose_desk_mail, switch_mail, unsubscribe
from perspectives.notifications.forms import MailForm
from perspectives.notifications.models import Notice
from perspectives.notifications.tokens import read_token
from perspectives.web.paging import paged


@member_required
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, the latest first, and which of it I want by mail."""
    if request.method == "POST":
        return _switched(request)
    return _show(request, MailForm(viewer=viewer_of(request)))


def _switched(request: HttpRequest) -> HttpResponse:
    """Take the switches and come back to the page."""
    viewer = viewer_of(request)
    form = MailForm(request.POST, viewer=viewer)
    if csrf_reason(request) or not form.is_valid():
        form.add_error(None, _("This page was open for too long. Please press the button once more."))
        return _show(request, form, status=403)
    # The form has put the wishes on its instance already; the action compares with the row.
    viewer.member.refresh_from_db()  # type: ignore[union-attr]  # The door lets members in only.
    switches = dict(form.cleaned_data)
    desk_mail = switches.pop("desk_mail", None)
    switch_mail(member=viewer.member, **switches)  # type: ignore[arg-type]
    if desk_mail is not None:
        choose_desk_mail(member=viewer.member, choice=desk_mail)  # type: ignore[arg-type]
    if hasattr(request, "_messages"):
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("perspectives:notices"), status=303)


def _show(request: HttpRequest, form: MailForm, status: int = 200) -> HttpResponse:
    """Return the page."""
    rows = Notice.objects.listed_for(viewer_of(request)).order_by("-pk").for_letters()
    context = {"form": form, "page": paged(rows, request)}
    return page(request, "perspectives/notifications/notices.html", context, status=status)


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_view(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link would switch off; a POST, also a mail program's own (RFC 8058), switches it off.

    Exempt from the CSRF check because that POST comes without cookies: the signed token is the permission.
    """
    permit = read_token(token)
    if permit is None:
        return page(request, "perspectives/notifications/unsubscribe_invalid.html", status=404)
    if request.method == "POST":
        unsubscribe(permit=permit)
    context = {"kinds": [kind.label for kind in permit.kinds], "done": request.method == "POST"}
    response = page(request, "perspectives/notifications/unsubscribe.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
