"""The private thread between the team of a forum and one member, from either side."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from perspectives.discussion.doors import csrf_reason, forget_typed, kept_typed, member_required, moderator_required
from perspectives.discussion.errors import Refused, Throttled
from perspectives.discussion.frame import page
from perspectives.discussion.models import Forum
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.members.models import Member
from perspectives.moderation.actions import may_write_to_team, read_messages, write_message
from perspectives.moderation.models import Message
from perspectives.moderation.notes import tell, told
from perspectives.moderation.people_forms import WordsForm
from perspectives.moderation.views.members import member_or_404
from perspectives.moderation.views.who import member_of
from perspectives.web.address import client_address
from perspectives.web.paging import paged


@member_required
def my_messages(request: HttpRequest, forum: str) -> HttpResponse:
    """My thread with the moderators of a forum; who of them writes is not said."""
    place, member = get_object_or_404(Forum, slug=forum), member_of(request)
    if not may_write_to_team(member, place):
        raise Http404
    return _thread(request, place, member, by_team=False)


@moderator_required
def desk_messages(request: HttpRequest, member: str, forum: str) -> HttpResponse:
    """The thread with a member, for the team of the forum."""
    viewer = viewer_of(request)
    place = get_object_or_404(Forum.objects.filter(viewer.moderated("pk")), slug=forum)
    found = member_or_404(viewer, member)
    if found == viewer.member:
        raise Http404
    return _thread(request, place, found, by_team=True)


def _thread(request: HttpRequest, forum: Forum, member: Member, *, by_team: bool) -> HttpResponse:
    """Show the thread, or take a line for it."""
    label = _("To the member") if by_team else _("To the moderators")
    kept = {name: values[0] for name, values in kept_typed(request).items() if values}
    form = WordsForm(request.POST if request.method == "POST" else kept or None, label=label)
    if request.method != "POST":
        return _show(request, form, forum, member, by_team)
    if csrf_reason(request):
        return _show(request, form, forum, member, by_team, str(EXPIRED), 403)
    # Looking changes nothing, or a prefetching browser would read for its owner: who answers, or says so, has read.
    if request.POST.get("do") == "read":
        read_messages(forum=forum, member=member, by_team=by_team)
        return HttpResponseRedirect(request.path, status=303)
    if not form.is_valid():
        return _show(request, form, forum, member, by_team, _("Nothing was sent yet: please look at the form."), 422)
    try:
        body, by = form.cleaned_data["body"], member_of(request)
        sent = write_message(forum=forum, member=member, by=by, body=body, address=client_address(request))
    except Refused as refusal:
        answer = _show(request, form, forum, member, by_team, refusal.message, refusal.http_status)
        if isinstance(refusal, Throttled):
            answer.headers["Retry-After"] = str(refusal.retry_after)
        return answer
    read_messages(forum=forum, member=member, by_team=by_team)
    forget_typed(request)
    tell(request, _("Sent.") if sent else _("That was sent already."))
    return HttpResponseRedirect(request.path, status=303)


def _show(
    request: HttpRequest,
    form: WordsForm,
    forum: Forum,
    member: Member,
    by_team: bool,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the thread, the newest line first."""
    rows = Message.objects.filter(forum=forum, member=member).select_related("by").order_by("-pk")
    context: dict[str, Any] = {
        "page": paged(rows, request),
        "form": form,
        "forum": forum,
        "member": member,
        "by_team": by_team,
        "unread": Message.objects.filter(forum=forum, member=member, from_team=not by_team, read_at=None).count(),
        "error": error,
        "notes": told(request),
        "px_room": "members",
    }
    template = "perspectives/moderation/desk_messages.html" if by_team else "perspectives/moderation/my_messages.html"
    return page(request, template, context, status=status)
