"""Edit one's own comment, and take it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from perspectives.discussion.actions import edit_comment, withdraw_comment
from perspectives.discussion.doors import csrf_reason, forget_typed, kept_typed, member_required
from perspectives.discussion.errors import Conflict, Refused
from perspectives.discussion.forms import ComposerForm, split_known
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment
from perspectives.discussion.places import thread_address
from perspectives.discussion.rules import edit_until, may_edit, may_withdraw, viewer_of
from perspectives.discussion.views.compose import answer_refusal, show_preview
from perspectives.discussion.views.find import own_comment_or_404
from perspectives.discussion.views.onwards import onwards
from perspectives.discussion.words import EXPIRED
from perspectives.web.address import client_address


@member_required
def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The composer over one's own comment."""
    comment = own_comment_or_404(request, slug, number)
    context = _context(comment)
    if request.method != "POST":
        open_now = may_edit(comment, comment.author, timezone.now())
        shown = context | {"form": _filled(request, comment), "closed": not open_now}
        return page(request, "perspectives/discussion/compose.html", shown, status=200 if open_now else 403)
    form = ComposerForm(request.POST, forum=comment.discussion.forum)
    if not form.is_valid():
        return page(request, "perspectives/discussion/compose.html", context | {"form": form}, status=422)
    if csrf_reason(request):
        return answer_refusal(request, form, Refused(str(EXPIRED)), context)
    if request.POST.get("do") == "preview":
        return show_preview(request, form, context)
    try:
        changed = _edited(request, comment, form)
    except Refused as refusal:
        return _answer(request, form, refusal, comment)
    forget_typed(request)
    address = thread_address(changed) if changed.is_public else changed.get_absolute_url()
    return onwards(request, address)


def _edited(request: HttpRequest, comment: Comment, form: ComposerForm) -> Comment:
    """Call the action with what the form carries."""
    return edit_comment(
        comment=comment,
        editor=comment.author,
        body=form.cleaned_data["body"],
        tags=form.tag_names(),
        revision=form.cleaned_data["revision"] or 0,
        address=client_address(request),
        filled=form.filled(),
    )


def _answer(request: HttpRequest, form: ComposerForm, refusal: Refused, comment: Comment) -> HttpResponse:
    """Return the filled form; after a conflict it carries the new revision, so that sending again is a choice."""
    context = _context(comment)
    if isinstance(refusal, Conflict):
        comment.refresh_from_db()
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["revision"] = str(comment.revision)  # type: ignore[index]
        context |= {"meanwhile": comment}
    return answer_refusal(request, form, refusal, context)


def _filled(request: HttpRequest, comment: Comment) -> ComposerForm:
    """Return the form with the comment's words, or with what was typed before signing in again."""
    names = [item.tag.name for item in comment.tag_items.select_related("tag")]
    known, own = split_known(names, comment.discussion.forum)
    initial = {"body": comment.body, "tags": known, "own_tags": ", ".join(own), "revision": comment.revision}
    kept = kept_typed(request)
    if kept:
        initial |= {"body": kept.get("body", [comment.body])[0], "own_tags": kept.get("own_tags", [""])[0]}
        initial["tags"] = kept.get("tags", [])
    return ComposerForm(initial=initial, forum=comment.discussion.forum)


def _context(comment: Comment) -> dict[str, object]:
    """Return what the composer's page shows beside the form."""
    return {"discussion": comment.discussion, "edited": comment, "until": edit_until(comment.created_at)}


@member_required
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask once, then take the comment back."""
    comment = own_comment_or_404(request, slug, number)
    context: dict[str, object] = {"comment": comment, "open": may_withdraw(comment, comment.author)}
    if request.method != "POST":
        return page(request, "perspectives/discussion/withdraw.html", context)
    if csrf_reason(request):
        context["error"] = EXPIRED
        return page(request, "perspectives/discussion/withdraw.html", context, status=403)
    member = viewer_of(request).member
    try:
        withdraw_comment(comment=comment, member=member)  # type: ignore[arg-type]  # Members only.
    except Refused as refusal:
        context["error"] = refusal.message
        return page(request, "perspectives/discussion/withdraw.html", context, status=refusal.http_status)
    return onwards(request, comment.get_absolute_url())
