"""Choose the name one is shown by, and change it."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from perspectives.discussion.frame import login_url, page
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.members.actions import name_member
from perspectives.members.errors import LimitReached
from perspectives.members.limits import count_attempt
from perspectives.text.errors import TextRefused
from perspectives.web.address import client_address
from perspectives.web.csrf import csrf_failure


class NameForm(forms.Form):
    """One name; what is wrong with it the action says."""

    name = forms.CharField(
        label=_("Display name"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "px-input", "autocomplete": "nickname"}),
        help_text=_("Shown beside your comments. Your e-mail address is never shown."),
    )


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """The page where a signed-in person chooses or changes the display name."""
    viewer = viewer_of(request)
    if not viewer.is_authenticated:
        return HttpResponseRedirect(login_url(request.get_full_path()))
    if request.method != "POST":
        present = viewer.member.name if viewer.member else ""
        return _show(request, NameForm(initial={"name": present}))
    form = NameForm(request.POST)
    if csrf_failure(request):
        form.add_error(None, EXPIRED)
        return _show(request, form, 403)
    return _change(request, form)


def _change(request: HttpRequest, form: NameForm) -> HttpResponse:
    """Give the name, or give the form back with what is wrong."""
    if not form.is_valid():
        return _show(request, form, 422)
    try:
        count_attempt("name", member=viewer_of(request).member, address=client_address(request))
        name_member(user=request.user, name=form.cleaned_data["name"])
    except LimitReached as limit:
        form.add_error(None, str(limit))
        response = _show(request, form, 429)
        response.headers["Retry-After"] = str(limit.retry_after)
        return response
    except TextRefused as refusal:
        form.add_error("name", str(refusal))
        return _show(request, form, 422)
    return HttpResponseRedirect(_next(request), status=303)


def _next(request: HttpRequest) -> str:
    """Return where the person wanted to go, if that is on this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else reverse("perspectives:my_comments")


def _show(request: HttpRequest, form: NameForm, status: int = 200) -> HttpResponse:
    """Return the page."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return page(request, "perspectives/discussion/name.html", {"form": form, "next": target}, status=status)
