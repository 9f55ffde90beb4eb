"""What the desk writes down, in Django's admin: appeals, notices, notes, versions and the chain; read, nothing else."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from perspectives.discussion.admin import ForumFilter, ForumLimitedAdmin, not_about_oneself
from perspectives.discussion.rules import viewer_of
from perspectives.moderation.models import (
    Appeal,
    LegalNotice,
    LogEntry,
    Message,
    Note,
    PolicyChange,
    RuleRevision,
    TriageModel,
)


@admin.register(Appeal)
class AppealAdmin(ForumLimitedAdmin):
    """Writers' answers to decisions."""

    list_display = ["decision", "member", "first_judge", "judge", "created_at", "judged_at"]
    list_filter = [("judged_at", admin.EmptyFieldListFilter)]
    list_select_related = ["decision", "member", "first_judge", "judge"]
    search_fields = ["words", "member__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        """Return the appeals of others, those against sanctions for no comment in particular among them."""
        return not_about_oneself(Appeal.objects.moderated_by(viewer_of(request)), request)


@admin.register(LegalNotice)
class LegalNoticeAdmin(ForumLimitedAdmin):
    """Notices of illegal content."""

    forum_path = "forum"
    # How to reach who gave it is for the mails alone; and the name is kept from a moderator who wrote the comment.
    exclude = ["name", "email"]
    list_display = ["comment", "forum", "law", "created_at", "answered_at"]
    list_filter = [("answered_at", admin.EmptyFieldListFilter), ForumFilter]
    list_select_related = ["comment", "forum"]
    search_fields = ["words", "law"]


@admin.register(Note)
class NoteAdmin(ForumLimitedAdmin):
    """Private notes of the team, but for those on the viewer."""

    forum_path = "forum"
    list_display = ["member", "comment", "by", "created_at"]
    list_filter = [ForumFilter]
    list_select_related = ["member", "comment", "by"]
    search_fields = ["body", "member__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        """Return the notes on others."""
        return not_about_oneself(super().get_queryset(request), request)


@admin.register(Message)
class MessageAdmin(ForumLimitedAdmin):
    """The private threads between the team and members, but for the viewer's own: who of the team wrote is not told."""

    forum_path = "forum"
    list_display = ["member", "from_team", "by", "created_at", "read_at"]
    list_filter = [ForumFilter]
    list_select_related = ["member", "by"]
    search_fields = ["body", "member__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """Return the threads of others."""
        return not_about_oneself(super().get_queryset(request), request)


@admin.register(PolicyChange)
class PolicyChangeAdmin(ForumLimitedAdmin):
    """What the settings of screening were, before and after each change."""

    forum_path = "forum"
    list_display = ["forum", "by", "created_at"]
    list_filter = [ForumFilter]
    list_select_related = ["forum", "by"]


@admin.register(RuleRevision)
class RuleRevisionAdmin(ForumLimitedAdmin):
    """Every wording a rule has had."""

    forum_path = "rule__forum"
    list_display = ["rule", "version", "by", "created_at"]
    list_select_related = ["rule", "by"]
    search_fields = ["title", "explanation"]


class SiteWideAdmin(ForumLimitedAdmin):
    """Rows that belong to no forum: for those who moderate all of them."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """Return all rows, or none."""
        rows = self.model._default_manager.all()
        return rows if viewer_of(request).moderates_all else rows.none()


@admin.register(LogEntry)
class LogEntryAdmin(SiteWideAdmin):
    """The links of the log, by which `manage.py verify_log` finds what was changed."""

    list_display = ["position", "decision_key", "short_digest"]
    ordering = ["-position"]

    @admin.display(description=gettext_lazy("digest"))
    def short_digest(self, entry: LogEntry) -> str:
        """Return the beginning of the digest."""
        return entry.digest[:16]


@admin.register(TriageModel)
class TriageModelAdmin(SiteWideAdmin):
    """What was learned from decisions, and how well."""

    list_display = ["created_at", "version", "learned_from", "measured"]
