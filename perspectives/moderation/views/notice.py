"""Notice of illegal content, by anybody, and the receipt with the answer, for who has its address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from perspectives.conf import conf
from perspectives.discussion.doors import anybody, csrf_reason
from perspectives.discussion.errors import Refused, Throttled
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.members.models import Member
from perspectives.moderation.actions import Notifier, give_notice
from perspectives.moderation.actions.give_notice import NoticeKeyUsed
from perspectives.moderation.legal_forms import NoticeForm
from perspectives.moderation.models import LegalNotice
from perspectives.web.address import client_address


@anybody
def give(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask what is illegal and why, and lead to the receipt."""
    comments = Comment.objects.public().select_related("discussion__forum", "author")
    comment = get_object_or_404(comments, discussion__slug=slug, number=number)
    if request.method != "POST":
        return _show(request, comment, NoticeForm(initial=_known(viewer_of(request).member)))
    form = NoticeForm(request.POST)
    valid = form.is_valid()
    if csrf_reason(request):
        return _refused(request, comment, form, Refused(str(EXPIRED)))
    if not valid:
        return _show(request, comment, form, 422)
    try:
        notice = _given(request, comment, form)
    except Refused as refusal:
        return _refused(request, comment, form, refusal)
    return HttpResponseRedirect(reverse("perspectives:notice_receipt", args=[notice.key]), status=303)


def _given(request: HttpRequest, comment: Comment, form: NoticeForm) -> LegalNotice:
    """Call the action with what the form carries."""
    said = form.cleaned_data
    notifier = Notifier(
        name=said["name"],
        email=said["email"],
        nameless=said["exempt"],
        member=viewer_of(request).member,
        address=client_address(request),
    )
    return give_notice(
        comment=comment,
        key=said["key"],
        words=said["words"],
        law=said["law"],
        good_faith=said["good_faith"],
        notifier=notifier,
    )


def _known(member: Member | None) -> dict[str, Any]:
    """Return what need not be typed: the address of the member's account. The name is asked for: it is the true one."""
    user = member.user if member is not None else None
    return {"email": getattr(user, user.get_email_field_name(), "") or ""} if user is not None else {}


def _show(request: HttpRequest, comment: Comment, form: NoticeForm, status: int = 200) -> HttpResponse:
    """Return the page with the comment and the form."""
    address = request.build_absolute_uri(comment.get_absolute_url())
    context = {"comment": comment, "discussion": comment.discussion, "form": form, "address": address}
    return page(request, "perspectives/moderation/give_notice.html", context, status=status)


def _refused(request: HttpRequest, comment: Comment, form: NoticeForm, refusal: Refused) -> HttpResponse:
    """Return the filled form with the sentence of a refusal and its HTTP status."""
    shown = form.renewed() if isinstance(refusal, NoticeKeyUsed) else form
    shown.add_error(refusal.code if refusal.code in form.fields else None, refusal.message)
    response = _show(request, comment, shown, refusal.http_status)
    if isinstance(refusal, Throttled):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


@login_not_required
@require_safe
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """What was sent and when, and the answer once there is one: for who has the address, and nobody else."""
    joins = ("comment__discussion", "decision")
    notice = get_object_or_404(LegalNotice.objects.select_related(*joins), key=key)
    context = {
        "notice": notice,
        "address": request.build_absolute_uri(notice.comment.get_absolute_url()),
        "redress": conf.REDRESS_TEXT,
    }
    response = page(request, "perspectives/moderation/notice_receipt.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
