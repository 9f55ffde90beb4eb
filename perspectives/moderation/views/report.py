"""Report a comment: a page of its own, for members; who is not signed in is told what can be done without."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from perspectives.discussion.doors import csrf_reason, forget_typed, kept_typed, member_required
from perspectives.discussion.errors import Refused, Throttled
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.members.models import Member
from perspectives.moderation.actions import report_comment
from perspectives.moderation.forms import ReportForm
from perspectives.moderation.models import Report
from perspectives.moderation.views.who import member_of
from perspectives.web.address import client_address


# The door behind it checks the token itself.
@csrf_exempt
def report(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The form for members; to anybody else, before they sign in for it, what needs no account."""
    if request.method in ("GET", "HEAD") and not viewer_of(request).is_authenticated:
        return page(request, "perspectives/moderation/report_signed_out.html", {"comment": _comment(slug, number)})
    return _report(request, slug, number)


@member_required
def _report(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask for a reason and words; a second visit says that the report is there."""
    member = member_of(request)
    if request.method == "POST" and not csrf_reason(request) and _reported_before(slug, number, member):
        return HttpResponseRedirect(_after(request, slug, number), status=303)
    comment = _comment(slug, number)
    if request.method != "POST":
        return _show(request, comment, member, _fresh(request))
    form = ReportForm(request.POST)
    if csrf_reason(request):
        return _show(request, comment, member, form, str(EXPIRED), 403)
    if not form.is_valid():
        return _show(request, comment, member, form, _("Nothing was sent yet: please look at the form."), 422)
    try:
        _reported(request, comment, member, form)
    except Refused as refusal:
        return _refused(request, comment, member, form, refusal)
    forget_typed(request)
    return HttpResponseRedirect(_after(request, slug, number), status=303)


def _reported_before(slug: str, number: int, member: Member) -> bool:
    """Whether the form was sent before: what it says is there, even where the comment is held because of it."""
    return Report.objects.filter(comment__discussion__slug=slug, comment__number=number, member=member).exists()


def _after(request: HttpRequest, slug: str, number: int) -> str:
    """Return where the reporter goes on: this page, which says that the report is there, while there is one."""
    public = Comment.objects.public().filter(discussion__slug=slug, number=number)
    return request.path if public.exists() else reverse("perspectives:discussion", args=[slug])


def _comment(slug: str, number: int) -> Comment:
    """Return the comment if everybody may read it: nobody reports what is not public."""
    comments = Comment.objects.public().select_related("discussion__forum", "author")
    return get_object_or_404(comments, discussion__slug=slug, number=number)


def _reported(request: HttpRequest, comment: Comment, member: Member, form: ReportForm) -> None:
    """Call the action with what the form carries."""
    report_comment(
        comment=comment,
        reporter=member,
        reason=form.cleaned_data["reason"],
        words=form.cleaned_data["words"],
        address=client_address(request),
    )


def _fresh(request: HttpRequest) -> ReportForm:
    """Return the form, with what was typed before signing in."""
    kept = kept_typed(request)
    return ReportForm(initial={name: kept[name][0] for name in ("reason", "words") if kept.get(name)})


def _show(
    request: HttpRequest,
    comment: Comment,
    member: Member,
    form: ReportForm,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page; one's own comment is no matter for a report."""
    own = comment.author_id == member.pk
    context = {
        "comment": comment,
        "own": own,
        "earlier": None if own else Report.objects.filter(comment=comment, member=member).first(),
        "form": form,
        "error": error,
    }
    return page(request, "perspectives/moderation/report.html", context, status=403 if own else status)


def _refused(
    request: HttpRequest, comment: Comment, member: Member, form: ReportForm, refusal: Refused
) -> HttpResponse:
    """Return the filled form with the sentence of a refusal and its HTTP status."""
    response = _show(request, comment, member, form, refusal.message, refusal.http_status)
    if isinstance(refusal, Throttled):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response
