"""The team: who holds which office in which forum; seniors give and take."""

from __future__ import annotations

from typing import Any

from django.db.models import Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from perspectives.discussion.doors import csrf_reason, moderator_required
from perspectives.discussion.errors import Refused
from perspectives.discussion.frame import page
from perspectives.discussion.models import Forum, Role
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.moderation.actions import give_role, take_role
from perspectives.moderation.forms import LARGEST_KEY
from perspectives.moderation.models import Decision
from perspectives.moderation.notes import tell, told
from perspectives.moderation.people_forms import RoleForm
from perspectives.moderation.views.who import member_of
from perspectives.web.paging import paged

# Offices given and taken that the page names of each forum; the admin has the rest.
CHANGES = 25


@moderator_required
def team(request: HttpRequest) -> HttpResponse:
    """The teams of the forums one moderates, a forum after the other; or an office given or taken."""
    if request.method != "POST":
        return _show(request)
    forum = _led(request)
    form = RoleForm(request.POST, number=forum.pk)
    if csrf_reason(request):
        return _show(request, forum, form, str(EXPIRED), 403)
    try:
        said = _taken(request, forum) if request.POST.get("act") == "take" else _given(request, forum, form)
    except Refused as refusal:
        return _show(request, forum, form, refusal.message, refusal.http_status)
    if not said:
        return _show(request, forum, form, _("Nothing was saved yet: please look at the form."), 422)
    tell(request, said)
    return HttpResponseRedirect(reverse("perspectives:desk_team"), status=303)


def _led(request: HttpRequest) -> Forum:
    """Return the forum that the form is about; Http404 unless the viewer is a senior moderator there."""
    viewer, typed = viewer_of(request), request.POST.get("forum", "")
    if not (typed.isascii() and typed.isdecimal()) or not 0 < int(typed[:20]) <= LARGEST_KEY:
        raise Http404
    forum = Forum.objects.filter(pk=int(typed[:20])).first()
    if forum is None or not viewer.may_lead(forum.pk):
        raise Http404
    return forum


def _given(request: HttpRequest, forum: Forum, form: RoleForm) -> str:
    """Give an office and return what is to be said, "" where the form is wrong."""
    if not form.is_valid():
        return ""
    name, kind = form.cleaned_data["name"], form.cleaned_data["kind"]
    role = give_role(forum=forum, name=name, kind=kind, by=member_of(request))
    if role is None:
        return _("Nothing was left to do: it is so already.")
    return _("%(name)s: %(office)s.") % {"name": role.member.display_name, "office": role.get_kind_display()}


def _taken(request: HttpRequest, forum: Forum) -> str:
    """Take an office away and return what is to be said."""
    typed = request.POST.get("role", "")
    known = typed.isascii() and typed.isdecimal() and len(typed) <= 19 and int(typed) <= LARGEST_KEY
    role = Role.objects.filter(forum=forum, pk=int(typed)).select_related("forum").first() if known else None
    if role is None or not take_role(role=role, by=member_of(request)):
        return _("Nothing was left to do: it is so already.")
    return _("The office is taken away.")


def _show(
    request: HttpRequest, forum: Forum | None = None, form: RoleForm | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    """Return the page, with the form that was filled in."""
    viewer = viewer_of(request)
    shown = paged(Forum.objects.filter(viewer.moderated("pk")).order_by("name", "pk"), request)
    roles: dict[int, list[Role]] = {one.pk: [] for one in shown}
    for role in Role.objects.filter(forum__in=list(roles)).select_related("member").order_by("kind", "pk"):
        roles[role.forum_id].append(role)
    changes = _changes(list(roles))
    teams: list[dict[str, Any]] = [
        {
            "forum": one,
            "roles": roles[one.pk],
            "form": form if forum == one and form is not None else RoleForm(number=one.pk),
            "leads": viewer.may_lead(one.pk),
            "changes": changes[one.pk],
        }
        for one in shown
    ]
    context = {"page": shown, "teams": teams, "error": error, "notes": told(request), "px_room": "team"}
    return page(request, "perspectives/moderation/team.html", context, status=status)


def _changes(forums: list[int]) -> dict[int, list[Decision]]:
    """Return the offices given and taken in each of `forums` (primary keys), the newest first, CHANGES at most."""
    found: dict[int, list[Decision]] = {key: [] for key in forums}
    place = Window(RowNumber(), partition_by="forum", order_by="-pk")
    rows = Decision.objects.filter(forum__in=forums).annotate(place=place)
    for row in rows.filter(place__lte=CHANGES).select_related("member", "by").order_by("-pk"):
        found[row.forum_id or 0].append(row)
    return found
