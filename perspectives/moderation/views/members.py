"""Members on the desk: who is under a sanction, a search by name, and the page of one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from perspectives.conf import conf
from perspectives.discussion.doors import kept_typed, moderator_required
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment, Forum, Status
from perspectives.discussion.queries import Viewer
from perspectives.discussion.rules import viewer_of
from perspectives.members.models import Member
from perspectives.moderation.member_record import forums_of_member, known_to, record_of
from perspectives.moderation.models import Rule, Sanction
from perspectives.moderation.notes import told
from perspectives.moderation.people_forms import MemberSanctionForm, WordsForm, note_form_of
from perspectives.moderation.seniors import liftable
from perspectives.text.clean import clean_line
from perspectives.web.paging import LONGEST_LIST, paged

NAME_SOUGHT = 100
LARGEST_KEY = 2**63 - 1


@moderator_required
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """The members whose name has the words sought in it; without words those who are under a sanction now."""
    viewer, sought = viewer_of(request), clean_line(request.GET.get("q", ""))[:NAME_SOUGHT].strip()
    if sought:
        found: Any = known_to(viewer).filter(erased_at=None, name__icontains=sought).order_by("name", "pk")
        context: dict[str, Any] = {"page": paged(found, request)}
    else:
        binding = Sanction.objects.binding_at(timezone.now()).filter(viewer.moderated("forum"))
        context = {"page": paged(binding.select_related("member", "forum").order_by("-pk"), request)}
    context |= {"q": sought, "px_room": "members", "notes": told(request)}
    return page(request, "perspectives/moderation/members.html", context)


def member_or_404(viewer: Viewer, key: str) -> Member:
    """Return the member with this public key, if the viewer moderates a forum the member has to do with."""
    return get_object_or_404(known_to(viewer), key=key)


def forum_asked(request: HttpRequest, forums: list[Forum]) -> Forum | None:
    """Return the forum that the query string names, the first one without; Http404 for another's."""
    slug = request.GET.get("forum", "")
    if not slug:
        return forums[0] if forums else None
    forum = next((forum for forum in forums if forum.slug == slug), None)
    if forum is None:
        raise Http404
    return forum


def show_member(
    request: HttpRequest,
    member: Member,
    *,
    sanction_form: MemberSanctionForm | None = None,
    note_form: WordsForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the member's page for the forum asked for, with forms that were filled in."""
    viewer = viewer_of(request)
    forums = forums_of_member(viewer, member)
    forum = forum_asked(request, forums)
    context: dict[str, Any] = {
        "member": member,
        "forums": forums,
        "forum": forum,
        "error": error,
        "notes": told(request),
        "px_room": "members",
    }
    if forum is not None:
        record = record_of(member, forum, timezone.now(), own=member == viewer.member)
        context |= {
            "record": record,
            "liftable": liftable(record.sanctions, viewer),
            "sanction_form": sanction_form or sanction_form_of(viewer, forum, kept=_kept(request)),
            "note_form": note_form or note_form_of(_kept(request) or None),
            **_comments(request, member, forum),
            "own": member == viewer.member,
        }
    return page(request, "perspectives/moderation/member.html", context, status=status)


def sanction_form_of(
    viewer: Viewer, forum: Forum, data: Any = None, *, kept: dict[str, str] | None = None
) -> MemberSanctionForm:
    """Return the form for a sanction; `kept` is what was typed before signing in again."""
    rules = list(Rule.objects.of(forum))
    return MemberSanctionForm(data, rules=rules, everywhere=viewer.moderates_all, initial=kept)


def _kept(request: HttpRequest) -> dict[str, str]:
    """Return what was typed here before the session ended."""
    return {name: values[0] for name, values in kept_typed(request).items() if values}


def _comments(request: HttpRequest, member: Member, forum: Forum) -> dict[str, Any]:
    """Return a page of the member's comments in the forum, the latest first; `?before=` goes on from one."""
    status, before = request.GET.get("status", ""), request.GET.get("before", "")
    if status and status not in Status.values:
        raise Http404
    if before and not (before.isascii() and before.isdecimal() and len(before) <= 19 and int(before) <= LARGEST_KEY):
        raise Http404
    rows = Comment.objects.filter(author=member, discussion__forum=forum)
    rows = rows.filter(status=status) if status else rows
    rows = rows.filter(pk__lt=int(before)) if before else rows
    size = min(int(conf.LIST_PAGE_SIZE), LONGEST_LIST)
    found = list(rows.select_related("discussion").order_by("-pk")[: size + 1])
    return {"comments": found[:size], "status": status, "more": found[size - 1].pk if len(found) > size else None}
