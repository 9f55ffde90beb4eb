"""Write a new comment or an answer: the page of the composer, its preview, and the posting."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from perspectives.conf import conf
from perspectives.discussion.actions import Posted, post_comment
from perspectives.discussion.actions.post import rendered
from perspectives.discussion.actions.prepare import cleaned_body, hash_of
from perspectives.discussion.asking import Typed, keys_of
from perspectives.discussion.doors import csrf_reason, forget_typed, kept_typed, member_required
from perspectives.discussion.earlier import is_key
from perspectives.discussion.errors import KeyReused, ParentGone, Refused, Throttled
from perspectives.discussion.forms import ComposerForm, new_key, signed_moment
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment, Discussion, State
from perspectives.discussion.places import thread_address
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.views.find import Place, discussion_or_404, place_of_answer, place_of_new
from perspectives.discussion.views.onwards import onwards
from perspectives.discussion.words import EXPIRED, slow_mode
from perspectives.members.errors import LimitReached
from perspectives.members.limits import count_attempt
from perspectives.text.clean import clean_line, clean_text
from perspectives.text.tags import split_tags
from perspectives.web.address import client_address

# What a check refuses with that wants the writer asked once whether a harsh tone is meant.
TONE = "tone"


@member_required
def new_comment(request: HttpRequest, slug: str) -> HttpResponse:
    """The composer for a new conversation."""
    return _compose(request, place_of_new(request, slug, _typed(request)))


@member_required
def reply(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The composer for an answer to a public comment."""
    place = place_of_answer(request, slug, number, _typed(request))
    if place is not None:
        return _compose(request, place)
    discussion = discussion_or_404(request, slug)
    if request.method != "POST":
        raise Http404
    return _without_parent(request, discussion)


def _typed(request: HttpRequest) -> Typed | None:
    """Return what is to be asked about a form that posts; None where none does, or the action will refuse it."""
    body, key = request.POST.get("body", ""), request.POST.get("key", "")
    if request.POST.get("do") == "preview" or not is_key(key) or not 0 < len(body) <= conf.COMMENT_MAX_LENGTH:
        return None
    names = [*request.POST.getlist("tags"), *split_tags(clean_line(request.POST.get("own_tags", "")))]
    return Typed(key, hash_of(clean_text(body)), keys_of(names, conf.COMMENT_TAGS))


def _without_parent(request: HttpRequest, discussion: Discussion) -> HttpResponse:
    """Return the typed answer in a form for a new comment: what it answered is not there, or not any more."""
    form = ComposerForm(request.POST, forum=discussion.forum)
    form.is_valid()
    action = reverse("perspectives:new_comment", args=[discussion.slug])
    return answer_refusal(request, form, ParentGone(), _context(discussion, None) | {"action": action})


def _compose(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the composer, or take what it sends."""
    discussion, parent = place.discussion, place.parent
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
        posted = _posted(request, place, form)
    except Refused as refusal:
        return answer_refusal(request, form, refusal, _context(discussion, parent))
    forget_typed(request)
    return onwards(request, _address_of(posted, place))


def _posted(request: HttpRequest, place: Place, form: ComposerForm) -> Posted:
    """Call the action with what the form carries."""
    viewer, discussion = viewer_of(request), place.discussion
    return post_comment(
        discussion=discussion,
        author=viewer.member,  # type: ignore[arg-type]  # The door lets members in only.
        staff=viewer.may_moderate(discussion.forum_id) or viewer.may_edit(discussion.forum_id),
        body=form.cleaned_data["body"],
        tags=form.tag_names(),
        parent=place.parent,
        key=form.cleaned_data["key"],
        address=client_address(request),
        asked=place.asked,
        filled=form.filled(),
    )


def _address_of(posted: Posted, place: Place) -> str:
    """Return where the writer goes: to the comment in its thread, or to its own page while it waits."""
    comment = posted.comment
    behind = place.behind if posted.created else None
    return thread_address(comment, behind) if comment.is_public else comment.get_absolute_url()


def _fresh(request: HttpRequest, discussion: Discussion) -> ComposerForm:
    """Return a form with a new key, and with what was typed before signing in."""
    kept = kept_typed(request)
    initial: dict[str, Any] = {"key": new_key(), "opened": signed_moment(timezone.now())}
    if kept:
        # Its words were typed into the form that was handed out before.
        initial |= {"opened": kept.get("opened", [""])[0], "tone": kept.get("tone", [""])[0]}
        initial |= {"body": kept.get("body", [""])[0], "own_tags": kept.get("own_tags", [""])[0]}
        initial |= {"tags": kept.get("tags", []), "key": kept.get("key", [""])[0] or new_key()}
    return ComposerForm(initial=initial, forum=discussion.forum)


def _context(discussion: Discussion, parent: Comment | None) -> dict[str, Any]:
    """Return what the composer's page shows beside the form."""
    slow = slow_mode(discussion.slow_seconds)
    return {"discussion": discussion, "parent": parent, "locked": discussion.state != State.OPEN, "slow": slow}


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
    asked = refusal.code == TONE
    form.add_error("body" if refusal.http_status == 422 and not asked else None, refusal.message)
    shown = context | {"form": form, "asked_tone": asked}
    if isinstance(refusal, KeyReused):
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["key"] = new_key()  # type: ignore[index]
        shown["first"] = refusal.first
    if refusal.settle is not None:
        shown["settle"] = refusal.settle
        shown["settle_next"] = urlencode({"next": request.path})
    response = page(request, "perspectives/discussion/compose.html", shown, status=refusal.http_status)
    if isinstance(refusal, Throttled):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response
