"""Reports and decisions in Django's admin, and what can be decided there on comments.

Every act goes through the room's actions, so it is written down and refused just as on the desk.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from perspectives.discussion.admin import CommentAdmin, ForumFilter, ForumLimitedAdmin, not_about_oneself
from perspectives.discussion.errors import Refused
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import viewer_of
from perspectives.members.models import Member
from perspectives.moderation.batch import decide_page
from perspectives.moderation.models import Act, Decision, Report


def acting(request: HttpRequest) -> Member | None:
    """Return the member who acts; None, with a sentence, for staff who have no display name yet."""
    member = viewer_of(request).member
    if member is None:
        messages.error(request, name_first())
    return member


def name_first() -> str:
    """Return the sentence for staff without a display name."""
    return _("Choose a display name on the site first: every decision is written down with a name.")


def each(request: HttpRequest, rows: QuerySet[Any], act: Any) -> None:
    """Do one thing to each of `rows`, and say how many changed and what was refused."""
    changed = 0
    for row in rows:
        try:
            changed += act(row) is not None
        except Refused as refusal:
            messages.error(request, f"{row}: {refusal.message}")
    said = ngettext("%(count)d was changed.", "%(count)d were changed.", changed)
    messages.success(request, said % {"count": changed})


@admin.register(Comment)
class DecidableCommentAdmin(CommentAdmin):
    """Comments; approve, reject and spam show the texts first and go through `decide`."""

    actions = ["approve", "reject", "spam"]

    @admin.action(description=gettext_lazy("Approve…"), permissions=["view"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Approve the chosen comments."""
        return self._decide(request, queryset, Act.APPROVE)

    @admin.action(description=gettext_lazy("Reject under a rule…"), permissions=["view"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Reject the chosen comments."""
        return self._decide(request, queryset, Act.REJECT)

    @admin.action(description=gettext_lazy("Mark as spam…"), permissions=["view"])
    def spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Mark the chosen comments as spam."""
        return self._decide(request, queryset, Act.SPAM)

    def _decide(self, request: HttpRequest, queryset: QuerySet[Comment], act: Act) -> HttpResponse | None:
        """Show the page that asks, or do what it was answered."""
        member = acting(request)
        return decide_page(request, queryset, act, member, self) if member is not None else None


@admin.register(Report)
class ReportAdmin(ForumLimitedAdmin):
    """What readers complained about."""

    forum_path = "comment__discussion__forum"
    list_display = ["reason", "comment", "discussion", "member", "created_at", "decision"]
    list_filter = ["reason", ("decision", admin.EmptyFieldListFilter), ForumFilter]
    list_select_related = ["comment__discussion", "member", "decision"]
    search_fields = ["words", "member__name", "comment__discussion__slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Return the reports but for those of what the viewer wrote: nobody learns here who reported oneself."""
        return super().get_queryset(request).exclude(comment__author=viewer_of(request).member)

    @admin.display(description=gettext_lazy("discussion"))
    def discussion(self, report: Report) -> str:
        """Return the title of the discussion."""
        return report.comment.discussion.title


@admin.register(Decision)
class DecisionAdmin(ForumLimitedAdmin):
    """The record: it only grows, and is only read."""

    list_display = [
        *("act", "office", "comment", "discussion", "by"),
        *("rule_title", "status_before", "status_after", "created_at"),
    ]
    list_filter = ["act", ForumFilter]
    list_select_related = ["comment", "discussion", "by"]
    search_fields = ["words", "note", "by__name", "member__name", "discussion__slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """Return the decisions but for those about the viewer: they carry the team's private notes."""
        return not_about_oneself(Decision.objects.moderated_by(viewer_of(request)), request)
