"""Write a new comment or an answer: the page of the composer, its preview, and the posting."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from perspectives.discussion.actions import Posted, post_comment
from perspectives.discussion.actions.post import rendered
from perspectives.discussion.actions.prepare import cleaned_body
from perspectives.discussion.doors import csrf_reason, forget_typed, kept_typed, member_required
from perspectives.discussion.errors import KeyReused, ParentGone, Refused, Throttled
from perspectives.discussion.forms import ComposerForm, new_key
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment, Discussion, State, Status
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.views.find import discussion_or_404, thread_address
from perspectives.discussion.views.onwards import onwards
from perspectives.discussion.words import EXPIRED
from perspectives.members.errors import LimitReached
from perspectives.members.limits import count_attempt
from perspectives.web.address import client_address


@member_required
def new_comment(request: HttpRequest, slug: str) -> HttpResponse:
    """The composer for a new conversation."""
    return _compose(request, discussion_or_404(request, slug), None)


@member_required
def reply(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The composer for an answer to a public comment."""
    discussion = discussion_or_404(request, slug)
    parents = Comment.objects.filter(discussion=discussion, status=Status.PUBLIC).select_related("author")
    parent = parents.filter(number=number).first()
    if parent is not None:
        return _compose(request, discussion, parent)
    if request.method != "POST":
        raise Http404
    return _without_parent(request, discussion)


def _without_parent(request: HttpRequest, discussion: Discussion) -> HttpResponse:
    """Return the typed answer in a form for a new comment: what it answered is not there, or not any more."""
    form = ComposerForm(request.POST, forum=discussion.forum)
    form.is_valid()
    action = reverse("perspectives:new_comment", args=[discussion.slug])
    return answer_refusal(request, form, ParentGone(), _context(discussion, None) | {"action": action})


def _compose(request: HttpRequest, discussion: Discussion, parent: Comment | None) -> HttpResponse:
    """Show the composer, or take what it sends."""
    if request.method != "POST":
        return _show(request, discussion, parent, _fresh(request, discussion))
    form = ComposerForm(request.POST, forum=discussion.forum)
    valid = form.is_valid()
    if csrf_reason(request):
        return answer_refusal(request, form, Refused(str(EXPIRED)), _context(discussion, parent))
    if not valid:
        return _show(request, discussion, parent, form, status=422)
    if request.POST.get("do") == "preview":
        return show_preview(request, form, _context(discussion, parent))
    try:
        posted = _posted(request, discussion, parent, form)
    except Refused as refusal:
        return answer_refusal(request, form, refusal, _context(discussion, parent))
    forget_typed(request)
    return onwards(request, _address_of(posted))


def _posted(request: HttpRequest, discussion: Discussion, parent: Comment | None, form: ComposerForm) -> Posted:
    """Call the action with what the form carries."""
    return post_comment(
        discussion=discussion,
        author=viewer_of(request).member,  # type: ignore[arg-type]  # The door lets members in only.
        body=form.cleaned_data["body"],
        tags=form.tag_names(),
        parent=parent.number if parent else None,
        key=form.cleaned_data["key"],
        address=client_address(request),
    )


def _address_of(posted: Posted) -> str:
    """Return where the writer goes: to the comment in its thread, or to its own page while it waits."""
    comment = posted.comment
    return thread_address(comment) if comment.is_public else comment.get_absolute_url()


def _fresh(request: HttpRequest, discussion: Discussion) -> ComposerForm:
    """Return a form with a new key, and with what was typed before signing in."""
    kept = kept_typed(request)
    initial: dict[str, Any] = {"key": new_key()}
    if kept:
        initial |= {"body": kept.get("body", [""])[0], "own_tags": kept.get("own_tags", [""])[0]}
        initial |= {"tags": kept.get("tags", []), "key": kept.get("key", [""])[0] or new_key()}
    return ComposerForm(initial=initial, forum=discussion.forum)


def _context(discussion: Discussion, parent: Comment | None) -> dict[str, Any]:
    """Return what the composer's page shows beside the form."""
    return {"discussion": discussion, "parent": parent, "locked": discussion.state != State.OPEN}


def _show(
    request: HttpRequest, discussion: Discussion, parent: Comment | None, form: ComposerForm, status: int = 200
) -> HttpResponse:
    """Return the composer's page."""
    context = _context(discussion, parent) | {"form": form}
    return page(request, "perspectives/discussion/compose.html", context, status=status)


def show_preview(request: HttpRequest, form: ComposerForm, context: dict[str, Any]) -> HttpResponse:
    """Return the composer's page with the text as it will look; nothing is posted."""
    try:
        count_attempt("preview", member=viewer_of(request).member, address=client_address(request))
        preview = rendered(cleaned_body(form.cleaned_data["body"]))
    except LimitReached as limit:
        throttled = Throttled(str(limit), retry_after=limit.retry_after)
        return answer_refusal(request, form, throttled, context)
    except Refused as refusal:
        return answer_refusal(request, form, refusal, context)
    shown = context | {"form": form, "preview": preview}
    return page(request, "perspectives/discussion/compose.html", shown)


def answer_refusal(request: HttpRequest, form: ComposerForm, refusal: Refused, context: dict[str, Any]) -> HttpResponse:
    """Return the filled form with the sentence of a refusal and its HTTP status; nothing typed is lost."""
    form.add_error("body" if refusal.http_status == 422 else None, refusal.message)
    shown = context | {"form": form}
    if isinstance(refusal, KeyReused):
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["key"] = new_key()  # type: ignore[index]
        shown["first"] = refusal.first
    response = page(request, "perspectives/discussion/compose.html", shown, status=refusal.http_status)
    if isinstance(refusal, Throttled):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response
