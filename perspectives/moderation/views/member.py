"""One member on the desk: the record, and what is done about the member apart from a comment."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from perspectives.discussion.doors import csrf_reason, forget_typed, moderator_required
from perspectives.discussion.errors import Refused, Unacceptable
from perspectives.discussion.models import Forum
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.words import EXPIRED
from perspectives.members.models import Member
from perspectives.moderation.actions import lift_sanction, sanction_member, write_note
from perspectives.moderation.member_record import forums_of_member
from perspectives.moderation.models import Act, Sanction
from perspectives.moderation.notes import tell
from perspectives.moderation.people_forms import LiftForm, note_form_of
from perspectives.moderation.sanction_rules import SANCTIONING, Hide
from perspectives.moderation.sanction_words import told_of_hiding, told_of_lifting
from perspectives.moderation.views.members import (
    forum_asked,
    member_or_404,
    sanction_form_of,
    show_member,
)
from perspectives.moderation.views.who import member_of

LOOK = "Nothing was saved yet: please look at the form."


@moderator_required
def member_page(request: HttpRequest, member: str) -> HttpResponse:
    """Show the page, or do what a form on it asks for."""
    found = member_or_404(viewer_of(request), member)
    if request.method != "POST":
        return show_member(request, found)
    forum = forum_asked(request, forums_of_member(viewer_of(request), found))
    if forum is None:
        raise Http404
    act = request.POST.get("act", "")
    if csrf_reason(request):
        return _expired(request, found, forum, act)
    if act in SANCTIONING:
        return _sanction(request, found, forum, act)
    if act == Act.LIFT:
        return _lift(request, found, forum)
    if act == "note":
        return _note(request, found, forum)
    return show_member(request, found, error=_("Choose what to do."), status=422)


def _expired(request: HttpRequest, found: Member, forum: Forum, act: str) -> HttpResponse:
    """Return the page with the form as it was filled, to be sent once more."""
    sanctions = sanction_form_of(viewer_of(request), forum, request.POST) if act in SANCTIONING else None
    note = note_form_of(request.POST) if act == "note" else None
    return show_member(request, found, sanction_form=sanctions, note_form=note, error=str(EXPIRED), status=403)


def _sanction(request: HttpRequest, found: Member, forum: Forum, act: str) -> HttpResponse:
    """Sanction the member, or give the form back with what is wrong."""
    form = sanction_form_of(viewer_of(request), forum, request.POST)
    if not form.is_valid():
        return show_member(request, found, sanction_form=form, error=_(LOOK), status=422)
    try:
        done = sanction_member(
            member=found,
            forum=None if form.cleaned_data.get("everywhere") else forum,
            kind=SANCTIONING[Act(act)],
            until=form.cleaned_data["until"],
            rule=form.chosen_rule(),
            words=form.cleaned_data["words"],
            hide=Hide(form.cleaned_data["hide"]),
            note=form.cleaned_data["note"],
            by=member_of(request),
        )
    except Refused as refusal:
        return show_member(request, found, sanction_form=form, error=refusal.message, status=refusal.http_status)
    said = done.decision.get_act_display() if done.decision else _("Nothing was left to do: it is so already.")
    return _back(request, found, forum, said, *told_of_hiding(done))


def _lift(request: HttpRequest, found: Member, forum: Forum) -> HttpResponse:
    """Lift a sanction of the member's."""
    form = LiftForm(request.POST)
    try:
        keys = {"pk": form.cleaned_data["sanction"]} if form.is_valid() else {"pk": 0}
        here = Sanction.objects.shown_in(forum).filter(member=found, **keys)
        sanction = here.select_related("member", "rule").first()
        if sanction is None:
            raise Unacceptable(_("There is no such sanction."), code="sanction")
        done = lift_sanction(sanction=sanction, by=member_of(request), restore=form.cleaned_data["restore"])
    except Refused as refusal:
        return show_member(request, found, error=refusal.message, status=refusal.http_status)
    return _back(request, found, forum, told_of_lifting(done))


def _note(request: HttpRequest, found: Member, forum: Forum) -> HttpResponse:
    """Write a note, or give the form back."""
    form = note_form_of(request.POST)
    if not form.is_valid():
        return show_member(request, found, note_form=form, error=_(LOOK), status=422)
    try:
        note = write_note(forum=forum, member=found, by=member_of(request), body=form.cleaned_data["body"])
    except Refused as refusal:
        return show_member(request, found, note_form=form, error=refusal.message, status=refusal.http_status)
    return _back(request, found, forum, _("Noted.") if note else _("This note stands there already."))


def _back(request: HttpRequest, found: Member, forum: Forum, *sentences: str) -> HttpResponse:
    """Tell what was done, and lead back to the page."""
    forget_typed(request)
    for sentence in sentences:
        tell(request, sentence)
    address = reverse("perspectives:desk_member", args=[found.key])
    return HttpResponseRedirect(f"{address}?{urlencode({'forum': forum.slug})}", status=303)
