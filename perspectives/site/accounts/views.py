"""Account pages that allauth does not have: an overview, and leaving."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from perspectives.site.accounts.actions import delete_account
from perspectives.site.accounts.forms import LeaveForm


@never_cache
@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what one can do with one's account."""
    return render(request, "account/home.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest) -> HttpResponse:
    """Delete the account after its password was given once more."""
    form = LeaveForm(request.POST or None, user=request.user)
    if request.method == "POST":
        limited = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
        if limited:
            return limited
        if form.is_valid():
            delete_account(user=request.user)
            logout(request)
            messages.success(request, _("Your account is deleted. Your comments stay, without your name."))
            return redirect("perspectives:home")
    return render(request, "account/leave.html", {"form": form}, status=422 if form.errors else 200)
